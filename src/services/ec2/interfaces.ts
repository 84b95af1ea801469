// Network interfaces: made with addresses of their subnets, and as answers show them.

import type { NetworkInterface } from "@aws-sdk/client-ec2";
import type { Scope } from "../../service/context.ts";
import { zonesOf } from "../../service/zones.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import type { Maker } from "./defaults.ts";
import { ec2Error, invalidParameterValue, limitExceeded, noFreeAddresses } from "./errors.ts";
import type { FilterTable, Listed } from "./filters.ts";
import { need } from "./finding.ts";
import type { MakeId } from "./ids.ts";
import { LIMITS } from "./limits.ts";
import { formatAddress, holds, parseAddress, parseCidr } from "./network/cidr.ts";
import { isReserved, takeFree } from "./network/host-addresses.ts";
import type { AddressRecord, InterfaceUse, NetworkInterfaceRecord, SubnetRecord, Tags } from "./records.ts";
import { listAll, load, save } from "./repo.ts";
import { tagItems } from "./tags.ts";

interface NewInterface {
  readonly subnet: SubnetRecord;
  readonly groupIds: readonly string[];
  readonly description: string;
  readonly interfaceType?: NetworkInterfaceRecord["interfaceType"];
  /** Addresses that are asked for; the first one is the primary one. */
  readonly addresses?: readonly string[];
  /** How many more to take. */
  readonly more?: number;
  readonly use?: InterfaceUse;
  readonly requesterId?: string;
  readonly clientToken?: string | undefined;
  readonly tags?: Tags;
}

/** Makes an interface; throws where its subnet has not got the addresses. */
export function makeInterface(tx: WriteTx, maker: Maker, wanted: NewInterface, makeId: MakeId): NetworkInterfaceRecord {
  const { subnet, groupIds, addresses = [], more = 0, clientToken } = wanted;
  if (listAll(tx, maker, "network-interface").length >= LIMITS.networkInterfaces)
    throw limitExceeded("NetworkInterfaceLimitExceeded", "network interfaces");
  const id = makeId("eni");
  const needed = Math.max(1 - addresses.length, 0) + more;
  const record: NetworkInterfaceRecord = {
    v: 1,
    id,
    tags: wanted.tags ?? {},
    createdAtMs: maker.clock.nowMs(),
    ...(clientToken !== undefined && { clientToken }),
    vpcId: subnet.vpcId,
    subnetId: subnet.id,
    description: wanted.description,
    interfaceType: wanted.interfaceType ?? "interface",
    groupIds,
    addresses: takeAddresses(tx, maker, subnet, addresses, needed),
    macAddress: macOf(id),
    checksSource: wanted.interfaceType === undefined || wanted.interfaceType === "interface",
    ...(wanted.use !== undefined && { use: wanted.use }),
    ...(wanted.requesterId !== undefined && { requesterId: wanted.requesterId }),
  };
  save(tx, maker, "network-interface", record);
  return record;
}

/** Those addresses and as many more as are needed, all of them free. */
export function takeAddresses(
  tx: ReadTx,
  scope: Scope,
  subnet: SubnetRecord,
  given: readonly string[],
  more: number,
): string[] {
  const block = parseCidr(subnet.cidr);
  if (block === undefined) throw noFreeAddresses();
  const used = usedAddresses(tx, scope, subnet.id);
  for (const text of given) {
    const address = parseAddress(text);
    // AWS: the wording is from memory.
    if (address === undefined || !holds(block, address))
      throw invalidParameterValue("Address does not fall within the subnet's address range");
    if (isReserved(block, address)) throw invalidParameterValue("Address is in subnet's reserved address range");
    if (used.has(address)) throw ec2Error("InvalidIPAddress.InUse", `Address ${text} is in use.`);
    used.add(address);
  }
  const free = takeFree(block, used, more);
  if (free === undefined) throw noFreeAddresses();
  return [...given, ...free.map((address) => formatAddress(4, address))];
}

function usedAddresses(tx: ReadTx, scope: Scope, subnetId: string): Set<bigint> {
  const used = listAll(tx, scope, "network-interface").filter((one) => one.subnetId === subnetId);
  return new Set(used.flatMap(({ addresses }) => addresses.flatMap((text) => parseAddress(text) ?? [])));
}

/** The groups of an interface: those given, all of its VPC, or the VPC's default one. */
export function requireGroups(tx: ReadTx, scope: Scope, vpcId: string, given: readonly string[] | undefined): string[] {
  const groups = listAll(tx, scope, "security-group").filter((group) => group.vpcId === vpcId);
  if (given === undefined || given.length === 0)
    return groups.flatMap(({ id, name }) => (name === "default" ? [id] : []));
  for (const id of given) {
    const { vpcId: home } = need(tx, scope, "security-group", id);
    // AWS: the wording is from memory.
    if (home !== vpcId)
      throw ec2Error("InvalidParameterValue", "You have specified two resources that belong to different networks.");
  }
  if (given.length > LIMITS.groupsOfInterface)
    throw limitExceeded("SecurityGroupsPerInterfaceLimitExceeded", "security groups per interface");
  return [...new Set(given)];
}

/** An address that is locally administered, made of the id. */
function macOf(id: string): string {
  const digits = id.slice(-10).match(/../g) ?? [];
  return ["02", ...digits].join(":");
}

