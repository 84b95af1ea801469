// Writing records: each to the open shard of its hash key, at the shard's end.

import type { YardContext } from "../../service/context.ts";
import type { ReadTx, Store } from "../../store/store.ts";
import { writeSoon } from "../../store/write-soon.ts";
import { streamNotFound } from "./errors.ts";
import type { DataRecord } from "./records.ts";
import { lastIndex, saveRecord } from "./repo.ts";
import { formatSequence, formatShardId, indexAt } from "./sequence.ts";
import { findStream, shardFor, type Stream } from "./streams.ts";

/** A record on its way, and the hash key that decides where to. */
export interface Draft {
  readonly hash: string;
  readonly record: DataRecord;
}

/** Where a record came to be. */
export interface Written {
  readonly shardId: string;
  readonly sequenceNumber: string;
}

/** The topic that is notified when a shard has more to read, or has ended. */
export function shardTopic(contentId: string, shard: number): string {
  return `kinesis/${contentId}/${shard}`;
}

/** The topic that is notified when a stream has more to read in any shard. */
export function streamTopic(arn: string): string {
  return `kinesis/${arn}`;
}

// The last index of each shard that was written to. A cache: it is read back from the newest record, and where that was
// trimmed at least a day has passed, so that the time alone makes the next index larger. An index that a transaction took
// and then gave back is left out, as AWS's numbers have gaps, too.
const positions = new WeakMap<Store, Map<string, number>>();

/** Writes records in their order; with those of other requests of this turn in one commit. */
export async function append(yard: YardContext, stream: Stream, drafts: readonly Draft[]): Promise<readonly Written[]> {
  const { store, clock, signals } = yard;
  const { reference } = stream;
  const { contentId } = stream.record;
  const touched = new Set<number>();
  const written = await writeSoon(store, (tx) => {
    // RACE: by the time of the commit the stream may have been resharded, or deleted.
    const current = findStream(store, reference);
    if (current?.record.contentId !== contentId) throw streamNotFound(reference);
    const nowMs = clock.nowMs();
    return drafts.map(({ hash, record }): Written => {
      const shard = shardFor(current, hash);
      const place = { scope: reference, contentId, shard: shard.number };
      const index = nextIndex(store, tx, place, nowMs);
      saveRecord(tx, place, { index, record });
      touched.add(shard.number);
      return { shardId: formatShardId(shard.number), sequenceNumber: formatSequence(shard, index) };
    });
  });
  for (const shard of touched) signals.notify(shardTopic(contentId, shard));
  signals.notify(streamTopic(stream.arn));
  return written;
}

/** The index that the next record of a shard gets at the least. */
export function nextIndex(
  store: Store,
  tx: ReadTx,
  { scope, contentId, shard }: { scope: Stream["reference"]; contentId: string; shard: number },
  nowMs: number,
): number {
  let shards = positions.get(store);
  if (shards === undefined) positions.set(store, (shards = new Map()));
  const key = `${contentId}/${shard}`;
  const last = shards.get(key) ?? lastIndex(tx, scope, contentId, shard) ?? -1;
  const index = Math.max(last + 1, indexAt(nowMs));
  shards.set(key, index);
  return index;
}
