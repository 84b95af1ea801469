// Reading records of a shard from an index on: what GetRecords and SubscribeToShard have in common.

import type { ChildShard, _Record as WireRecord } from "@aws-sdk/client-kinesis";
import type { Context } from "../../service/context.ts";
import { openRecord } from "./encryption.ts";
import type { ShardRecord } from "./records.ts";
import { type PlacedRecord, walkRecords } from "./repo.ts";
import { formatSequence, indexAt, timeOfIndex } from "./sequence.ts";
import { describeRange } from "./shards.ts";
import { formatShardId } from "./sequence.ts";
import type { Stream } from "./streams.ts";

/** A part of a shard. */
export interface Page {
  readonly records: readonly PlacedRecord[];
  readonly bytes: number;
  /** Where the next page begins. */
  readonly next: number;
  /** The shard is closed, and this was all. */
  readonly isEnd: boolean;
  readonly millisBehindLatest: number;
}

/** The first index that can still be read: what is older than the retention period is gone, trimmed or not. */
export function firstReadable({ record }: Stream, nowMs: number): number {
  return indexAt(Math.max(record.horizonMs, nowMs - record.retentionHours * 3_600_000));
}

/** Reads at most so many records and bytes, but one record in any case. */
export function readPage(
  { store, clock }: Pick<Context, "store" | "clock">,
  stream: Stream,
  shard: ShardRecord,
  request: { readonly from: number; readonly records: number; readonly bytes: number },
): Page {
  const nowMs = clock.nowMs();
  const { reference, record } = stream;
  const place = { scope: reference, contentId: record.contentId, shard: shard.number };
  const start = Math.max(request.from, firstReadable(stream, nowMs));
  const page: PlacedRecord[] = [];
  let bytes = 0;
  let hasMore = false;
  store.read((tx) => {
    for (const placed of walkRecords(tx, place, start)) {
      const size = sizeOf(placed);
      if (page.length >= request.records || (page.length > 0 && bytes + size > request.bytes)) {
        hasMore = true;
        return;
      }
      page.push(placed);
      bytes += size;
    }
  });
  const last = page.at(-1);
  const isEnd = !hasMore && shard.closed !== undefined;
  return {
    records: page,
    bytes,
    next: last === undefined ? start : last.index + 1,
    isEnd,
    // AWS: GetRecords: "A value of zero indicates that record processing is caught up".
    millisBehindLatest: hasMore && last !== undefined ? Math.max(0, nowMs - timeOfIndex(last.index)) : 0,
  };
}

function sizeOf({ record }: PlacedRecord): number {
  return record.data.length + Buffer.byteLength(record.partitionKey);
}

/** A record as clients get it, decrypted as the caller. */
export async function describeRecord(
  context: Context,
  stream: Stream,
  shard: ShardRecord,
  { index, record }: PlacedRecord,
): Promise<WireRecord> {
  return {
    SequenceNumber: formatSequence(shard, index),
    ApproximateArrivalTimestamp: new Date(timeOfIndex(index)),
    Data: record.cipher === undefined ? record.data : await openRecord(context, stream, record),
    PartitionKey: record.partitionKey,
    ...(record.cipher === undefined ? {} : { EncryptionType: "KMS" }),
  };
}

/** The shards that a shard became. */
export function childShards({ shards }: Stream, { number }: ShardRecord): ChildShard[] {
  return [...shards.values()]
    .filter(({ parent, adjacentParent }) => parent === number || adjacentParent === number)
    .map((child) => ({
      ShardId: formatShardId(child.number),
      ParentShards: [child.parent, child.adjacentParent]
        .filter((parent) => parent !== undefined)
        .map((parent) => formatShardId(parent)),
      HashKeyRange: describeRange(child),
    }));
}
