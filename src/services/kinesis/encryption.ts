// Records at rest under a key of KMS. Each producer gets data keys as itself, each consumer has them decrypted as itself:
// who may not use the key cannot put or read.
// AWS: Developer Guide, "Data protection in Amazon Kinesis Data Streams": producers need kms:GenerateDataKey, consumers
// kms:Decrypt; "What is server-side encryption": data keys are used for up to five minutes.

import { createCipheriv, createDecipheriv } from "node:crypto";
import { AwsError, invariant } from "../../kernel/errors.ts";
import type { Principal } from "../../iam/principal.ts";
import type { Context } from "../../service/context.ts";
import type { Store } from "../../store/store.ts";
import type { Cipher, DataRecord } from "./records.ts";
import type { Stream } from "./streams.ts";

const REUSE_MS = 5 * 60_000;
// LIMIT: so many data keys are kept in memory a store; then the cache starts afresh.
const CACHED_KEYS = 1_000;

interface DataKey {
  readonly plaintext: Uint8Array;
  readonly blob: Uint8Array;
  readonly untilMs: number;
}

const caches = new WeakMap<Store, Map<string, DataKey>>();

/** A record as it is kept: encrypted where the stream is. */
export async function sealRecord(
  context: Context,
  stream: Stream,
  { partitionKey, data }: { readonly partitionKey: string; readonly data: Uint8Array },
): Promise<DataRecord> {
  const { encryptionKeyId } = stream.record;
  if (encryptionKeyId === undefined) return { v: 1, partitionKey, data };
  const { plaintext, blob } = await dataKey(context, ["seal", encryptionKeyId, stream.arn], async () => {
    const made = await context.aws.kms.generateDataKey({
      KeyId: encryptionKeyId,
      KeySpec: "AES_256",
      EncryptionContext: encryptionContext(stream),
    });
    return { plaintext: made.Plaintext, blob: made.CiphertextBlob };
  });
  const nonce = context.random.bytes(12);
  const cipher = createCipheriv("aes-256-gcm", plaintext, nonce);
  const sealed = Buffer.concat([cipher.update(data), cipher.final()]);
  const kept: Cipher = { dataKey: blob, nonce: Uint8Array.from(nonce), tag: cipher.getAuthTag() };
  return { v: 1, partitionKey, data: sealed, cipher: kept };
}

/** The data of an encrypted record. */
export async function openRecord(context: Context, stream: Stream, record: DataRecord): Promise<Uint8Array> {
  const { cipher, data } = record;
  if (cipher === undefined) return data;
  const name = Buffer.from(cipher.dataKey).toString("base64");
  const { plaintext } = await dataKey(context, ["open", name, stream.arn], async () => {
    const opened = await context.aws.kms.decrypt({
      CiphertextBlob: cipher.dataKey,
      EncryptionContext: encryptionContext(stream),
    });
    return { plaintext: opened.Plaintext, blob: cipher.dataKey };
  });
  const decipher = createDecipheriv("aes-256-gcm", plaintext, cipher.nonce);
  decipher.setAuthTag(cipher.tag);
  return Buffer.concat([decipher.update(data), decipher.final()]);
}

/** Throws Kinesis's error for a key that cannot be used by the caller. AWS: StartStreamEncryption: Errors. */
export async function requireKey(context: Context, KeyId: string): Promise<void> {
  const { KeyMetadata: key } = await asKinesis(() => context.aws.kms.describeKey({ KeyId }));
  // AWS: inferred: the wordings are KMS's own.
  if (key?.KeyState === "Disabled")
    throw new AwsError({ code: "KMSDisabledException", message: `${key.Arn} is disabled.` });
  if (key?.KeyState !== "Enabled")
    throw new AwsError({
      code: "KMSInvalidStateException",
      message: `${key?.Arn} is ${key?.KeyState?.replace(/(?<=[a-z])[A-Z]/, (letter) => ` ${letter}`).toLowerCase()}.`,
    });
}

// AWS: "Logging Amazon Kinesis Data Streams API calls": the encryption context has the stream's ARN.
function encryptionContext({ arn }: Stream): Record<string, string> {
  return { "aws:kinesis:arn": arn };
}

/** A data key that this caller has had in the last five minutes, or another. */
async function dataKey(
  context: Context,
  parts: readonly string[],
  make: () => Promise<{ plaintext: Uint8Array | undefined; blob: Uint8Array | undefined }>,
): Promise<DataKey> {
  const { store, clock } = context;
  let cache = caches.get(store);
  if (cache === undefined) caches.set(store, (cache = new Map()));
  const name = [callerOf(context.principal), ...parts].join(" ");
  const nowMs = clock.nowMs();
  const known = cache.get(name);
  if (known !== undefined && known.untilMs > nowMs) return known;
  const { plaintext, blob } = await asKinesis(make);
  invariant(plaintext !== undefined && blob !== undefined, "KMS gave a data key without its parts.");
  const key = { plaintext, blob, untilMs: nowMs + REUSE_MS };
  if (cache.size >= CACHED_KEYS) cache.clear();
  cache.set(name, key);
  return key;
}

function callerOf(principal: Principal): string {
  return "arn" in principal ? principal.arn : JSON.stringify(principal);
}

/** KMS's errors and Kinesis's words for them. AWS: PutRecord, GetRecords: Errors. */
const KMS_ERRORS: Readonly<Record<string, string>> = {
  AccessDeniedException: "KMSAccessDeniedException",
  DisabledException: "KMSDisabledException",
  KMSInvalidStateException: "KMSInvalidStateException",
  NotFoundException: "KMSNotFoundException",
  ThrottlingException: "KMSThrottlingException",
};

async function asKinesis<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof AwsError ? KMS_ERRORS[error.code] : undefined;
    if (code === undefined) throw error;
    throw new AwsError({ code, message: error instanceof Error ? error.message : code, cause: error });
  }
}
