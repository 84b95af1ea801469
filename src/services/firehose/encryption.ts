// Records at rest under a customer's key of KMS: Firehose uses it by the grant that it got when encryption was started.
// AWS: "Data protection in Amazon Data Firehose": "Firehose ... uses grants". With a key that AWS owns nobody's permission is
// asked, and nothing of it shows: here such records are kept as they are.

import { createCipheriv, createDecipheriv } from "node:crypto";
import { AwsError, invariant } from "../../kernel/errors.ts";
import type { Context, Scope, YardContext } from "../../service/context.ts";
import type { Store } from "../../store/store.ts";
import { invalidKmsResource } from "./errors.ts";
import { deliveryStreamArn } from "./names.ts";
import type { DeliveryStreamRecord, WaitingRecord } from "./records.ts";
import { FIREHOSE } from "./roles.ts";

// AWS: data keys are reused; for how long is not said. As long as those of Kinesis.
const REUSE_MS = 5 * 60_000;
const NONCE_BYTES = 12;
// LIMIT: so many data keys are kept in memory a store; then the cache starts afresh.
const CACHED_KEYS = 1_000;

interface DataKey {
  readonly plaintext: Uint8Array;
  readonly blob: Uint8Array;
  readonly untilMs: number;
}

const caches = new WeakMap<Store, Map<string, DataKey>>();

type Stream = Pick<DeliveryStreamRecord, "encryption" | "name">;

/** Turns records that came in into what is kept. Throws InvalidKMSResourceException where the key cannot be used. */
export async function sealer(
  yard: YardContext,
  scope: Scope,
  stream: Stream,
): Promise<(record: Omit<WaitingRecord, "cipher">) => WaitingRecord> {
  const { keyArn } = stream.encryption;
  if (!isEncrypted(stream) || keyArn === undefined) return (record) => record;
  const { plaintext, blob } = await dataKey(yard, ["seal", keyArn, deliveryStreamArn(scope, stream.name)], async () => {
    const made = await kmsOf(yard, scope, stream).generateDataKey({
      KeyId: keyArn,
      KeySpec: "AES_256",
      EncryptionContext: encryptionContext(scope, stream),
    });
    return { plaintext: made.Plaintext, blob: made.CiphertextBlob };
  });
  return (record) => {
    const nonce = yard.random.bytes(NONCE_BYTES);
    const cipher = createCipheriv("aes-256-gcm", plaintext, nonce);
    const data = Buffer.concat([cipher.update(record.data), cipher.final()]);
    return { ...record, data, cipher: { dataKey: blob, nonce: Uint8Array.from(nonce), tag: cipher.getAuthTag() } };
  };
}

/** The data of a record that is kept. */
export async function openRecord(
  yard: YardContext,
  scope: Scope,
  stream: Stream,
  { cipher, data }: WaitingRecord,
): Promise<Uint8Array> {
  if (cipher === undefined) return data;
  const name = Buffer.from(cipher.dataKey).toString("base64");
  const { plaintext } = await dataKey(yard, ["open", name, deliveryStreamArn(scope, stream.name)], async () => {
    const opened = await kmsOf(yard, scope, stream).decrypt({
      CiphertextBlob: cipher.dataKey,
      EncryptionContext: encryptionContext(scope, stream),
    });
    return { plaintext: opened.Plaintext, blob: cipher.dataKey };
  });
  const decipher = createDecipheriv("aes-256-gcm", plaintext, cipher.nonce);
  decipher.setAuthTag(cipher.tag);
  return Buffer.concat([decipher.update(data), decipher.final()]);
}

/** Whether records are encrypted now. */
export function isEncrypted({ encryption }: Pick<DeliveryStreamRecord, "encryption">): boolean {
  return encryption.status === "ENABLED" || encryption.status === "DISABLING";
}

/** Has the caller grant Firehose the use of a key; gives the grant's id. Throws InvalidKMSResourceException. */
export async function grantKey(context: Context, streamName: string, keyArn: string): Promise<string> {
  const answer = await asFirehose(() =>
    context.aws.kms.createGrant({
      KeyId: keyArn,
      GranteePrincipal: FIREHOSE,
      RetiringPrincipal: FIREHOSE,
      Operations: ["Decrypt", "Encrypt", "GenerateDataKey"],
      Constraints: { EncryptionContextSubset: encryptionContext(context, { name: streamName }) },
    }),
  );
  invariant(answer.GrantId !== undefined, "KMS made a grant without an id.");
  return answer.GrantId;
}

/** Gives a grant back. A key that has gone since needs none. */
export async function retireGrant(
  yard: YardContext,
  scope: Scope,
  stream: Stream,
  { keyArn, grantId }: Pick<DeliveryStreamRecord["encryption"], "grantId" | "keyArn">,
): Promise<void> {
  if (keyArn === undefined || grantId === undefined) return;
  try {
    await kmsOf(yard, scope, stream).retireGrant({ KeyId: keyArn, GrantId: grantId });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    yard.log.write("warn", "firehose.grant-not-retired", { stream: stream.name, error });
  }
}

function kmsOf(yard: YardContext, scope: Scope, { name }: Pick<Stream, "name">) {
  const { account, region } = scope;
  const sourceArn = deliveryStreamArn(scope, name);
  return yard.as({ kind: "service", service: FIREHOSE, sourceArn, sourceAccount: account }, { account, region }).kms;
}

// AWS: inferred: the page does not say what Firehose's encryption context has.
function encryptionContext(scope: Scope, { name }: Pick<Stream, "name">): Record<string, string> {
  return { "aws:firehose:arn": deliveryStreamArn(scope, name) };
}

async function dataKey(
  { store, clock }: YardContext,
  parts: readonly string[],
  make: () => Promise<{ plaintext: Uint8Array | undefined; blob: Uint8Array | undefined }>,
): Promise<DataKey> {
  let cache = caches.get(store);
  if (cache === undefined) caches.set(store, (cache = new Map()));
  const name = parts.join(" ");
  const nowMs = clock.nowMs();
  const known = cache.get(name);
  if (known !== undefined && known.untilMs > nowMs) return known;
  const { plaintext, blob } = await asFirehose(make);
  invariant(plaintext !== undefined && blob !== undefined, "KMS gave a data key without its parts.");
  const key = { plaintext, blob, untilMs: nowMs + REUSE_MS };
  if (cache.size >= CACHED_KEYS) cache.clear();
  cache.set(name, key);
  return key;
}

async function asFirehose<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AwsError) throw invalidKmsResource(error);
    throw error;
  }
}
