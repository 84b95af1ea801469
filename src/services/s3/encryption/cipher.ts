// Encrypting bodies as they stream: AES-256 in counter mode, so that a range is decrypted without what stands before it.
// Blobs are named by the digest of what is in them, which guards against changes; counter mode alone would not. Pure.

import { createCipheriv, createDecipheriv, createHmac } from "node:crypto";

/** What opens a body. */
export interface BodyKey {
  /** 256 bits. */
  readonly key: Uint8Array;
  /** AWS: DSSE-KMS: two independent layers of encryption. */
  readonly isDual?: boolean;
}

/** Takes the next piece of a body, and gives it changed. */
export type Recode = (piece: Uint8Array) => Uint8Array;

/** Bytes of a nonce. It belongs to one blob: the rest of the counter's 128 bits counts its blocks. */
export const NONCE_BYTES = 12;
const BLOCK_BYTES = 16;

/** Encrypts one blob's content, from its beginning. INVARIANT: a nonce is used once with a key. */
export function encrypting(body: BodyKey, nonce: Uint8Array): Recode {
  const ciphers = layers(body).map((key) => createCipheriv("aes-256-ctr", key, counter(nonce, 0)));
  return (piece) => ciphers.reduce((bytes, cipher) => cipher.update(bytes), piece);
}

/** Decrypts one blob's content from the byte `start` on. */
export function decrypting(body: BodyKey, nonce: Uint8Array, start: number): Recode {
  const skipped = new Uint8Array(start % BLOCK_BYTES);
  const block = Math.floor(start / BLOCK_BYTES);
  const ciphers = layers(body)
    .toReversed()
    .map((key) => createDecipheriv("aes-256-ctr", key, counter(nonce, block)));
  for (const cipher of ciphers) cipher.update(skipped);
  return (piece) => ciphers.reduce((bytes, cipher) => cipher.update(bytes), piece);
}

function layers({ key, isDual }: BodyKey): Uint8Array[] {
  return isDual === true ? [derive(key, "inner layer"), derive(key, "outer layer")] : [key];
}

/** A key of its own for a purpose. */
export function derive(key: Uint8Array, purpose: string): Buffer {
  return createHmac("sha256", key).update(purpose).digest();
}

/** LIMIT: 2^32 blocks of 16 bytes: 64 GiB a blob, and a blob is 5 GiB at most. */
function counter(nonce: Uint8Array, block: number): Buffer {
  const bytes = Buffer.alloc(BLOCK_BYTES);
  bytes.set(nonce);
  bytes.writeUInt32BE(block, NONCE_BYTES);
  return bytes;
}
