// Finds the stream that a request means, and keeps what was found: a put should not decode the stream and its shards.
// All changes of streams and their shards go through `changeStream`, which forgets what was kept.

import { invariant } from "../../kernel/errors.ts";
import type { Scope } from "../../service/context.ts";
import type { ReadTx, Store, WriteTx } from "../../store/store.ts";
import { streamNotActive, streamNotFound, streamNotReadable } from "./errors.ts";
import { referenceOf, type StreamNames, type StreamReference, streamArn } from "./names.ts";
import type { ShardRecord, StreamRecord } from "./records.ts";
import { listShards, loadStream, saveStream } from "./repo.ts";

/** A stream as operations use it. */
export interface Stream {
  readonly reference: StreamReference;
  readonly arn: string;
  readonly record: StreamRecord;
  /** All shards that it still has, by number. */
  readonly shards: ReadonlyMap<number, ShardRecord>;
  /** Its open shards, by their hash keys. */
  readonly open: readonly ShardRecord[];
}

// LIMIT: so many streams are kept in memory a store; then the cache starts afresh.
const CACHED_STREAMS = 1_000;
const caches = new WeakMap<Store, Map<string, Stream>>();

export function findStream(store: Store, reference: StreamReference): Stream | undefined {
  const arn = streamArn(reference, reference.streamName);
  let cache = caches.get(store);
  if (cache === undefined) caches.set(store, (cache = new Map()));
  const cached = cache.get(arn);
  if (cached !== undefined) return cached;
  const stream = store.read((tx) => readStream(tx, reference));
  if (stream === undefined) return undefined;
  if (cache.size >= CACHED_STREAMS) cache.clear();
  cache.set(arn, stream);
  return stream;
}

function readStream(tx: ReadTx, reference: StreamReference): Stream | undefined {
  const record = loadStream(tx, reference, reference.streamName);
  if (record === undefined) return undefined;
  const shards = listShards(tx, reference, record.contentId);
  const open = shards
    .filter(({ closed }) => closed === undefined)
    .sort((one, other) => (one.startHash < other.startHash ? -1 : 1));
  return {
    reference,
    arn: streamArn(reference, record.name),
    record,
    shards: new Map(shards.map((shard) => [shard.number, shard])),
    open,
  };
}

/** The stream of a request; throws ResourceNotFoundException. */
export function requireStream(context: Scope & { readonly store: Store }, names: StreamNames): Stream {
  const reference = referenceOf(names, context);
  const stream = findStream(context.store, reference);
  if (stream === undefined) throw streamNotFound(reference);
  return stream;
}

/**
 * The stream of a request that writes or reads records. AWS: observed (kinesalite's recorded tests): while it is being
 * created, it is not found.
 */
export function requireUsable(context: Scope & { readonly store: Store }, names: StreamNames): Stream {
  const stream = requireStream(context, names);
  if (stream.record.status === "CREATING") throw streamNotFound(stream.reference);
  return stream;
}

/** Throws ResourceInUseException unless the stream is ACTIVE. */
export function requireActive({ status }: StreamRecord, reference: StreamReference): void {
  if (status !== "ACTIVE") throw streamNotActive(reference, status);
}

/**
 * Throws ResourceInUseException while the stream is made or deleted. AWS: ListShards and others: "The resource is not available for this
 * operation."
 */
export function requireReadable({ status }: StreamRecord, reference: StreamReference): void {
  if (status !== "ACTIVE" && status !== "UPDATING") throw streamNotReadable(reference, status);
}

/** The open shard that takes a hash key. */
export function shardFor({ open }: Stream, hash: string): ShardRecord {
  let low = 0;
  let high = open.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((open[middle]?.startHash ?? "") <= hash) low = middle;
    else high = middle - 1;
  }
  const shard = open[low];
  invariant(shard !== undefined, "A stream has open shards for all hash keys.");
  return shard;
}

/**
 * Changes a stream in one transaction; `change` gets the stored record and writes what else belongs to it. What it
 * returns is saved; undefined leaves the record as it is. Throws ResourceNotFoundException if it has gone.
 */
export function changeStream(
  store: Store,
  reference: StreamReference,
  change: (record: StreamRecord, tx: WriteTx) => StreamRecord | undefined,
): StreamRecord {
  const changed = store.write((tx) => {
    const record = loadStream(tx, reference, reference.streamName);
    if (record === undefined) throw streamNotFound(reference);
    const next = change(record, tx);
    if (next === undefined) return record;
    saveStream(tx, reference, next);
    return next;
  });
  forgetStream(store, reference);
  return changed;
}

/** Call after a transaction that wrote or removed a stream or its shards. */
export function forgetStream(store: Store, reference: StreamReference): void {
  caches.get(store)?.delete(streamArn(reference, reference.streamName));
}
