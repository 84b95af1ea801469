// Bodies of objects and code packages: files named by the SHA-256 of their content, shared by all yards and forks.

import type { Readable } from "node:stream";
import type { Key } from "./store.ts";

export interface Blob {
  /** SHA-256 in lower-case hex: the blob's name. */
  readonly sha256: string;
  readonly bytes: number;
}

export interface BlobStore {
  /**
   * Keeps the content; after it resolves, the content survives `kill -9`. The same content is kept once.
   * LIMIT: whoever wants it to stay writes a record that names it within a minute; what no record names is pruned.
   */
  put(content: Uint8Array | Readable): Promise<Blob>;
  /**
   * Keeps these blobs from being pruned until the function that it gives is called: for reads that last, and for whoever
   * is about to write a new record about blobs that an old one names. To be called in the turn in which that record was read.
   */
  hold(sha256s: readonly string[]): () => void;
  /** Reads from `start` to `end` (both inclusive, in bytes), or all of it. */
  open(sha256: string, range?: { start: number; end: number }): Readable;
  /** All of it; for small blobs. */
  read(sha256: string): Promise<Uint8Array>;
  /** The path of the read-only file, for programs that must read it themselves. */
  path(sha256: string): string;
}

/** Rows of a store that name blobs: what the prune goes by. */
export interface BlobRows {
  /** All rows below this key. */
  readonly prefix: Key;
  /** The blobs that such a row names. */
  references(value: unknown): readonly string[];
}

/** Every text in a value, at any depth, that could be the name of a blob: for records that are few and of many kinds. */
export function blobNamesIn(value: unknown): readonly string[] {
  if (typeof value === "string") return /^[0-9a-f]{64}$/.test(value) ? [value] : [];
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return [];
  return Object.values(value).flatMap(blobNamesIn);
}
