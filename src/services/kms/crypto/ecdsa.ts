// What Node does not offer of ECDSA: signatures over a digest that the caller made. Pure but for the randomness that is handed in.

import type { KeyObject } from "node:crypto";
import type { ECDSA } from "@noble/curves/abstract/weierstrass.js";

// By Node's names. Loaded when they are asked for: most yards never sign a digest.
const CURVES: Readonly<Record<string, () => Promise<ECDSA>>> = {
  prime256v1: async () => (await import("@noble/curves/nist.js")).p256,
  secp384r1: async () => (await import("@noble/curves/nist.js")).p384,
  secp521r1: async () => (await import("@noble/curves/nist.js")).p521,
  secp256k1: async () => (await import("@noble/curves/secp256k1.js")).secp256k1,
};

// AWS: "Key spec reference": signatures are DER (RFC 3279, section 2.2.3), of either value of s.
const FORM = { prehash: false, lowS: false, format: "der" } as const;

/** A DER signature over a digest. `randomBytes` makes two signatures of one digest differ. */
export async function signDigest(
  key: KeyObject,
  curveName: string,
  digest: Uint8Array,
  randomBytes: (length: number) => Uint8Array,
): Promise<Uint8Array> {
  const curve = await curveOf(curveName);
  const secret = Buffer.from(key.export({ format: "jwk" }).d ?? "", "base64url");
  const extraEntropy = randomBytes(curve.lengths.secretKey ?? 32);
  return curve.sign(digest, Uint8Array.from(secret), { ...FORM, extraEntropy });
}

/** True if the DER signature is one over the digest. */
export async function verifyDigest(
  key: KeyObject,
  curveName: string,
  digest: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const { x = "", y = "" } = key.export({ format: "jwk" });
  const uncompressed = Buffer.concat([Uint8Array.of(4), Buffer.from(x, "base64url"), Buffer.from(y, "base64url")]);
  const curve = await curveOf(curveName);
  return curve.verify(signature, digest, Uint8Array.from(uncompressed), FORM);
}

async function curveOf(name: string): Promise<ECDSA> {
  const load = CURVES[name];
  if (load === undefined) throw new RangeError(`No curve "${name}".`);
  return load();
}
