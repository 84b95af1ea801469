// Bodies of objects and code packages: files named by the SHA-256 of their content, shared by all yards and forks.

import type { Readable } from "node:stream";

export interface Blob {
  /** SHA-256 in lower-case hex: the blob's name. */
  readonly sha256: string;
  readonly bytes: number;
}

export interface BlobStore {
  /** Keeps the content; after it resolves, the content survives `kill -9`. The same content is kept once. */
  put(content: Uint8Array | Readable): Promise<Blob>;
  /** Reads from `start` to `end` (both inclusive, in bytes), or all of it. */
  open(sha256: string, range?: { start: number; end: number }): Readable;
  /** All of it; for small blobs. */
  read(sha256: string): Promise<Uint8Array>;
  /** The path of the read-only file, for programs that must read it themselves. */
  path(sha256: string): string;
}
