// Fn::Cidr: splits an address block into equal subnets.

import { validationError } from "../errors.ts";

/**
 * `count` blocks of `hostBits` host bits within `block` ("10.0.0.0/16" or an IPv6 block).
 * AWS: at most 256 blocks; host bits are 8 by default for IPv4 and must be given for IPv6 (Fn::Cidr).
 */
export function cidrBlocks(block: string, count: number, hostBits: number | undefined): string[] {
  const [address = "", prefixText = ""] = block.split("/");
  const isV6 = address.includes(":");
  const width = isV6 ? 128 : 32;
  const start = isV6 ? parseV6(address) : parseV4(address);
  const prefix = Number(prefixText);
  const bits = hostBits ?? (isV6 ? 64 : 8);
  const isPossible =
    start !== undefined &&
    Number.isInteger(prefix) &&
    prefixText !== "" &&
    prefix <= width &&
    count >= 1 &&
    count <= 256 &&
    bits >= 1;
  if (!isPossible || BigInt(count) << BigInt(bits) > 1n << BigInt(width - prefix)) {
    throw validationError("Template error: Fn::Cidr object has invalid arguments or the address block is too small.");
  }
  const first = (start >> BigInt(width - prefix)) << BigInt(width - prefix);
  return Array.from({ length: count }, (_, index) => {
    const value = first + (BigInt(index) << BigInt(bits));
    return `${isV6 ? formatV6(value) : formatV4(value)}/${width - bits}`;
  });
}

function parseV4(text: string): bigint | undefined {
  const parts = text.split(".").map(Number);
  if (parts.length !== 4 || !parts.every((part) => Number.isInteger(part) && part >= 0 && part <= 255))
    return undefined;
  return parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
}

function formatV4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => ((value >> shift) & 255n).toString()).join(".");
}

function parseV6(text: string): bigint | undefined {
  const [head = "", tail] = text.split("::");
  const groups = (part: string): string[] => (part === "" ? [] : part.split(":"));
  const [before, after] = [groups(head), groups(tail ?? "")];
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const all = [...before, ...Array.from({ length: missing }, () => "0"), ...after];
  if (!all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return all.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}

function formatV6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16));
  const zeros = /(?:^|:)0(?::0)+(?:$|:)/.exec(groups.join(":"));
  return zeros === null ? groups.join(":") : groups.join(":").replace(zeros[0], "::");
}
