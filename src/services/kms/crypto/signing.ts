// Signatures by algorithm, over a message or over its digest. Pure but for the randomness that is handed in.

import { constants, sign, verify, type KeyObject, type SignKeyObjectInput } from "node:crypto";
import { signDigest, verifyDigest } from "./ecdsa.ts";
import { signDigestPkcs1, signDigestPss, verifyDigestPkcs1, verifyDigestPss } from "./rsa.ts";

export interface SigningRequest {
  readonly algorithm: string;
  /** The curve of elliptic keys. */
  readonly curve: string | undefined;
  readonly message: Uint8Array;
  /** True if `message` is the digest already. */
  readonly isDigest: boolean;
}

/** The digest that an algorithm signs, by Node's name, and its size; undefined for algorithms over whole messages only. */
export function digestOf(algorithm: string): { readonly hash: string; readonly bytes: number } | undefined {
  const bits = /_SHA_(256|384|512)$/.exec(algorithm)?.[1];
  return bits === undefined || algorithm.startsWith("ED25519")
    ? undefined
    : { hash: `sha${bits}`, bytes: Number(bits) / 8 };
}

/** Signs with a private key. */
export async function makeSignature(
  key: KeyObject,
  { algorithm, curve, message, isDigest }: SigningRequest,
  randomBytes: (length: number) => Uint8Array,
): Promise<Uint8Array> {
  const { hash, bytes } = digestOf(algorithm) ?? { hash: undefined, bytes: 0 };
  if (!isDigest || hash === undefined) return Uint8Array.from(sign(hash ?? null, message, optionsOf(key, algorithm)));
  if (curve !== undefined) return signDigest(key, curve, message, randomBytes);
  return Uint8Array.from(
    isPss(algorithm) ? signDigestPss(key, hash, message, randomBytes(bytes)) : signDigestPkcs1(key, hash, message),
  );
}

/** True if the signature belongs to the message and the public key. */
export async function isSignature(
  key: KeyObject,
  { algorithm, curve, message, isDigest }: SigningRequest,
  signature: Uint8Array,
): Promise<boolean> {
  const { hash } = digestOf(algorithm) ?? { hash: undefined };
  if (!isDigest || hash === undefined) return verify(hash ?? null, message, optionsOf(key, algorithm), signature);
  if (curve !== undefined) return verifyDigest(key, curve, message, signature);
  return isPss(algorithm)
    ? verifyDigestPss(key, hash, message, signature)
    : verifyDigestPkcs1(key, hash, message, signature);
}

function isPss(algorithm: string): boolean {
  return algorithm.startsWith("RSASSA_PSS");
}

// AWS: "Key spec reference": the salt of PSS is as long as the digest. ECDSA signatures are DER, Node's own form.
function optionsOf(key: KeyObject, algorithm: string): SignKeyObjectInput {
  if (!isPss(algorithm)) return { key };
  return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
}
