// What the cryptographic operations share: may this key do this, and the encryption itself.

import { constants, createPublicKey, privateDecrypt, publicEncrypt } from "node:crypto";
import type { KeyLastUsageTrackingOperation } from "@aws-sdk/client-kms";
import type { Context } from "../../service/context.ts";
import { decryptBlob, encryptBlob, type EncryptionContext, readHeader } from "./crypto/blob.ts";
import { privateKeyOf } from "./crypto/key-pairs.ts";
import { dryRun, incorrectKey, invalidAlgorithm, invalidCiphertext, invalidKeyUsage, validation } from "./errors.ts";
import { requireGrantTokens } from "./grants.ts";
import { type Key, requireKey } from "./keys.ts";
import { currentMaterial, type OpenMaterial, openMaterial } from "./materials.ts";
import { algorithmsOf, isSymmetricEncryption, KEY_SPECS, type KeyUsage } from "./specs.ts";
import { noteUse } from "./usage.ts";

/** Members that many inputs have. */
interface CommonInput {
  readonly GrantTokens?: readonly string[] | undefined;
  readonly DryRun?: boolean | undefined;
}

/** The key of an operation, in a state and of a usage that it needs. */
export function usableKey(context: Context, text: string, operation: string, usage: KeyUsage, input: CommonInput): Key {
  requireGrantTokens(context, input.GrantTokens);
  const key = requireKey(context, text, operation);
  if (key.record.usage !== usage) throw invalidKeyUsage(key.arn, key.record.usage, operation);
  return key;
}

/** Ends an operation that was only tried, and notes the use of one that was not. */
export async function beginUse(
  context: Context,
  key: Key,
  operation: KeyLastUsageTrackingOperation,
  input: CommonInput,
): Promise<void> {
  if (input.DryRun === true) throw dryRun();
  await noteUse(context, key, operation);
}

/** Throws unless the key has the algorithm. */
export function requireAlgorithm({ record }: Key, algorithm: string): void {
  if (!algorithmsOf(record.spec, record.usage).includes(algorithm)) throw invalidAlgorithm(algorithm, record.spec);
}

/** Encrypts under the key's current material. */
export function encryptUnder(
  context: Context,
  key: Key,
  plaintext: Uint8Array,
  encryptionContext: EncryptionContext | undefined,
  algorithm = "SYMMETRIC_DEFAULT",
): { readonly blob: Uint8Array; readonly material: OpenMaterial } {
  requireAlgorithm(key, algorithm);
  const material = currentMaterial(context, key);
  if (!isSymmetricEncryption(key.record)) {
    requireNoContext(encryptionContext);
    return { blob: encryptRsa(key, material.secret, plaintext, algorithm), material };
  }
  const { account, region } = key.scope;
  const header = { account, region, keyId: key.record.keyId, material: material.number };
  const nonce = context.random.bytes(12);
  return { blob: encryptBlob(header, material.secret, nonce, encryptionContext, plaintext), material };
}

/** Decrypts what the key encrypted, with whichever of its materials; throws InvalidCiphertext and IncorrectKey. */
export function decryptUnder(
  context: Context,
  key: Key,
  blob: Uint8Array,
  encryptionContext: EncryptionContext | undefined,
  algorithm = "SYMMETRIC_DEFAULT",
): { readonly plaintext: Uint8Array; readonly material: OpenMaterial } {
  requireAlgorithm(key, algorithm);
  if (!isSymmetricEncryption(key.record)) {
    requireNoContext(encryptionContext);
    const material = currentMaterial(context, key);
    return { plaintext: decryptRsa(material.secret, blob, algorithm), material };
  }
  const header = readHeader(blob);
  if (header === undefined) throw invalidCiphertext();
  if (header.keyId !== key.record.keyId || header.account !== key.scope.account) throw incorrectKey();
  const material = openMaterial(context, key.scope, key.record.keyId, header.material);
  const plaintext = material && decryptBlob(blob, material.secret, encryptionContext);
  if (material === undefined || plaintext === undefined) throw invalidCiphertext();
  return { plaintext, material };
}

function requireNoContext(encryptionContext: EncryptionContext | undefined): void {
  // AWS: Encrypt: "An encryption context is valid only for cryptographic operations with a symmetric encryption KMS key".
  if (encryptionContext !== undefined && Object.keys(encryptionContext).length > 0)
    throw validation("EncryptionContext is not supported for asymmetric KMS keys.");
}

function encryptRsa({ record }: Key, secret: Uint8Array, plaintext: Uint8Array, algorithm: string): Uint8Array {
  const { material } = KEY_SPECS[record.spec];
  const hash = oaepHash(algorithm);
  const mostBytes = material.kind === "rsa" ? material.bits / 8 - 2 * (hash === "sha1" ? 20 : 32) - 2 : 0;
  if (plaintext.length > mostBytes)
    throw validation(
      `Algorithm ${algorithm} and key spec ${record.spec} cannot encrypt data larger than ${mostBytes} bytes.`,
    );
  const key = createPublicKey(privateKeyOf(secret));
  return Uint8Array.from(publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: hash }, plaintext));
}

function decryptRsa(secret: Uint8Array, blob: Uint8Array, algorithm: string): Uint8Array {
  const key = privateKeyOf(secret);
  try {
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    return Uint8Array.from(privateDecrypt({ key, padding, oaepHash: oaepHash(algorithm) }, blob));
  } catch {
    // Altered, or encrypted with another key.
    throw invalidCiphertext();
  }
}

function oaepHash(algorithm: string): "sha1" | "sha256" {
  return algorithm === "RSAES_OAEP_SHA_1" ? "sha1" : "sha256";
}