/** AWS: NetworkInterface in the API reference. */
export function showInterface(tx: ReadTx, scope: Scope, one: NetworkInterfaceRecord): NetworkInterface {
  const { id, addresses, use, requesterId } = one;
  const subnet = load(tx, scope, "subnet", one.subnetId);
  const elastic = listAll(tx, scope, "elastic-ip").filter(({ association }) => association?.interfaceId === id);
  const PrivateIpAddresses = addresses.map((address, at) => {
    const Association = associationOf(scope, elastic, address);
    return {
      Primary: at === 0,
      PrivateIpAddress: address,
      PrivateDnsName: dnsName(scope, address),
      ...(Association && { Association }),
    };
  });
  const first = PrivateIpAddresses[0];
  return {
    NetworkInterfaceId: id,
    OwnerId: scope.account,
    VpcId: one.vpcId,
    SubnetId: one.subnetId,
    AvailabilityZone: subnet?.zone,
    AvailabilityZoneId: zonesOf(scope.region).find(({ name }) => name === subnet?.zone)?.id,
    Description: one.description,
    // AWS: from memory: "nat_gateway", which the model writes otherwise.
    InterfaceType: one.interfaceType as NetworkInterface["InterfaceType"],
    Groups: one.groupIds.map((GroupId) => ({ GroupId, GroupName: load(tx, scope, "security-group", GroupId)?.name })),
    MacAddress: one.macAddress,
    PrivateIpAddress: addresses[0],
    PrivateDnsName: dnsName(scope, addresses[0] ?? ""),
    PrivateIpAddresses,
    Ipv6Addresses: [],
    ...(first?.Association && { Association: first.Association }),
    ...(use !== undefined && {
      Attachment: {
        AttachmentId: use.attachmentId,
        AttachTime: undefined,
        DeleteOnTermination: false,
        DeviceIndex: 1,
        InstanceOwnerId: use.ownerId,
        Status: "attached" as const,
      },
    }),
    ...(requesterId !== undefined && { RequesterId: requesterId }),
    RequesterManaged: requesterId !== undefined,
    SourceDestCheck: one.checksSource,
    Status: use === undefined ? "available" : "in-use",
    TagSet: tagItems(one.tags),
  };
}

function associationOf(
  scope: Scope,
  elastic: readonly AddressRecord[],
  privateIp: string,
): NetworkInterface["Association"] | undefined {
  const found = elastic.find(({ association }) => association?.privateIp === privateIp);
  return (
    found && {
      AllocationId: found.id,
      AssociationId: found.association?.id,
      IpOwnerId: scope.account,
      PublicIp: found.publicIp,
    }
  );
}

/** AWS: "IP-based naming": "ip-10-0-0-5.ec2.internal", elsewhere with the region. */
function dnsName({ region }: Scope, address: string): string {
  const domain = region === "us-east-1" ? "ec2.internal" : `${region}.compute.internal`;
  return `ip-${address.replaceAll(".", "-")}.${domain}`;
}

/** All interfaces, to be listed. */
export function listInterfaces(tx: ReadTx, scope: Scope): Listed<NetworkInterface>[] {
  return listAll(tx, scope, "network-interface").map((one) => ({
    id: one.id,
    tags: one.tags,
    shape: showInterface(tx, scope, one),
  }));
}

/** AWS: DescribeNetworkInterfaces, Filters. */
export const interfaceFilters: FilterTable<NetworkInterface> = {
  "addresses.association.public-ip": (one) => one.PrivateIpAddresses?.map(({ Association }) => Association?.PublicIp),
  "addresses.primary": (one) => one.PrivateIpAddresses?.map(({ Primary }) => Primary),
  "addresses.private-ip-address": (one) => one.PrivateIpAddresses?.map(({ PrivateIpAddress }) => PrivateIpAddress),
  "association.allocation-id": (one) => one.Association?.AllocationId,
  "association.association-id": (one) => one.Association?.AssociationId,
  "association.public-ip": (one) => one.Association?.PublicIp,
  "attachment.attachment-id": (one) => one.Attachment?.AttachmentId,
  "attachment.instance-id": (one) => one.Attachment?.InstanceId,
  "attachment.instance-owner-id": (one) => one.Attachment?.InstanceOwnerId,
  "attachment.status": (one) => one.Attachment?.Status,
  "availability-zone": (one) => one.AvailabilityZone,
  description: (one) => one.Description,
  "group-id": (one) => one.Groups?.map(({ GroupId }) => GroupId),
  "group-name": (one) => one.Groups?.map(({ GroupName }) => GroupName),
  "interface-type": (one) => one.InterfaceType,
  "mac-address": (one) => one.MacAddress,
  "network-interface-id": (one) => one.NetworkInterfaceId,
  "owner-id": (one) => one.OwnerId,
  "private-dns-name": (one) => one.PrivateDnsName,
  "private-ip-address": (one) => one.PrivateIpAddress,
  "requester-id": (one) => one.RequesterId,
  "requester-managed": (one) => one.RequesterManaged,
  "source-dest-check": (one) => one.SourceDestCheck,
  status: (one) => one.Status,
  "subnet-id": (one) => one.SubnetId,
  "vpc-id": (one) => one.VpcId,
};
