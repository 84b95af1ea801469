// The encryption of objects, for the operations: what a new one gets, what opens one that is there, and what answers say.

import type { Context } from "../../../service/context.ts";
import type { BucketRecord, EncryptionRecord } from "../records.ts";
import type { BodyKey } from "./cipher.ts";
import {
  bodyKeyOf,
  parseCustomerKey,
  rememberKey,
  requireCustomerKey,
  requireUploadKey,
  type CustomerKeyHeaders,
} from "./customer-key.ts";
import { generateBodyKey, openBodyKey } from "./kms.ts";
import { parseEncryption, type EncryptionMembers } from "./requests.ts";

/** What is kept with an object, and what its body is encrypted with. Both are absent for SSE-S3. */
export interface Encryption {
  readonly encryption?: EncryptionRecord;
  readonly body?: BodyKey;
}

const SALT_BYTES = 16;

/** The encryption of a new object, by the request and the bucket's default. */
export async function encryptionOfNewObject(
  input: EncryptionMembers & { readonly Bucket: string; readonly Key: string },
  bucket: BucketRecord,
  context: Context,
): Promise<Encryption> {
  const request = parseEncryption(input, bucket);
  switch (request.kind) {
    case "none":
      return {};
    case "customer": {
      const encryption = rememberKey(request.key, context.random.bytes(SALT_BYTES));
      return { encryption, body: bodyKeyOf(encryption, request.key) };
    }
    default:
      return generateBodyKey(context, input, request);
  }
}

/** What opens a body; throws where the request does not bring the customer's key, or may not use KMS's. */
export async function openEncryption(
  encryption: EncryptionRecord | undefined,
  given: CustomerKeyHeaders,
  context: Context,
): Promise<BodyKey | undefined> {
  const body = requireCustomerKey(encryption, parseCustomerKey(given));
  return encryption === undefined || encryption.kind === "customer" ? body : openBodyKey(context, encryption);
}

/** What a part of an upload is encrypted with. */
export async function openUpload(
  encryption: EncryptionRecord | undefined,
  given: CustomerKeyHeaders,
  context: Context,
): Promise<BodyKey | undefined> {
  const body = requireUploadKey(encryption, parseCustomerKey(given));
  return encryption === undefined || encryption.kind === "customer" ? body : openBodyKey(context, encryption);
}

/** The customer's key in a request's members. */
export function customerKeyHeaders(input: EncryptionMembers): CustomerKeyHeaders {
  return { algorithm: input.SSECustomerAlgorithm, key: input.SSECustomerKey, keyMd5: input.SSECustomerKeyMD5 };
}

/** The customer's key for the source of a copy. */
export function sourceKeyHeaders(input: {
  readonly CopySourceSSECustomerAlgorithm?: string | undefined;
  readonly CopySourceSSECustomerKey?: string | undefined;
  readonly CopySourceSSECustomerKeyMD5?: string | undefined;
}): CustomerKeyHeaders {
  return {
    algorithm: input.CopySourceSSECustomerAlgorithm,
    key: input.CopySourceSSECustomerKey,
    keyMd5: input.CopySourceSSECustomerKeyMD5,
  };
}

/** The members with which answers say how an object is encrypted. */
export function encryptionOutput(encryption: EncryptionRecord | undefined) {
  // AWS: every object is encrypted with SSE-S3 where nothing else was asked for, since January 2023.
  if (encryption === undefined) return { ServerSideEncryption: "AES256" as const };
  if (encryption.kind === "customer") return { SSECustomerAlgorithm: "AES256", SSECustomerKeyMD5: encryption.keyMd5 };
  const { kind, keyArn, usesBucketKey } = encryption;
  return {
    ServerSideEncryption: kind === "dsse" ? ("aws:kms:dsse" as const) : ("aws:kms" as const),
    SSEKMSKeyId: keyArn,
    ...(usesBucketKey === true ? { BucketKeyEnabled: true } : {}),
  };
}

/** The same, with the writer's encryption context: for answers to writes. */
export function encryptionOfWrite(encryption: EncryptionRecord | undefined) {
  const own = encryption === undefined || encryption.kind === "customer" ? undefined : encryption.ownContext;
  return {
    ...encryptionOutput(encryption),
    ...(own === undefined ? {} : { SSEKMSEncryptionContext: Buffer.from(JSON.stringify(own)).toString("base64") }),
  };
}
