// VPCs: made with what belongs to them, and as answers show them.

import type { Vpc } from "@aws-sdk/client-ec2";
import type { Random } from "../../kernel/random.ts";
import type { Scope } from "../../service/context.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import type { Maker } from "./defaults.ts";
import { hasDependencies, invalidRange, noBlock } from "./errors.ts";
import type { FilterTable, Listed } from "./filters.ts";
import type { MakeId } from "./ids.ts";
import { formatCidr, parseCidr, type Cidr } from "./network/cidr.ts";
import { isAllowedSize } from "./network/vpc-ranges.ts";
import type { Tags, VpcRecord } from "./records.ts";
import { listAll, remove, save } from "./repo.ts";
import { tagItems } from "./tags.ts";

interface NewVpc {
  readonly cidr: string;
  readonly isDefault?: boolean;
  readonly tenancy?: "default" | "dedicated";
  readonly ipv6Cidr?: string | undefined;
  readonly tags: Tags;
}

/** Makes a VPC with its main route table, default security group and default network ACL. */
export function makeVpc(
  tx: WriteTx,
  maker: Maker,
  { cidr, isDefault = false, tenancy = "default", ipv6Cidr, tags }: NewVpc,
  makeId: MakeId,
): VpcRecord {
  const createdAtMs = maker.clock.nowMs();
  const plain = { v: 1, tags: {}, createdAtMs } as const;
  const vpc: VpcRecord = {
    ...plain,
    id: makeId("vpc"),
    tags,
    blocks: [{ associationId: makeId("vpc-cidr-assoc"), cidr }],
    ipv6Blocks: ipv6Cidr === undefined ? [] : [{ associationId: makeId("vpc-cidr-assoc", "6"), cidr: ipv6Cidr }],
    isDefault,
    tenancy,
    // AWS: "DNS attributes for your VPC": names of hosts only in default VPCs.
    hasDnsSupport: true,
    hasDnsHostnames: isDefault,
    dhcpOptionsId: listAll(tx, maker, "dhcp-options")[0]?.id ?? "default",
  };
  save(tx, maker, "vpc", vpc);
  save(tx, maker, "route-table", {
    ...plain,
    id: makeId("rtb"),
    vpcId: vpc.id,
    routes: [],
    associations: [],
    mainAssociationId: makeId("rtbassoc"),
  });
  save(tx, maker, "network-acl", { ...plain, id: makeId("acl"), vpcId: vpc.id });
  const groupId = makeId("sg");
  // AWS: "Default security groups for your VPCs": all traffic from members of the group, and to everywhere.
  const anything = { protocol: "-1", tags: {} } as const;
  save(tx, maker, "security-group", {
    ...plain,
    id: groupId,
    vpcId: vpc.id,
    name: "default",
    description: "default VPC security group",
    rules: [
      { ...anything, id: makeId("sgr", "in"), isEgress: false, peer: { kind: "group", value: groupId } },
      { ...anything, id: makeId("sgr", "out"), isEgress: true, peer: { kind: "ipv4", value: "0.0.0.0/0" } },
    ],
  });
  return vpc;
}

/** Removes a VPC with what it was made with; throws DependencyViolation while there is more. */
export function removeVpc(tx: WriteTx, scope: Scope, vpc: VpcRecord): void {
  const inVpc = <R extends { readonly vpcId?: string }>(records: readonly R[]): R[] =>
    records.filter(({ vpcId }) => vpcId === vpc.id);
  const groups = inVpc(listAll(tx, scope, "security-group"));
  const tables = inVpc(listAll(tx, scope, "route-table"));
  const others = [
    ...inVpc(listAll(tx, scope, "subnet")),
    ...inVpc(listAll(tx, scope, "internet-gateway")),
    ...inVpc(listAll(tx, scope, "network-interface")),
    ...inVpc(listAll(tx, scope, "vpc-endpoint")),
    ...inVpc(listAll(tx, scope, "natgateway")).filter(({ state }) => state !== "deleted"),
    ...groups.filter(({ name }) => name !== "default"),
    ...tables.filter(({ mainAssociationId }) => mainAssociationId === undefined),
  ];
  if (others.length > 0) throw hasDependencies("vpc", vpc.id);
  for (const { id } of groups) remove(tx, scope, "security-group", id);
  for (const { id } of tables) remove(tx, scope, "route-table", id);
  for (const { id } of inVpc(listAll(tx, scope, "network-acl"))) remove(tx, scope, "network-acl", id);
  remove(tx, scope, "vpc", vpc.id);
}

