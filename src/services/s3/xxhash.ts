// The XXHASH family, which Node does not have: WebAssembly, loaded when a client first asks for it.

import type { IHasher } from "hash-wasm";
import { invariant } from "../../kernel/errors.ts";

const NAMES = ["XXHASH64", "XXHASH3", "XXHASH128"] as const;
export type XxHash = (typeof NAMES)[number];

/** True for names of the family. */
export function isXxHash(name: string): name is XxHash {
  return (NAMES as readonly string[]).includes(name);
}

/** Hashers that nobody uses. Making one waits, and whoever starts one cannot. */
const idle: Readonly<Record<XxHash, IHasher[]>> = { XXHASH64: [], XXHASH3: [], XXHASH128: [] };

/** Waits until one more of the algorithm can be started; at once for algorithms of other families. */
export async function prepareXxHash(name: string): Promise<void> {
  if (!isXxHash(name)) return;
  const { createXXHash64, createXXHash3, createXXHash128 } = await import("hash-wasm");
  const create = { XXHASH64: createXXHash64, XXHASH3: createXXHash3, XXHASH128: createXXHash128 }[name];
  idle[name].push(await create());
}

/** A hash over bytes to come; AWS: the canonical form, big-endian, in base 64, without a seed. */
export function startXxHash(name: XxHash): { update(piece: Uint8Array): void; value(): string } {
  const hasher = idle[name].pop();
  invariant(hasher !== undefined, `${name} was started before it was prepared.`);
  hasher.init();
  return {
    update: (piece) => {
      hasher.update(piece);
    },
    value: () => Buffer.from(hasher.digest("hex"), "hex").toString("base64"),
  };
}
