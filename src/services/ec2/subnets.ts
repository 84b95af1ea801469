// Subnets: made within the blocks of their VPC, and as answers show them.

import type { Subnet } from "@aws-sdk/client-ec2";
import type { Scope } from "../../service/context.ts";
import { zonesOf, type Zone } from "../../service/zones.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import type { Maker } from "./defaults.ts";
import { invalidRange, invalidValue, noBlock, subnetConflict } from "./errors.ts";
import type { FilterTable, Listed } from "./filters.ts";
import type { MakeId } from "./ids.ts";
import { arnOf } from "./kinds.ts";
import { contains, formatCidr, overlaps, parseCidr, type Cidr } from "./network/cidr.ts";
import { freeCount } from "./network/host-addresses.ts";
import { isAllowedSize } from "./network/vpc-ranges.ts";
import type { SubnetRecord, Tags, VpcRecord } from "./records.ts";
import { listAll, save } from "./repo.ts";
import { tagItems } from "./tags.ts";
import { blocksOf } from "./vpcs.ts";

interface NewSubnet {
  readonly vpcId: string;
  readonly cidr: string;
  readonly zone: string;
  readonly ipv6Cidr?: string | undefined;
  readonly isDefaultForZone?: boolean;
  readonly tags: Tags;
}

/** Makes a subnet of what has been found right. */
export function makeSubnet(
  tx: WriteTx,
  maker: Maker,
  { vpcId, cidr, zone, ipv6Cidr, isDefaultForZone = false, tags }: NewSubnet,
  makeId: MakeId,
): SubnetRecord {
  const subnet: SubnetRecord = {
    v: 1,
    id: makeId("subnet", zone),
    tags,
    createdAtMs: maker.clock.nowMs(),
    vpcId,
    cidr,
    ipv6Blocks: ipv6Cidr === undefined ? [] : [{ associationId: makeId("subnet-cidr-assoc"), cidr: ipv6Cidr }],
    zone,
    isDefaultForZone,
    // AWS: "Default subnets": instances in them get public addresses.
    mapsPublicIp: isDefaultForZone,
    assignsIpv6: false,
    hasDns64: false,
    hostnameType: "ip-name",
    hasResourceNameA: false,
    hasResourceNameAaaa: false,
    aclAssociationId: makeId("aclassoc", zone),
  };
  save(tx, maker, "subnet", subnet);
  return subnet;
}

/** The zone that a request names by name or id, or the first one. */
export function requireZone(scope: Scope, name: string | undefined, id: string | undefined): Zone {
  const zones = zonesOf(scope.region);
  const zone = zones.find((each) => (name === undefined || each.name === name) && (id === undefined || each.id === id));
  if (zone !== undefined) return zone;
  // AWS: as reported by many.
  const all = zones.map((each) => (name === undefined ? each.id : each.name)).join(", ");
  throw invalidValue(
    name ?? id ?? "",
    name === undefined ? "availabilityZoneId" : "availabilityZone",
    `Subnets can currently only be created in the following availability zones: ${all}.`,
  );
}

/** A block that is within the VPC's and free; throws InvalidSubnet.Range and InvalidSubnet.Conflict. */
export function requireSubnetBlock(tx: ReadTx, scope: Scope, vpc: VpcRecord, text: string): string {
  const block = parseCidr(text);
  if (block === undefined || block.version !== 4) throw noBlock(text, "cidrBlock");
  if (!isAllowedSize(block) || !blocksOf(vpc).some((each) => contains(each, block)))
    throw invalidRange("InvalidSubnet.Range", text);
  const others = subnetsOf(tx, scope, vpc.id).flatMap(({ cidr }) => parseCidr(cidr) ?? []);
  if (others.some((other) => overlaps(other, block))) throw subnetConflict(text);
  return formatCidr(block);
}

/** A /64 that is within the VPC's IPv6 blocks and free. AWS: "IPv6 subnet sizing": /44 to /64; here Amazon's /56 are split into /64. */
export function requireIpv6SubnetBlock(tx: ReadTx, scope: Scope, vpc: VpcRecord, text: string): string {
  const block = parseCidr(text);
  if (block === undefined || block.version !== 6) throw noBlock(text, "ipv6CidrBlock");
  const isWithin = vpc.ipv6Blocks.some(({ cidr }) => isPart(parseCidr(cidr), block));
  if (block.prefix !== 64 || !isWithin) throw invalidRange("InvalidSubnet.Range", text);
  const others = subnetsOf(tx, scope, vpc.id).flatMap(({ ipv6Blocks }) => ipv6Blocks.map(({ cidr }) => cidr));
  if (others.includes(formatCidr(block))) throw subnetConflict(text);
  return formatCidr(block);
}

function isPart(outer: Cidr | undefined, inner: Cidr): boolean {
  return outer !== undefined && contains(outer, inner);
}

