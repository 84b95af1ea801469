// Who may hand mails in, by address. Pure.
//
// AWS: "Creating IP address filters": what is blocked is refused unless it is allowed by another filter.

import { BlockList, isIPv4, isIPv6 } from "node:net";
import type { FilterRecord } from "./records.ts";

/** True if the filters keep out what comes from this address. */
export function isBlocked(filters: readonly FilterRecord[], ip: string): boolean {
  const matching = filters.filter(({ cidr }) => contains(cidr, ip));
  return matching.some(({ policy }) => policy === "Block") && !matching.some(({ policy }) => policy === "Allow");
}

/** True for an address or a range, such as 10.0.0.1 or 10.0.0.1/24. */
export function isCidr(cidr: string): boolean {
  const [address = "", bits] = cidr.split("/");
  const most = isIPv4(address) ? 32 : isIPv6(address) ? 128 : undefined;
  if (most === undefined) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
}

function contains(cidr: string, ip: string): boolean {
  const [address = "", bits] = cidr.split("/");
  const family = isIPv4(address) ? "ipv4" : "ipv6";
  const list = new BlockList();
  list.addSubnet(address, bits === undefined ? (family === "ipv4" ? 32 : 128) : Number(bits), family);
  return list.check(ip, isIPv4(ip) ? "ipv4" : "ipv6");
}
