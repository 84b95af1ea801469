// Server-side encryption with KMS keys: bodies lie in the store encrypted under data keys, which KMS gives to those who may use
// the queue's key. AWS: "Encryption at rest in Amazon SQS", "Amazon SQS key management".

import { displayName } from "../../iam/principals.ts";
import { formatArn } from "../../kernel/arns.ts";
import { AwsError } from "../../kernel/errors.ts";
import type { Context } from "../../service/context.ts";
import type { Store } from "../../store/store.ts";
import { createCipheriv, createDecipheriv } from "node:crypto";
import { kmsError } from "./errors.ts";
import type { Queue } from "./queues.ts";
import type { MessageRecord, SealedBody } from "./records.ts";

/** A data key that somebody may use for a while. */
interface DataKey {
  readonly plaintext: Uint8Array;
  /** As KMS encrypted it: what is kept with the messages. */
  readonly blob: Uint8Array;
  readonly untilMs: number;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
// LIMIT: data keys held in memory a store; then they are asked for again.
const HELD_KEYS = 10_000;
// In memory only, as AWS has them: plaintext data keys are never kept.
const held = new WeakMap<Store, Map<string, DataKey>>();

/** Messages that nobody has opened yet for this caller: thrown out of a transaction, which is tried again after unlock. */
export class LockedMessages extends Error {
  readonly bodies: readonly SealedBody[];

  constructor(bodies: readonly SealedBody[]) {
    super("The caller has no data key for these messages yet.");
    this.bodies = bodies;
  }
}

/**
 * A function that encrypts bodies for the queue; undefined where the queue has no KMS key. The caller needs kms:GenerateDataKey and
 * kms:Decrypt on it. AWS: a data key is reused for the queue's reuse period, and never by another principal.
 */
export async function bodySealer(context: Context, queue: Queue): Promise<((body: string) => SealedBody) | undefined> {
  const keyId = keyOf(queue);
  if (keyId === undefined) return undefined;
  const keys = heldIn(context.store);
  const name = `${displayName(context.principal)} ${queue.arn} ${keyId}`;
  let key = keys.get(name);
  if (key === undefined || key.untilMs <= context.clock.nowMs()) {
    key = await newDataKey(context, queue, keyId);
    hold(keys, name, key);
    hold(keys, openerName(context, key.blob), key);
  }
  const { plaintext, blob } = key;
  return (body) => ({
    ...encrypt(plaintext, context.random.bytes(NONCE_BYTES), body),
    dataKey: blob,
    queueArn: queue.arn,
  });
}

/** Throws LockedMessages unless the caller holds the data keys of all these messages. */
export function requireUnlocked(context: Context, messages: readonly MessageRecord[]): void {
  const locked = messages.flatMap(({ sealed }) =>
    sealed === undefined || keyFor(context, sealed) !== undefined ? [] : [sealed],
  );
  if (locked.length > 0) throw new LockedMessages(locked);
}

/** Has KMS decrypt the data keys of these messages, for the queue's reuse period; the caller needs kms:Decrypt. */
export async function unlock(context: Context, queue: Queue, bodies: readonly SealedBody[]): Promise<void> {
  const keys = heldIn(context.store);
  for (const { dataKey, queueArn } of bodies) {
    const name = openerName(context, dataKey);
    const known = keys.get(name);
    if (known !== undefined && known.untilMs > context.clock.nowMs()) continue;
    const { Plaintext } = await kms(context, () =>
      context.aws.kms.decrypt({ CiphertextBlob: dataKey, EncryptionContext: encryptionContext(queueArn) }),
    );
    hold(keys, name, { plaintext: Plaintext ?? new Uint8Array(), blob: dataKey, untilMs: untilMs(context, queue) });
  }
}

/** The message with its body in plain text, after requireUnlocked. */
export function openBody(context: Context, message: MessageRecord): MessageRecord {
  const { sealed } = message;
  if (sealed === undefined) return message;
  const key = keyFor(context, sealed);
  if (key === undefined) throw new LockedMessages([sealed]);
  return { ...message, body: decrypt(key.plaintext, sealed.body) };
}

/**
 * Throws unless the caller may move messages between these queues: KMS is asked without anything being done.
 * AWS: "Dead-letter queue redrive permissions", with encrypted queues.
 */
export async function requireMoveKeys(context: Context, source: Queue, destination: Queue | undefined): Promise<void> {
  const tried = { DryRun: true } as const;
  const [from, to] = [keyOf(source), destination === undefined ? undefined : keyOf(destination)];
  const { decrypt: tryDecrypt, generateDataKey } = context.aws.kms;
  if (from !== undefined)
    await wouldSucceed(context, () =>
      tryDecrypt({
        ...tried,
        KeyId: from,
        DryRunModifiers: ["IGNORE_CIPHERTEXT"],
        EncryptionContext: encryptionContext(source.arn),
      }),
    );
  if (to !== undefined && destination !== undefined)
    await wouldSucceed(context, () =>
      generateDataKey({
        ...tried,
        KeyId: to,
        KeySpec: "AES_256",
        EncryptionContext: encryptionContext(destination.arn),
      }),
    );
}

async function wouldSucceed(context: Context, call: () => Promise<unknown>): Promise<void> {
  await kms(context, async () => {
    try {
      await call();
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== "DryRunOperationException") throw error;
    }
  });
}

