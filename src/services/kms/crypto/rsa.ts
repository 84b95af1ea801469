// What Node does not offer of RSA: signatures over a digest that the caller made. PKCS #1 v1.5 and PSS encodings by
// RFC 8017, under the raw private or public operation. Pure.

import { constants, createHash, createPublicKey, privateEncrypt, publicDecrypt, type KeyObject } from "node:crypto";
import { timingSafeEqual } from "node:crypto";

/** RFC 8017, section 9.2, note 1: the DER of DigestInfo up to the digest. */
const DIGEST_INFO: Readonly<Record<string, string>> = {
  sha256: "3031300d060960864801650304020105000420",
  sha384: "3041300d060960864801650304020205000430",
  sha512: "3051300d060960864801650304020305000440",
};

/** RSASSA-PKCS1-v1_5 over a digest. */
export function signDigestPkcs1(key: KeyObject, hash: string, digest: Uint8Array): Uint8Array {
  return privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, digestInfo(hash, digest));
}

/** True if the signature is one over the digest. */
export function verifyDigestPkcs1(key: KeyObject, hash: string, digest: Uint8Array, signature: Uint8Array): boolean {
  const recovered = recover(key, signature, constants.RSA_PKCS1_PADDING);
  const expected = digestInfo(hash, digest);
  return recovered?.length === expected.length && timingSafeEqual(recovered, expected);
}

/** RSASSA-PSS over a digest, with a salt as long as the digest. `salt` is random. */
export function signDigestPss(key: KeyObject, hash: string, digest: Uint8Array, salt: Uint8Array): Uint8Array {
  const encodedBits = modulusBits(key) - 1;
  const encodedBytes = Math.ceil(encodedBits / 8);
  const seed = hashOf(hash, Buffer.alloc(8), digest, salt);
  const data = Buffer.alloc(encodedBytes - seed.length - 1);
  data[data.length - salt.length - 1] = 1;
  data.set(salt, data.length - salt.length);
  const masked = xor(data, mask(hash, seed, data.length));
  masked[0] = (masked[0] ?? 0) & (0xff >> (8 * encodedBytes - encodedBits));
  const encoded = Buffer.concat([masked, seed, Uint8Array.of(0xbc)]);
  return privateEncrypt({ key, padding: constants.RSA_NO_PADDING }, encoded);
}

/** True if the signature is one over the digest, with a salt as long as the digest. */
export function verifyDigestPss(key: KeyObject, hash: string, digest: Uint8Array, signature: Uint8Array): boolean {
  const encodedBits = modulusBits(key) - 1;
  const encodedBytes = Math.ceil(encodedBits / 8);
  const encoded = recover(key, signature, constants.RSA_NO_PADDING)?.subarray(-encodedBytes);
  if (encoded === undefined || encoded.at(-1) !== 0xbc) return false;
  const masked = encoded.subarray(0, encodedBytes - digest.length - 1);
  const seed = encoded.subarray(masked.length, -1);
  const unused = 8 * encodedBytes - encodedBits;
  if (((masked[0] ?? 0) & ~(0xff >> unused) & 0xff) !== 0) return false;
  const data = xor(masked, mask(hash, seed, masked.length));
  data[0] = (data[0] ?? 0) & (0xff >> unused);
  const separator = data.length - digest.length - 1;
  if (separator < 0 || data[separator] !== 1 || data.subarray(0, separator).some((byte) => byte !== 0)) return false;
  const salt = data.subarray(separator + 1);
  return timingSafeEqual(hashOf(hash, Buffer.alloc(8), digest, salt), seed);
}

function digestInfo(hash: string, digest: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(DIGEST_INFO[hash] ?? "", "hex"), digest]);
}

/** The public operation; undefined for bytes that are no signature of this size. */
function recover(key: KeyObject, signature: Uint8Array, padding: number): Buffer | undefined {
  const publicKey = key.type === "private" ? createPublicKey(key) : key;
  try {
    return publicDecrypt({ key: publicKey, padding }, signature);
  } catch {
    return undefined;
  }
}

function modulusBits(key: KeyObject): number {
  return key.asymmetricKeyDetails?.modulusLength ?? 0;
}

/** MGF1 of RFC 8017, appendix B.2.1. */
function mask(hash: string, seed: Uint8Array, length: number): Buffer {
  const blocks: Buffer[] = [];
  for (let bytes = 0, counter = 0; bytes < length; counter += 1) {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    const block = hashOf(hash, seed, count);
    blocks.push(block);
    bytes += block.length;
  }
  return Buffer.concat(blocks).subarray(0, length);
}

function hashOf(hash: string, ...parts: readonly Uint8Array[]): Buffer {
  const state = createHash(hash);
  for (const part of parts) state.update(part);
  return state.digest();
}

function xor(left: Uint8Array, right: Uint8Array): Buffer {
  return Buffer.from(left.map((byte, index) => byte ^ (right[index] ?? 0)));
}
