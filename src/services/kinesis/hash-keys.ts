// Hash keys: 128-bit numbers that decide which shard a record goes to. Pure. Inside they are 32 hexadecimal digits, which
// sort as the numbers do; outside they are decimal.

import { hash } from "node:crypto";

const HASH_KEYS = 1n << 128n;

/** AWS: PutRecord: "An MD5 hash function is used to map partition keys to 128-bit integer values". */
export function hashOf(partitionKey: string): string {
  return hash("md5", partitionKey, "hex");
}

/** A decimal hash key as it is compared; undefined where it has more than 128 bits. */
export function parseHashKey(decimal: string): string | undefined {
  const value = BigInt(decimal);
  return value < HASH_KEYS ? toHex(value) : undefined;
}

export function formatHashKey(hexadecimal: string): string {
  return BigInt(`0x${hexadecimal}`).toString();
}

/** The key before. */
export function before(hexadecimal: string): string {
  return toHex(BigInt(`0x${hexadecimal}`) - 1n);
}

/** The key after. */
export function after(hexadecimal: string): string {
  return toHex(BigInt(`0x${hexadecimal}`) + 1n);
}

/** A range of hash keys, both bounds inclusive. */
export interface HashRange {
  readonly startHash: string;
  readonly endHash: string;
}

/** All hash keys in `count` ranges of the same size. AWS: UpdateShardCount: "Uniform scaling creates shards of equal size". */
export function uniformRanges(count: number): HashRange[] {
  const start = (position: number): bigint => (HASH_KEYS * BigInt(position)) / BigInt(count);
  return Array.from({ length: count }, (_, position) => ({
    startHash: toHex(start(position)),
    endHash: toHex(start(position + 1) - 1n),
  }));
}

/** The key in the middle of a range: where its second half begins. */
export function middleOf({ startHash, endHash }: HashRange): string {
  return toHex((BigInt(`0x${startHash}`) + BigInt(`0x${endHash}`) + 1n) / 2n);
}

function toHex(value: bigint): string {
  return value.toString(16).padStart(32, "0");
}