/** The subnets of a VPC. */
export function subnetsOf(tx: ReadTx, scope: Scope, vpcId: string): SubnetRecord[] {
  return listAll(tx, scope, "subnet").filter((subnet) => subnet.vpcId === vpcId);
}

/** The addresses of a subnet that network interfaces have. */
function usedCounts(tx: ReadTx, scope: Scope): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { subnetId, addresses } of listAll(tx, scope, "network-interface"))
    counts.set(subnetId, (counts.get(subnetId) ?? 0) + addresses.length);
  return counts;
}

/** AWS: Subnet in the API reference. */
export function showSubnet(scope: Scope, subnet: SubnetRecord, usedCount: number): Subnet {
  const block = parseCidr(subnet.cidr);
  return {
    SubnetId: subnet.id,
    SubnetArn: arnOf(scope, "subnet", subnet.id),
    OwnerId: scope.account,
    VpcId: subnet.vpcId,
    State: "available",
    CidrBlock: subnet.cidr,
    AvailableIpAddressCount: block === undefined ? 0 : freeCount(block, usedCount),
    AvailabilityZone: subnet.zone,
    AvailabilityZoneId: zonesOf(scope.region).find(({ name }) => name === subnet.zone)?.id,
    DefaultForAz: subnet.isDefaultForZone,
    MapPublicIpOnLaunch: subnet.mapsPublicIp,
    MapCustomerOwnedIpOnLaunch: false,
    AssignIpv6AddressOnCreation: subnet.assignsIpv6,
    Ipv6CidrBlockAssociationSet: subnet.ipv6Blocks.map(showSubnetIpv6Block),
    EnableDns64: subnet.hasDns64,
    Ipv6Native: false,
    PrivateDnsNameOptionsOnLaunch: {
      HostnameType: subnet.hostnameType,
      EnableResourceNameDnsARecord: subnet.hasResourceNameA,
      EnableResourceNameDnsAAAARecord: subnet.hasResourceNameAaaa,
    },
    Tags: tagItems(subnet.tags),
  };
}

/** An IPv6 block of a subnet. */
export function showSubnetIpv6Block({
  associationId: AssociationId,
  cidr: Ipv6CidrBlock,
}: SubnetRecord["ipv6Blocks"][number]): NonNullable<Subnet["Ipv6CidrBlockAssociationSet"]>[number] {
  return {
    AssociationId,
    Ipv6CidrBlock,
    Ipv6CidrBlockState: { State: "associated" },
    Ipv6AddressAttribute: "public",
    IpSource: "amazon",
  };
}

/** All subnets, to be listed. */
export function listSubnets(tx: ReadTx, scope: Scope): Listed<Subnet>[] {
  const used = usedCounts(tx, scope);
  return listAll(tx, scope, "subnet").map((subnet) => ({
    id: subnet.id,
    tags: subnet.tags,
    shape: showSubnet(scope, subnet, used.get(subnet.id) ?? 0),
  }));
}

/** AWS: DescribeSubnets, Filters. */
export const subnetFilters: FilterTable<Subnet> = {
  "availability-zone": (subnet) => subnet.AvailabilityZone,
  availabilityZone: (subnet) => subnet.AvailabilityZone,
  "availability-zone-id": (subnet) => subnet.AvailabilityZoneId,
  availabilityZoneId: (subnet) => subnet.AvailabilityZoneId,
  "available-ip-address-count": (subnet) => subnet.AvailableIpAddressCount,
  "cidr-block": (subnet) => subnet.CidrBlock,
  cidr: (subnet) => subnet.CidrBlock,
  cidrBlock: (subnet) => subnet.CidrBlock,
  "default-for-az": (subnet) => subnet.DefaultForAz,
  defaultForAz: (subnet) => subnet.DefaultForAz,
  "enable-dns64": (subnet) => subnet.EnableDns64,
  "ipv6-cidr-block-association.association-id": (subnet) =>
    subnet.Ipv6CidrBlockAssociationSet?.map(({ AssociationId }) => AssociationId),
  "ipv6-cidr-block-association.ipv6-cidr-block": (subnet) =>
    subnet.Ipv6CidrBlockAssociationSet?.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
  "ipv6-cidr-block-association.state": (subnet) =>
    subnet.Ipv6CidrBlockAssociationSet?.map(({ Ipv6CidrBlockState }) => Ipv6CidrBlockState?.State),
  "ipv6-native": (subnet) => subnet.Ipv6Native,
  "map-public-ip-on-launch": (subnet) => subnet.MapPublicIpOnLaunch,
  "outpost-arn": (subnet) => subnet.OutpostArn,
  "owner-id": (subnet) => subnet.OwnerId,
  "private-dns-name-options-on-launch.hostname-type": (subnet) => subnet.PrivateDnsNameOptionsOnLaunch?.HostnameType,
  state: (subnet) => subnet.State,
  "subnet-arn": (subnet) => subnet.SubnetArn,
  "subnet-id": (subnet) => subnet.SubnetId,
  "vpc-id": (subnet) => subnet.VpcId,
};
