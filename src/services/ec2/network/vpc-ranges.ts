// Which blocks a VPC may have, and which ones it may have besides those that it has. Pure.

import { contains, overlaps, parseCidr, type Cidr } from "./cidr.ts";

const block = (text: string): Cidr => {
  const parsed = parseCidr(text);
  if (parsed === undefined) throw new Error(`"${text}" is not a block of addresses.`);
  return parsed;
};

// LIMIT: AWS: "VPC CIDR blocks", "Subnet CIDR blocks": a block size between a /16 netmask and /28 netmask.
const LARGEST_PREFIX = 16;
const SMALLEST_PREFIX = 28;

/** Whether VPCs and subnets may have blocks of this size. */
export function isAllowedSize({ version, prefix }: Cidr): boolean {
  return version === 4 && prefix >= LARGEST_PREFIX && prefix <= SMALLEST_PREFIX;
}

// AWS: "IPv4 CIDR block association restrictions": by the range in which the VPC's primary block is, the ranges from which it cannot get more.
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].map(block);
const BENCHMARK = block("198.19.0.0/16");
const SHARED = block("100.64.0.0/10");

/** Whether a VPC with the primary block may get `more` as well, overlaps aside. */
export function isAllowedBeside(primary: Cidr, more: Cidr): boolean {
  const isWithin = (range: Cidr): boolean => overlaps(range, more);
  if (contains(BENCHMARK, primary)) return !PRIVATE.some(isWithin);
  const home = PRIVATE.find((range) => contains(range, primary));
  if (isWithin(BENCHMARK)) return false;
  // AWS: a VPC in the shared range or in a public one takes no private ranges and no 198.19.0.0/16.
  if (contains(SHARED, primary) || home === undefined) return !PRIVATE.some(isWithin);
  return !PRIVATE.some((range) => range !== home && isWithin(range));
}
