// Addresses and ranges of them, as conditions have them.

import { BlockList, isIP } from "node:net";

const PRIVATE = new BlockList();
for (const [network, bits] of [
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
] as const) {
  PRIVATE.addSubnet(network, bits, "ipv4");
}
PRIVATE.addSubnet("fc00::", 7, "ipv6");

/** The narrowest prefix that is all private, by the beginning of the address. */
const PRIVATE_BITS: readonly (readonly [RegExp, number])[] = [
  [/^10\./, 8],
  [/^172\./, 12],
  [/^192\.168\./, 16],
  [/^f[cd]/i, 7],
];

/** Reads an address or a range; the network has no bits behind the mask (IPv6 addresses are given back as they are). */
export function cidr(text: string): { readonly network: string; readonly bits: number } | undefined {
  const [address = "", prefix, ...more] = text.split("/");
  const version = isIP(address);
  if (version === 0 || more.length > 0) return undefined;
  const width = version === 4 ? 32 : 128;
  const bits = prefix === undefined ? width : Number(prefix);
  if (prefix === "" || !Number.isInteger(bits) || bits < 0 || bits > width) return undefined;
  return { network: version === 4 ? networkOf(address, bits) : address, bits };
}

function networkOf(address: string, bits: number): string {
  let left = bits;
  return address
    .split(".")
    .map((byte) => {
      const kept = Math.max(0, Math.min(8, left));
      left -= 8;
      return Number(byte) & (0xff << (8 - kept)) & 0xff;
    })
    .join(".");
}

/** True for a range that has no public address in it. */
export function isPrivateRange(text: string): boolean {
  const range = cidr(text);
  if (range === undefined || !PRIVATE.check(range.network, isIP(range.network) === 6 ? "ipv6" : "ipv4")) return false;
  return PRIVATE_BITS.some(([beginning, bits]) => beginning.test(range.network) && range.bits >= bits);
}
