// Makes key material and reads it: bytes for symmetric and HMAC keys, PKCS #8 for pairs.

import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import type { Material } from "../specs.ts";

const generate = promisify(generateKeyPair);

/**
 * New material in the form in which it is kept. Pairs come from OpenSSL's own randomness: a seeded yard repeats all but
 * these.
 */
export async function generateMaterial(
  material: Material,
  randomBytes: (length: number) => Uint8Array,
): Promise<Uint8Array> {
  if (material.kind === "symmetric" || material.kind === "hmac") return Uint8Array.from(randomBytes(material.bytes));
  const { privateKey } = await generatePair(material);
  return Uint8Array.from(privateKey.export({ type: "pkcs8", format: "der" }));
}

function generatePair(
  material: Exclude<Material, { kind: "symmetric" | "hmac" }>,
): Promise<{ privateKey: KeyObject; publicKey: KeyObject }> {
  if (material.kind === "rsa") return generate("rsa", { modulusLength: material.bits });
  if (material.kind === "ec") return generate("ec", { namedCurve: material.curve });
  return generate("ed25519");
}

/** The private key of material that is a pair. */
export function privateKeyOf(secret: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.from(secret), format: "der", type: "pkcs8" });
}

/** The public half in DER (SubjectPublicKeyInfo), as answers have it. */
export function publicKeyDer(secret: Uint8Array): Uint8Array {
  return Uint8Array.from(createPublicKey(privateKeyOf(secret)).export({ type: "spki", format: "der" }));
}

/** True if imported bytes are material of this kind: AWS wants 256 bits, an HMAC key's size, or PKCS #8 of the spec. */
export function isMaterialOf(material: Material, secret: Uint8Array): boolean {
  if (material.kind === "symmetric") return secret.length === material.bytes;
  if (material.kind === "hmac") return secret.length === material.bytes;
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = privateKeyOf(secret);
    if (material.kind === "rsa")
      return asymmetricKeyType === "rsa" && asymmetricKeyDetails?.modulusLength === material.bits;
    if (material.kind === "ec")
      return asymmetricKeyType === "ec" && asymmetricKeyDetails?.namedCurve === material.curve;
    return asymmetricKeyType === "ed25519";
  } catch {
    return false;
  }
}
