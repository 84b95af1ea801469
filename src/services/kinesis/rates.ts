// What a shard takes and gives in a second. Kept in memory: a restart is more than a second, and starts afresh.
// AWS: Developer Guide, "Quotas and limits", and "Handle large records": a shard is a tank that fills at its rate; a
// record larger than a second's worth drains it below empty, and it fills again.

import type { Store } from "../../store/store.ts";
import { LIMITS } from "./constraints.ts";

interface Tank {
  level: number;
  atMs: number;
}

interface ShardRates {
  readonly writtenRecords: Tank;
  readonly writtenBytes: Tank;
  readonly readBytes: Tank;
  /** When the last reads were, and the last iterators were asked for. */
  reads: readonly number[];
  iterators: readonly number[];
}

const stores = new WeakMap<Store, Map<string, ShardRates>>();

/** Names a shard of a stream, over all accounts and regions. */
export function rateKey(contentId: string, shard: number): string {
  return `${contentId}/${shard}`;
}

/** Takes a record in; false if the shard has had its fill. */
export function takeRecord(store: Store, key: string, bytes: number, nowMs: number): boolean {
  const { writtenRecords, writtenBytes } = ratesOf(store, key, nowMs);
  fill(writtenRecords, LIMITS.shardRecordsPerSecond, nowMs);
  fill(writtenBytes, LIMITS.shardBytesPerSecond, nowMs);
  if (writtenRecords.level < 1 || writtenBytes.level < Math.min(bytes, LIMITS.shardBytesPerSecond)) return false;
  writtenRecords.level -= 1;
  writtenBytes.level -= bytes;
  return true;
}

/** Lets a read begin; false if there were five in the last second, or more bytes than the shard gives. */
export function beginRead(store: Store, key: string, nowMs: number): boolean {
  const rates = ratesOf(store, key, nowMs);
  fill(rates.readBytes, LIMITS.shardReadBytesPerSecond, nowMs);
  if (rates.readBytes.level <= 0) return false;
  const reads = rates.reads.filter((atMs) => atMs > nowMs - 1_000);
  if (reads.length >= LIMITS.shardReadsPerSecond) return false;
  rates.reads = [...reads, nowMs];
  return true;
}

/**
 * Notes what a read gave. AWS: GetRecords: after 10 MiB, calls within the next 5 seconds are refused: all that is more
 * than a second's worth is waited for.
 */
export function endRead(store: Store, key: string, bytes: number, nowMs: number): void {
  const { readBytes } = ratesOf(store, key, nowMs);
  readBytes.level = bytes > LIMITS.shardReadBytesPerSecond ? -bytes : readBytes.level - bytes;
}

/** Counts a request for an iterator; false if there were five in the last second. */
export function takeIterator(store: Store, key: string, nowMs: number): boolean {
  const rates = ratesOf(store, key, nowMs);
  const iterators = rates.iterators.filter((atMs) => atMs > nowMs - 1_000);
  if (iterators.length >= LIMITS.iteratorsPerSecond) return false;
  rates.iterators = [...iterators, nowMs];
  return true;
}

// LIMIT: so many shards are remembered a store; then all start afresh.
const REMEMBERED_SHARDS = 50_000;

function ratesOf(store: Store, key: string, nowMs: number): ShardRates {
  let shards = stores.get(store);
  if (shards === undefined) stores.set(store, (shards = new Map()));
  let rates = shards.get(key);
  if (rates === undefined) {
    if (shards.size >= REMEMBERED_SHARDS) shards.clear();
    rates = {
      writtenRecords: { level: LIMITS.shardRecordsPerSecond, atMs: nowMs },
      writtenBytes: { level: LIMITS.shardBytesPerSecond, atMs: nowMs },
      readBytes: { level: LIMITS.shardReadBytesPerSecond, atMs: nowMs },
      reads: [],
      iterators: [],
    };
    shards.set(key, rates);
  }
  return rates;
}

/** Fills a tank for the time that has passed, up to a second's worth. */
function fill(tank: Tank, perSecond: number, nowMs: number): void {
  const passedMs = Math.max(0, nowMs - tank.atMs);
  tank.level = Math.min(perSecond, tank.level + (perSecond * passedMs) / 1_000);
  tank.atMs = nowMs;
}
