// Finds the queue that a request means, and keeps what was found: a send should not decode the queue's record.

import { formatArn, parseArn } from "../../kernel/arns.ts";
import { parseAccountId, parseRegion } from "../../kernel/ids.ts";
import type { Context, Scope } from "../../service/context.ts";
import type { ReadTx, Store, WriteTx } from "../../store/store.ts";
import { invalidAddress, invalidParameter, queueDoesNotExist } from "./errors.ts";
import { readSettings } from "./queue.ts";
import type { QueueSettings, RedriveTarget } from "./queue.ts";
import type { QueueRecord } from "./records.ts";
import { loadQueue, saveQueue } from "./repo.ts";

/** A queue as operations use it. */
export interface Queue {
  readonly scope: Scope;
  readonly arn: string;
  readonly record: QueueRecord;
  readonly settings: QueueSettings;
}

// LIMIT: so many queues are kept in memory a store; then the cache starts afresh.
const CACHED_QUEUES = 10_000;
const caches = new WeakMap<Store, Map<string, Queue>>();

export function queueArn(scope: Scope, queueName: string): string {
  return formatArn("sqs", scope.region, scope.account, queueName);
}

export function queueUrl(context: Context, scope: Scope, queueName: string): string {
  return `${context.origin}/${scope.account}/${queueName}`;
}

/**
 * The queue's owner and name. Any host will do: only the path's last two parts count, so that a URL stays good when the
 * yard moves to another port, and URLs with AWS's hosts work.
 */
export function parseQueueUrl(url: string, scope: Scope): { scope: Scope; queueName: string } {
  // Anybody's URL comes here, unsigned and of any length, so nothing before the two parts is matched: that took a time
  // that grew with the square of the length.
  const [, account, queueName] = /(?:^|\/)(\d{12})\/([^/]+)\/?$/.exec(url) ?? [];
  if (account === undefined || queueName === undefined) throw invalidAddress(url);
  return { scope: { account: parseAccountId(account), region: scope.region }, queueName };
}

/** Where the named owner's queues are: the caller's account by default; throws for what is no account id. */
export function ownerScope(owner: string | undefined, scope: Scope): Scope {
  if (owner === undefined) return scope;
  // AWS: inferred: the common wording of values that a parameter cannot have; the reference names no error for this.
  if (!/^\d{12}$/.test(owner)) throw invalidParameter("QueueOwnerAWSAccountId", owner, "Must be an AWS account ID.");
  return { account: parseAccountId(owner), region: scope.region };
}

/** The queue of an SQS ARN; undefined for other texts and for queues that do not exist. */
export function findQueueByArn(store: Store, arn: string): Queue | undefined {
  const parts = parseArn(arn);
  // INVARIANT: of this partition only: permissions are asked on the ARN as it was sent.
  if (parts?.partition !== "aws" || parts.service !== "sqs" || !/^\d{12}$/.test(parts.account)) return undefined;
  return findQueue(
    store,
    { account: parseAccountId(parts.account), region: parseRegion(parts.region) },
    parts.resource,
  );
}

export function findQueue(store: Store, scope: Scope, queueName: string): Queue | undefined {
  const arn = queueArn(scope, queueName);
  const cache = cacheOf(store);
  const cached = cache.get(arn);
  if (cached !== undefined) return cached;
  const record = store.read((tx) => loadQueue(tx, scope, queueName));
  if (record === undefined) return undefined;
  const queue: Queue = { scope, arn, record, settings: readSettings(record) };
  if (cache.size >= CACHED_QUEUES) cache.clear();
  cache.set(arn, queue);
  return queue;
}

/** The queue of this URL; throws QueueDoesNotExist. */
export function requireQueue(context: Context, url: string): Queue {
  const { scope, queueName } = parseQueueUrl(url, context);
  const queue = findQueue(context.store, scope, queueName);
  if (queue === undefined) throw queueDoesNotExist();
  return queue;
}

/** The queue as it is by now: between finding it and writing to it, it may have been purged or deleted. */
export function requireCurrent(store: Store, queue: Queue): Queue {
  const current = findQueue(store, queue.scope, queue.record.name);
  if (current === undefined) throw queueDoesNotExist();
  return current;
}

/** Changes a queue's record in one transaction; `change` gets the stored record, not a cached one. */
export function updateQueue(
  store: Store,
  queue: Queue,
  change: (record: QueueRecord, tx: WriteTx) => QueueRecord,
): QueueRecord {
  const changed = store.write((tx) => {
    const record = requireRecord(tx, queue);
    const next = change(record, tx);
    saveQueue(tx, queue.scope, next);
    return next;
  });
  forgetQueue(store, queue.arn);
  return changed;
}

/** Call after a transaction that wrote or removed the queue's record. */
export function forgetQueue(store: Store, arn: string): void {
  cacheOf(store).delete(arn);
}

/** What redrive rules ask of a dead-letter queue. */
export function findRedriveTarget(store: Store, arn: string): RedriveTarget | undefined {
  const queue = findQueueByArn(store, arn);
  if (queue === undefined) return undefined;
  return { isFifo: queue.settings.isFifo, redriveAllowPolicy: queue.record.attributes["RedriveAllowPolicy"] };
}

function requireRecord(tx: ReadTx, queue: Queue): QueueRecord {
  const record = loadQueue(tx, queue.scope, queue.record.name);
  if (record === undefined) throw queueDoesNotExist();
  return record;
}

function cacheOf(store: Store): Map<string, Queue> {
  let cache = caches.get(store);
  if (cache === undefined) caches.set(store, (cache = new Map()));
  return cache;
}
