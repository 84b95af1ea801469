// The only file that knows the keys of delivery streams.

import type { Checkpoint } from "../../service/event-sources/stream-host.ts";
import { parseAccountId, parseRegion } from "../../kernel/ids.ts";
import type { Scope } from "../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../store/store.ts";
import type { BufferRecord, DeliveryStreamRecord, WaitingRecord } from "./records.ts";

const key = (scope: Scope, kind: string, ...rest: Key): Key => ["firehose", scope.account, scope.region, kind, ...rest];

/** A buffer of a stream. */
export interface BufferPlace {
  readonly scope: Scope;
  readonly streamId: string;
  readonly buffer: string;
}

export function loadStream(tx: ReadTx, scope: Scope, name: string): DeliveryStreamRecord | undefined {
  return tx.get<DeliveryStreamRecord>(key(scope, "stream", name));
}

export function saveStream(tx: WriteTx, scope: Scope, stream: DeliveryStreamRecord): void {
  tx.put(key(scope, "stream", stream.name), stream);
}

export function removeStream(tx: WriteTx, scope: Scope, { name, id }: DeliveryStreamRecord): void {
  tx.delete(key(scope, "stream", name));
  tx.delete(key(scope, "next-index", id));
}

/** Streams by name, from after `after` on. */
export function* listStreams(tx: ReadTx, scope: Scope, after?: string): Generator<DeliveryStreamRecord> {
  const range = after === undefined ? {} : { after: key(scope, "stream", after) };
  for (const { value } of tx.range<DeliveryStreamRecord>({ prefix: key(scope, "stream"), ...range })) yield value;
}

/** All streams of all accounts and regions. */
export function* listAllStreams(tx: ReadTx): Generator<{ scope: Scope; stream: DeliveryStreamRecord }> {
  // Scope by scope: between two scopes' streams there may be many records that wait.
  let after: Key | undefined;
  for (;;) {
    const [first] = tx.range({ prefix: ["firehose"], ...(after === undefined ? {} : { after }), limit: 1 });
    if (first === undefined) return;
    const scope = { account: parseAccountId(String(first.key[1])), region: parseRegion(String(first.key[2])) };
    for (const stream of listStreams(tx, scope)) yield { scope, stream };
    after = key(scope, "~");
  }
}

/** Gives out `count` indices of a stream's records; the first of them. */
export function takeIndices(tx: WriteTx, scope: Scope, streamId: string, count: number): number {
  const at = key(scope, "next-index", streamId);
  const next = tx.get<number>(at) ?? 0;
  tx.put(at, next + count);
  return next;
}

export function loadBuffer(tx: ReadTx, { scope, streamId, buffer }: BufferPlace): BufferRecord | undefined {
  return tx.get<BufferRecord>(key(scope, "buffer", streamId, buffer));
}

export function saveBuffer(tx: WriteTx, { scope, streamId, buffer }: BufferPlace, record: BufferRecord): void {
  tx.put(key(scope, "buffer", streamId, buffer), record);
}

export function removeBuffer(tx: WriteTx, { scope, streamId, buffer }: BufferPlace): void {
  tx.delete(key(scope, "buffer", streamId, buffer));
}

/** The names of the buffers that a stream has open. */
export function openBuffers(tx: ReadTx, scope: Scope, streamId: string): readonly string[] {
  return [...tx.range({ prefix: key(scope, "buffer", streamId) })].map((entry) => String(entry.key[5]));
}

export function saveWaiting(
  tx: WriteTx,
  { scope, streamId, buffer }: BufferPlace,
  index: number,
  record: WaitingRecord,
) {
  tx.put(key(scope, "waiting", streamId, buffer, index), record);
}

/** The records of a buffer from one index to another, both included. */
export function readWaiting(
  tx: ReadTx,
  { scope, streamId, buffer }: BufferPlace,
  from: number,
  to: number,
): readonly { readonly index: number; readonly record: WaitingRecord }[] {
  const prefix = key(scope, "waiting", streamId, buffer);
  const range = { prefix, start: [...prefix, from], end: [...prefix, to + 1] };
  return [...tx.range<WaitingRecord>(range)].map((entry) => ({ index: Number(entry.key[6]), record: entry.value }));
}

export function removeWaiting(tx: WriteTx, { scope, streamId, buffer }: BufferPlace, from: number, to: number): void {
  const prefix = key(scope, "waiting", streamId, buffer);
  const keys = [...tx.range({ prefix, start: [...prefix, from], end: [...prefix, to + 1] })].map((entry) => entry.key);
  for (const each of keys) tx.delete(each);
}

/** All records of a stream that wait, buffer by buffer: for looking at them. */
export function* walkWaiting(
  tx: ReadTx,
  scope: Scope,
  streamId: string,
): Generator<{ readonly buffer: string; readonly index: number; readonly record: WaitingRecord }> {
  for (const { key: at, value } of tx.range<WaitingRecord>({ prefix: key(scope, "waiting", streamId) }))
    yield { buffer: String(at[5]), index: Number(at[6]), record: value };
}

/** Removes up to `most` rows of what a stream that is gone left; true if there may be more. */
export function sweepLeftovers(tx: WriteTx, scope: Scope, streamId: string, most: number): boolean {
  let left = most;
  for (const kind of ["buffer", "waiting", "checkpoint"]) {
    const keys = [...tx.range({ prefix: key(scope, kind, streamId), limit: left })].map((entry) => entry.key);
    for (const each of keys) tx.delete(each);
    left -= keys.length;
    if (left === 0) return true;
  }
  return false;
}

export function loadCheckpoint(tx: ReadTx, scope: Scope, id: string, shardId: string): Checkpoint | undefined {
  return tx.get<Checkpoint>(key(scope, "checkpoint", id, shardId));
}

export function saveCheckpoint(tx: WriteTx, scope: Scope, id: string, shardId: string, record: Checkpoint): void {
  tx.put(key(scope, "checkpoint", id, shardId), record);
}
