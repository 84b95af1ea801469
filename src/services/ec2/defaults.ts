// The network that every account has in every region from the start. AWS: "Default VPCs".

import type { Context, Scope } from "../../service/context.ts";
import { zonesOf } from "../../service/zones.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { defaultIds, type MakeId } from "./ids.ts";
import { formatCidr, parseCidr } from "./network/cidr.ts";
import type { SubnetRecord, VpcRecord } from "./records.ts";
import { hasDefaults, listAll, noteDefaults, save } from "./repo.ts";
import { makeSubnet } from "./subnets.ts";
import { makeVpc } from "./vpcs.ts";

/** What makes networks: the clock and where they are. */
export type Maker = Scope & Pick<Context, "clock">;

// AWS: "Default VPC components": a /16 of private addresses with a /20 subnet in each zone.
const CIDR = "172.31.0.0/16";
const SUBNET_BITS = 20;

/** Makes the default network of the account and region, if it has not got it yet. */
export function ensureDefaults(context: Maker & Pick<Context, "store">): void {
  if (context.store.read((tx) => hasDefaults(tx, context))) return;
  context.store.write((tx) => {
    const makeId = defaultIds(context);
    save(tx, context, "dhcp-options", { v: 1, id: makeId("dopt"), tags: {}, createdAtMs: context.clock.nowMs() });
    makeDefaultVpc(tx, context, makeId);
    noteDefaults(tx, context);
  });
}

/** The account's default VPC, if it has one. */
export function defaultVpc(tx: ReadTx, scope: Scope): VpcRecord | undefined {
  return listAll(tx, scope, "vpc").find(({ isDefault }) => isDefault);
}

/** A default VPC with its gateway, subnets and routes. */
export function makeDefaultVpc(tx: WriteTx, maker: Maker, makeId: MakeId): VpcRecord {
  const vpc = makeVpc(tx, maker, { cidr: CIDR, isDefault: true, tags: {} }, makeId);
  const igw = makeId("igw");
  save(tx, maker, "internet-gateway", { v: 1, id: igw, tags: {}, createdAtMs: maker.clock.nowMs(), vpcId: vpc.id });
  const main = listAll(tx, maker, "route-table").find(({ vpcId }) => vpcId === vpc.id);
  if (main !== undefined) {
    const routes = [{ destination: { kind: "ipv4", value: "0.0.0.0/0" } as const, targetId: igw }];
    save(tx, maker, "route-table", { ...main, routes });
  }
  for (const { name } of zonesOf(maker.region)) makeDefaultSubnet(tx, maker, vpc, name, makeId);
  return vpc;
}

/** The default subnet of a zone, in the first of the VPC's blocks that is free; undefined where there is none. */
export function makeDefaultSubnet(
  tx: WriteTx,
  maker: Maker,
  vpc: VpcRecord,
  zone: string,
  makeId: MakeId,
): SubnetRecord | undefined {
  const [primary] = vpc.blocks;
  const block = parseCidr(primary?.cidr ?? CIDR);
  const used = new Set(
    listAll(tx, maker, "subnet").flatMap((subnet) => (subnet.vpcId === vpc.id ? [subnet.cidr] : [])),
  );
  if (block === undefined) return undefined;
  const size = 1n << BigInt(32 - SUBNET_BITS);
  const candidates = Array.from({ length: 2 ** (SUBNET_BITS - block.prefix) }, (_, at) =>
    formatCidr({ version: 4, first: block.first + BigInt(at) * size, prefix: SUBNET_BITS }),
  );
  const cidr = candidates.find((candidate) => !used.has(candidate));
  if (cidr === undefined) return undefined;
  return makeSubnet(tx, maker, { vpcId: vpc.id, cidr, zone, isDefaultForZone: true, tags: {} }, makeId);
}
