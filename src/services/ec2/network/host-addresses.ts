// Which addresses of a subnet can be given away. Pure.

import { holds, sizeOf, type Cidr } from "./cidr.ts";

// AWS: "Subnet CIDR blocks": the first four addresses and the last one of each subnet are reserved.
const RESERVED_FIRST = 4n;
const RESERVED = 5n;

/** Whether AWS keeps an address of the subnet for itself: network, router, DNS, future use, broadcast. */
export function isReserved(subnet: Cidr, address: bigint): boolean {
  return address < subnet.first + RESERVED_FIRST || address === subnet.first + sizeOf(subnet) - 1n;
}

/** Whether an address can be that of a network interface in the subnet. */
export function isUsable(subnet: Cidr, address: bigint): boolean {
  return holds(subnet, address) && !isReserved(subnet, address);
}

/** How many addresses are left: AvailableIpAddressCount. */
export function freeCount(subnet: Cidr, usedCount: number): number {
  return Number(sizeOf(subnet) - RESERVED) - usedCount;
}

/** The lowest free addresses, `count` of them; undefined where there are not as many. */
export function takeFree(subnet: Cidr, used: ReadonlySet<bigint>, count: number): bigint[] | undefined {
  if (freeCount(subnet, used.size) < count) return undefined;
  const taken: bigint[] = [];
  const end = subnet.first + sizeOf(subnet) - 1n;
  for (let address = subnet.first + RESERVED_FIRST; address < end && taken.length < count; address += 1n)
    if (!used.has(address)) taken.push(address);
  return taken.length === count ? taken : undefined;
}
