// Keys that the customer keeps (SSE-C): what a request must say, and what is kept of a key. Pure.
// AWS: "Using server-side encryption with customer-provided keys (SSE-C)" (S3 user guide).
// DEVIATION: AWS refuses such requests over HTTP; a yard is on one machine and speaks nothing else.

import { createHash, timingSafeEqual } from "node:crypto";
import {
  encryptionMismatch,
  encryptionNotApplicable,
  encryptionParametersMissing,
  invalidArgument,
  invalidEncryptionAlgorithm,
  wrongCustomerKey,
} from "../errors.ts";
import type { EncryptionRecord } from "../records.ts";
import { derive, type BodyKey } from "./cipher.ts";

/** The three headers of a request, under the names that its members have. */
export interface CustomerKeyHeaders {
  readonly algorithm?: string | undefined;
  readonly key?: string | undefined;
  readonly keyMd5?: string | undefined;
}

export interface CustomerKey {
  readonly key: Uint8Array;
  readonly keyMd5: string;
}

const PREFIX = "Requests specifying Server Side Encryption with Customer provided keys must provide";
const HEADER = "x-amz-server-side-encryption-customer";
const KEY_BYTES = 32;

/** The key that a request brings, if it brings one. */
export function parseCustomerKey({ algorithm, key, keyMd5 }: CustomerKeyHeaders): CustomerKey | undefined {
  if (algorithm === undefined && key === undefined && keyMd5 === undefined) return undefined;
  if (algorithm === undefined)
    throw invalidArgument(`${PREFIX} a valid encryption algorithm.`, `${HEADER}-algorithm`, undefined);
  if (algorithm !== "AES256") throw invalidEncryptionAlgorithm(algorithm);
  if (key === undefined) throw invalidArgument(`${PREFIX} an appropriate secret key.`, `${HEADER}-key`, undefined);
  if (keyMd5 === undefined)
    throw invalidArgument(`${PREFIX} the client calculated MD5 of the secret key.`, `${HEADER}-key-MD5`, undefined);
  const bytes = Buffer.from(key, "base64");
  if (bytes.length !== KEY_BYTES)
    throw invalidArgument("The secret key was invalid for the specified algorithm.", `${HEADER}-key`, undefined);
  if (createHash("md5").update(bytes).digest("base64") !== keyMd5)
    throw invalidArgument(
      "The calculated MD5 hash of the key did not match the hash that was provided.",
      `${HEADER}-key-MD5`,
      keyMd5,
    );
  return { key: bytes, keyMd5 };
}

type CustomerEncryption = Extract<EncryptionRecord, { kind: "customer" }>;

/** What is kept of a key: enough to know it again, and not enough to open anything. `salt` is random. */
export function rememberKey({ key, keyMd5 }: CustomerKey, salt: Uint8Array): CustomerEncryption {
  const text = Buffer.from(salt).toString("hex");
  return { kind: "customer", keyMd5, salt: text, proof: derive(key, `proof ${text}`).toString("hex") };
}

/** The key of the bodies that this key encrypts; throws unless it is the key that was used. */
export function bodyKeyOf(encryption: CustomerEncryption, given: CustomerKey): BodyKey {
  const proof = derive(given.key, `proof ${encryption.salt}`);
  if (!timingSafeEqual(proof, Buffer.from(encryption.proof, "hex"))) throw wrongCustomerKey();
  return { key: derive(given.key, `body ${encryption.salt}`) };
}

/** Throws unless a read brings a key exactly where the object was encrypted with one. */
export function requireCustomerKey(
  encryption: EncryptionRecord | undefined,
  given: CustomerKey | undefined,
): BodyKey | undefined {
  if (encryption?.kind === "customer") {
    if (given === undefined) throw encryptionParametersMissing();
    return bodyKeyOf(encryption, given);
  }
  if (given !== undefined) throw encryptionNotApplicable();
  return undefined;
}

/** The same for a part of an upload: AWS words it by the upload's beginning. */
export function requireUploadKey(
  encryption: EncryptionRecord | undefined,
  given: CustomerKey | undefined,
): BodyKey | undefined {
  if (encryption?.kind !== "customer") {
    if (given !== undefined) throw encryptionMismatch();
    return undefined;
  }
  if (given === undefined || given.keyMd5 !== encryption.keyMd5) throw encryptionMismatch();
  return bodyKeyOf(encryption, given);
}
