// Data keys of KMS: one an object, made and opened as the caller, so that the key's policy decides about them, too.
// AWS: "Using server-side encryption with AWS KMS keys (SSE-KMS)" and "... dual-layer ..." (S3 user guide).

import { AwsError, invariant } from "../../../kernel/errors.ts";
import type { Context } from "../../../service/context.ts";
import { bucketArn } from "../bucket-name.ts";
import { accessDenied, kmsError } from "../errors.ts";
import type { EncryptionRecord } from "../records.ts";
import type { BodyKey } from "./cipher.ts";

export type KmsEncryption = Extract<EncryptionRecord, { kind: "kms" | "dsse" }>;

/** What a writer wants. */
export interface KmsRequest {
  readonly kind: "kms" | "dsse";
  /** Id, ARN or alias. */
  readonly keyId: string | undefined;
  readonly usesBucketKey: boolean;
  /** The writer's own part of the encryption context. */
  readonly context: Readonly<Record<string, string>> | undefined;
}

const MANAGED_KEY = "alias/aws/s3";
const OBJECT_CONTEXT = "aws:s3:arn";

/** A new data key for an object. AWS: the caller needs kms:GenerateDataKey. */
export async function generateBodyKey(
  context: Context,
  address: { readonly Bucket: string; readonly Key: string },
  request: KmsRequest,
): Promise<{ readonly encryption: KmsEncryption; readonly body: BodyKey }> {
  requireSomebody(context);
  const { kind, keyId = MANAGED_KEY, usesBucketKey, context: own } = request;
  const encryptionContext = contextOf(address, request);
  const made = await context.aws.kms
    .generateDataKey({ KeyId: keyId, KeySpec: "AES_256", EncryptionContext: encryptionContext })
    .catch(rethrow);
  const { Plaintext: key, CiphertextBlob: wrapped, KeyId: keyArn } = made;
  invariant(key !== undefined && wrapped !== undefined && keyArn !== undefined, "KMS made no data key.");
  const encryption: KmsEncryption = {
    kind,
    keyArn,
    wrappedKey: Buffer.from(wrapped).toString("base64"),
    context: encryptionContext,
    ...(own === undefined ? {} : { ownContext: own }),
    ...(usesBucketKey ? { usesBucketKey } : {}),
  };
  return { encryption, body: { key, isDual: kind === "dsse" } };
}

/** Opens an object's data key. AWS: the caller needs kms:Decrypt. */
export async function openBodyKey(context: Context, encryption: KmsEncryption): Promise<BodyKey> {
  requireSomebody(context);
  const { keyArn, wrappedKey, context: encryptionContext, kind } = encryption;
  const { Plaintext: key } = await context.aws.kms
    .decrypt({
      KeyId: keyArn,
      CiphertextBlob: Buffer.from(wrappedKey, "base64"),
      EncryptionContext: encryptionContext,
    })
    .catch(rethrow);
  invariant(key !== undefined, "KMS opened no data key.");
  return { key, isDual: kind === "dsse" };
}

/** The same data key under another KMS key. AWS: the caller needs kms:Decrypt on the one and kms:Encrypt on the other. */
export async function rewrapBodyKey(
  context: Context,
  address: { readonly Bucket: string; readonly Key: string },
  before: KmsEncryption,
  request: KmsRequest,
): Promise<KmsEncryption> {
  const { key } = await openBodyKey(context, before);
  const { keyId = MANAGED_KEY, usesBucketKey } = request;
  const encryptionContext = contextOf(address, request);
  const { CiphertextBlob: wrapped, KeyId: keyArn } = await context.aws.kms
    .encrypt({ KeyId: keyId, Plaintext: key, EncryptionContext: encryptionContext })
    .catch(rethrow);
  invariant(wrapped !== undefined && keyArn !== undefined, "KMS encrypted no data key.");
  return {
    kind: before.kind,
    keyArn,
    wrappedKey: Buffer.from(wrapped).toString("base64"),
    context: encryptionContext,
    ...(usesBucketKey ? { usesBucketKey } : {}),
  };
}

/** AWS: with a bucket key the context names the bucket. DEVIATION: KMS is asked every time, which costs nothing here. */
function contextOf(
  { Bucket, Key }: { readonly Bucket: string; readonly Key: string },
  { usesBucketKey, context }: KmsRequest,
): Record<string, string> {
  return { [OBJECT_CONTEXT]: usesBucketKey ? bucketArn(Bucket) : bucketArn(Bucket, Key), ...context };
}

/** AWS: what is encrypted with KMS is for signed requests only. */
function requireSomebody({ principal }: Context): void {
  // AWS: "Origin access identity": it does not work with objects that are encrypted with KMS.
  if (principal.kind === "anonymous" || principal.kind === "canonical-user") throw accessDenied();
}

function rethrow(error: unknown): never {
  throw error instanceof AwsError && error.fault === "client" ? kmsError(error) : error;
}