/** A block that a VPC may have, in its canonical form. AWS: CreateVpc: "We modify the specified CIDR block to its canonical form". */
export function requireVpcBlock(text: string): string {
  const block = parseCidr(text);
  if (block === undefined || block.version !== 4) throw noBlock(text, "cidrBlock");
  if (!isAllowedSize(block)) throw invalidRange("InvalidVpc.Range", text);
  return formatCidr(block);
}

/** The IPv4 blocks of a VPC. */
export function blocksOf(vpc: VpcRecord): Cidr[] {
  return vpc.blocks.flatMap(({ cidr }) => parseCidr(cidr) ?? []);
}

/** AWS: Vpc in the API reference. */
export function showVpc(scope: Scope, vpc: VpcRecord): Vpc {
  return {
    VpcId: vpc.id,
    OwnerId: scope.account,
    State: "available",
    CidrBlock: vpc.blocks[0]?.cidr,
    CidrBlockAssociationSet: vpc.blocks.map(({ associationId: AssociationId, cidr }) => ({
      AssociationId,
      CidrBlock: cidr,
      CidrBlockState: { State: "associated" },
    })),
    ...(vpc.ipv6Blocks.length > 0 && {
      Ipv6CidrBlockAssociationSet: vpc.ipv6Blocks.map((block) => showIpv6Block(scope, block)),
    }),
    DhcpOptionsId: vpc.dhcpOptionsId,
    InstanceTenancy: vpc.tenancy,
    IsDefault: vpc.isDefault,
    Tags: tagItems(vpc.tags),
  };
}

/** A VPC's IPv6 block, which is always Amazon's. */
export function showIpv6Block(
  { region }: Scope,
  { associationId: AssociationId, cidr: Ipv6CidrBlock }: VpcRecord["ipv6Blocks"][number],
): NonNullable<Vpc["Ipv6CidrBlockAssociationSet"]>[number] {
  return {
    AssociationId,
    Ipv6CidrBlock,
    Ipv6CidrBlockState: { State: "associated" },
    NetworkBorderGroup: region,
    Ipv6Pool: "Amazon",
    Ipv6AddressAttribute: "public",
    IpSource: "amazon",
  };
}

/** All VPCs, to be listed. */
export function listVpcs(tx: ReadTx, scope: Scope): Listed<Vpc>[] {
  return listAll(tx, scope, "vpc").map((vpc) => ({ id: vpc.id, tags: vpc.tags, shape: showVpc(scope, vpc) }));
}

/** AWS: DescribeVpcs, Filters. */
export const vpcFilters: FilterTable<Vpc> = {
  cidr: (vpc) => vpc.CidrBlock,
  "cidr-block-association.association-id": (vpc) =>
    vpc.CidrBlockAssociationSet?.map(({ AssociationId }) => AssociationId),
  "cidr-block-association.cidr-block": (vpc) => vpc.CidrBlockAssociationSet?.map(({ CidrBlock }) => CidrBlock),
  "cidr-block-association.state": (vpc) =>
    vpc.CidrBlockAssociationSet?.map(({ CidrBlockState }) => CidrBlockState?.State),
  "dhcp-options-id": (vpc) => vpc.DhcpOptionsId,
  "ipv6-cidr-block-association.association-id": (vpc) =>
    vpc.Ipv6CidrBlockAssociationSet?.map(({ AssociationId }) => AssociationId),
  "ipv6-cidr-block-association.ipv6-cidr-block": (vpc) =>
    vpc.Ipv6CidrBlockAssociationSet?.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
  "ipv6-cidr-block-association.ipv6-pool": (vpc) => vpc.Ipv6CidrBlockAssociationSet?.map(({ Ipv6Pool }) => Ipv6Pool),
  "ipv6-cidr-block-association.state": (vpc) =>
    vpc.Ipv6CidrBlockAssociationSet?.map(({ Ipv6CidrBlockState }) => Ipv6CidrBlockState?.State),
  "is-default": (vpc) => vpc.IsDefault,
  isDefault: (vpc) => vpc.IsDefault,
  "owner-id": (vpc) => vpc.OwnerId,
  state: (vpc) => vpc.State,
  "vpc-id": (vpc) => vpc.VpcId,
};

// AWS: AmazonProvidedIpv6CidrBlock: "a /56 prefix length"; blocks are Amazon's.
const AMAZON_IPV6 = "2600:1f00::/24";

/** A block of IPv6 addresses as Amazon provides them. */
export function newIpv6Block({ random }: { readonly random: Random }): string {
  const range = parseCidr(AMAZON_IPV6);
  const drawn = BigInt(`0x${random.hex(8)}`) << 72n;
  return formatCidr({ version: 6, first: (range?.first ?? 0n) + drawn, prefix: 56 });
}