async function newDataKey(context: Context, queue: Queue, keyId: string): Promise<DataKey> {
  const EncryptionContext = encryptionContext(queue.arn);
  return kms(context, async () => {
    const made = await context.aws.kms.generateDataKey({ KeyId: keyId, KeySpec: "AES_256", EncryptionContext });
    const blob = made.CiphertextBlob ?? new Uint8Array();
    // AWS: a sender needs kms:Decrypt as well: SQS verifies the data key before it is used.
    const { Plaintext } = await context.aws.kms.decrypt({ CiphertextBlob: blob, EncryptionContext });
    return { plaintext: Plaintext ?? new Uint8Array(), blob, untilMs: untilMs(context, queue) };
  });
}

/** Turns KMS's errors into those that SQS has for them. */
async function kms<T>(context: Context, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AwsError) throw kmsError(error, context.random.uuid());
    throw error;
  }
}

/** The queue's key as an ARN: an id or an alias is of the queue's account, whoever calls. */
function keyOf({ settings: { kmsKeyId }, scope }: Queue): string | undefined {
  if (kmsKeyId === undefined || kmsKeyId.startsWith("arn:")) return kmsKeyId;
  return formatArn("kms", scope.region, scope.account, kmsKeyId.startsWith("alias/") ? kmsKeyId : `key/${kmsKeyId}`);
}

/** AWS: the encryption context of SQS's data keys. */
function encryptionContext(queueArn: string): Record<string, string> {
  return { "aws:sqs:arn": queueArn };
}

function untilMs(context: Context, queue: Queue): number {
  return context.clock.nowMs() + queue.settings.dataKeyReuseMs;
}

function keyFor(context: Context, { dataKey }: SealedBody): DataKey | undefined {
  const key = heldIn(context.store).get(openerName(context, dataKey));
  return key !== undefined && key.untilMs > context.clock.nowMs() ? key : undefined;
}

function openerName(context: Context, blob: Uint8Array): string {
  return `${displayName(context.principal)} ${Buffer.from(blob).toString("base64")}`;
}

function hold(keys: Map<string, DataKey>, name: string, key: DataKey): void {
  if (keys.size >= HELD_KEYS) keys.clear();
  keys.set(name, key);
}

function heldIn(store: Store): Map<string, DataKey> {
  let keys = held.get(store);
  if (keys === undefined) held.set(store, (keys = new Map()));
  return keys;
}

function encrypt(key: Uint8Array, nonce: Uint8Array, body: string): { readonly body: Uint8Array } {
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const parts = [nonce, cipher.update(body, "utf8"), cipher.final(), cipher.getAuthTag()];
  return { body: Uint8Array.from(Buffer.concat(parts)) };
}

function decrypt(key: Uint8Array, sealed: Uint8Array): string {
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString();
}
