// The only file that knows Kinesis's keys. A stream's shards and records live below its content id:
//
//   shard   number           the shard
//   record  number, index    a record; the index is its time and place (sequence.ts), so every read is a range

import type { Scope } from "../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../store/store.ts";
import type { ConsumerRecord, DataRecord, SettingsRecord, ShardRecord, StreamRecord } from "./records.ts";

const base = (scope: Scope, kind: string, ...rest: Key): Key => ["kinesis", scope.account, scope.region, kind, ...rest];
const streamKey = (scope: Scope, ...name: Key): Key => base(scope, "stream", ...name);
const consumerKey = (scope: Scope, ...names: Key): Key => base(scope, "consumer", ...names);
const shardKey = (scope: Scope, contentId: string, ...number: Key): Key =>
  base(scope, "content", contentId, "shard", ...number);
const recordKey = (scope: Scope, contentId: string, shard: number, ...index: Key): Key =>
  base(scope, "content", contentId, "record", shard, ...index);
const settingsKey = (scope: Scope): Key => base(scope, "settings");

export function loadStream(tx: ReadTx, scope: Scope, name: string): StreamRecord | undefined {
  return tx.get<StreamRecord>(streamKey(scope, name));
}

export function saveStream(tx: WriteTx, scope: Scope, stream: StreamRecord): void {
  tx.put(streamKey(scope, stream.name), stream);
}

export function removeStream(tx: WriteTx, scope: Scope, name: string): void {
  tx.delete(streamKey(scope, name));
}

/** Streams in the order of their names, from after `after` on. */
export function* listStreams(tx: ReadTx, scope: Scope, after?: string): Generator<StreamRecord> {
  const range = after === undefined ? {} : { after: streamKey(scope, after) };
  for (const { value } of tx.range<StreamRecord>({ prefix: streamKey(scope), ...range })) yield value;
}

export function saveShard(tx: WriteTx, scope: Scope, contentId: string, shard: ShardRecord): void {
  tx.put(shardKey(scope, contentId, shard.number), shard);
}

export function removeShard(tx: WriteTx, scope: Scope, contentId: string, number: number): void {
  tx.delete(shardKey(scope, contentId, number));
}

/** All shards that a stream still has, open and closed, by number. */
export function listShards(tx: ReadTx, scope: Scope, contentId: string): ShardRecord[] {
  return [...tx.range<ShardRecord>({ prefix: shardKey(scope, contentId) })].map(({ value }) => value);
}

/** A record with its place. */
export interface PlacedRecord {
  readonly index: number;
  readonly record: DataRecord;
}

/** The records of a shard from an index on. */
export function* walkRecords(
  tx: ReadTx,
  place: { scope: Scope; contentId: string; shard: number },
  from: number,
): Generator<PlacedRecord> {
  const { scope, contentId, shard } = place;
  const prefix = recordKey(scope, contentId, shard);
  for (const { key, value } of tx.range<DataRecord>({ prefix, start: recordKey(scope, contentId, shard, from) }))
    yield { index: Number(key.at(-1)), record: value };
}

/** The index of a shard's newest record; undefined if it has none. */
export function lastIndex(tx: ReadTx, scope: Scope, contentId: string, shard: number): number | undefined {
  for (const { key } of tx.range({ prefix: recordKey(scope, contentId, shard), reverse: true, limit: 1 }))
    return Number(key.at(-1));
  return undefined;
}

export function saveRecord(
  tx: WriteTx,
  place: { scope: Scope; contentId: string; shard: number },
  { index, record }: PlacedRecord,
): void {
  tx.put(recordKey(place.scope, place.contentId, place.shard, index), record);
}

export function removeRecord(
  tx: WriteTx,
  { scope, contentId, shard }: { scope: Scope; contentId: string; shard: number },
  index: number,
): void {
  tx.delete(recordKey(scope, contentId, shard, index));
}

/** Removes at most `limit` entries below a content id that no stream has any more; true if none is left. */
export function sweepContent(tx: WriteTx, scope: Scope, contentId: string, limit: number): boolean {
  const keys = [...tx.range({ prefix: base(scope, "content", contentId), limit })].map(({ key }) => key);
  for (const key of keys) tx.delete(key);
  return keys.length < limit;
}

export function loadConsumer(tx: ReadTx, scope: Scope, stream: string, name: string): ConsumerRecord | undefined {
  return tx.get<ConsumerRecord>(consumerKey(scope, stream, name));
}

export function saveConsumer(tx: WriteTx, scope: Scope, consumer: ConsumerRecord): void {
  tx.put(consumerKey(scope, consumer.streamName, consumer.name), consumer);
}

export function removeConsumer(tx: WriteTx, scope: Scope, stream: string, name: string): void {
  tx.delete(consumerKey(scope, stream, name));
}

/** A stream's consumers by name, from after `after` on; of all streams if none is named. */
export function* listConsumers(tx: ReadTx, scope: Scope, stream?: string, after?: string): Generator<ConsumerRecord> {
  const prefix = stream === undefined ? consumerKey(scope) : consumerKey(scope, stream);
  const range = stream === undefined || after === undefined ? {} : { after: consumerKey(scope, stream, after) };
  for (const { value } of tx.range<ConsumerRecord>({ prefix, ...range })) yield value;
}

export function loadSettings(tx: ReadTx, scope: Scope): SettingsRecord {
  return tx.get<SettingsRecord>(settingsKey(scope)) ?? { v: 1 };
}

export function saveSettings(tx: WriteTx, scope: Scope, settings: SettingsRecord): void {
  tx.put(settingsKey(scope), settings);
}
