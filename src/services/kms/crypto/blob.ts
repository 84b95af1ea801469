// Ciphertexts of symmetric keys. They say by themselves which key and which of its materials made them, as AWS's do, so
// that Decrypt needs no key id; and they are bound to the encryption context by authentication. Pure.

import { decryptWith, encryptWith } from "../sealing.ts";

/** The part of a ciphertext that is readable by anybody. */
export interface BlobHeader {
  readonly account: string;
  readonly region: string;
  readonly keyId: string;
  readonly material: number;
}

export type EncryptionContext = Readonly<Record<string, string>>;

const FORMAT = 1;

/** Encrypts with AES-256-GCM under the material. */
export function encryptBlob(
  header: BlobHeader,
  secret: Uint8Array,
  nonce: Uint8Array,
  context: EncryptionContext | undefined,
  plaintext: Uint8Array,
): Uint8Array {
  const written = writeHeader(header);
  return Uint8Array.from(
    Buffer.concat([written, encryptWith(secret, nonce, associatedData(written, context), plaintext)]),
  );
}

/** The plaintext; undefined if the blob was altered or the context is another. */
export function decryptBlob(
  blob: Uint8Array,
  secret: Uint8Array,
  context: EncryptionContext | undefined,
): Uint8Array | undefined {
  const headerBytes = headerLength(blob);
  if (headerBytes === undefined) return undefined;
  const written = blob.subarray(0, headerBytes);
  return decryptWith(secret, associatedData(written, context), blob.subarray(headerBytes));
}

/** Which key a ciphertext names; undefined for bytes that are none of ours. */
export function readHeader(blob: Uint8Array): BlobHeader | undefined {
  const length = headerLength(blob);
  if (length === undefined) return undefined;
  const parts = Buffer.from(blob.subarray(3, length)).toString("latin1").split("\n");
  const [account = "", region = "", keyId = "", material = ""] = parts;
  if (parts.length !== 4 || !/^\d{12}$/.test(account) || !/^\d{1,9}$/.test(material)) return undefined;
  if (!/^[a-z0-9-]+$/.test(region) || !/^[a-z0-9-]+$/.test(keyId)) return undefined;
  return { account, region, keyId, material: Number(material) };
}

// The format's number, the length of what follows, and the header's parts, a line each.
function writeHeader({ account, region, keyId, material }: BlobHeader): Uint8Array {
  const text = Buffer.from([account, region, keyId, material].join("\n"), "latin1");
  return Buffer.concat([Uint8Array.of(FORMAT, text.length >> 8, text.length & 0xff), text]);
}

function headerLength(blob: Uint8Array): number | undefined {
  const [format, high, low] = blob;
  if (format !== FORMAT || high === undefined || low === undefined) return undefined;
  const length = 3 + high * 256 + low;
  return blob.length > length ? length : undefined;
}

// AWS: "Encryption context": pairs in any order, case-sensitive. Lengths keep two contexts from reading alike.
function associatedData(header: Uint8Array, context: EncryptionContext = {}): Uint8Array {
  const pairs = Object.entries(context).sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
  return Buffer.concat([header, Buffer.from(JSON.stringify(pairs))]);
}
