// How keys and values become bytes: one encoding for all stores, so that they order and round-trip alike.

import { fromBufferKey, toBufferKey } from "ordered-binary";
import { Packr, type Options } from "msgpackr";
import type { Key } from "./store.ts";

// Self-contained maps (no shared structures), so any version of the program reads any record; undefined members are
// left out as JSON does; binary members are copied, because LMDB's read buffer is reused by the next read.
const OPTIONS: Options & { skipValues: readonly unknown[] } = {
  useRecords: false,
  variableMapSize: true,
  copyBuffers: true,
  skipValues: [undefined],
};
const packr = new Packr(OPTIONS);

/** Plain data as bytes (MessagePack). */
export function encodeValue(value: unknown): Buffer {
  return packr.pack(value);
}

/** The value that `encodeValue` was given, without undefined members. */
export function decodeValue<T>(bytes: Uint8Array): T {
  return packr.unpack(bytes);
}

/** A key as a string whose UTF-16 order is the order of the tuples: one character a byte. */
export function encodeKey(key: Key): string {
  return key.length === 0 ? "" : toBufferKey([...key]).toString("latin1");
}

/** The tuple behind `encodeKey`. */
export function decodeKey(encoded: string): Key {
  const decoded = fromBufferKey(Buffer.from(encoded, "latin1"));
  // A tuple of one part decodes to the part itself.
  return (Array.isArray(decoded) ? decoded : [decoded]) as unknown as Key;
}

/** Negative, zero or positive as `left` sorts before, with or after `right`. */
export function compareTuples(left: Key, right: Key): number {
  const [before, after] = [encodeKey(left), encodeKey(right)];
  return before < after ? -1 : before > after ? 1 : 0;
}

/** The smallest encoded string above all keys that extend `prefix`. */
export function encodedPrefixEnd(prefix: Key): string {
  return prefix.length === 0 ? "\u00ff" : `${encodeKey(prefix)}\u0000\u00ff`;
}
