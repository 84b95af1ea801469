// Whether a record's shard takes it now; and on demand, how much is written, so that the stream grows with it.

import type { Context } from "../../service/context.ts";
import type { Draft } from "./append.ts";
import { noteWrite } from "./on-demand.ts";
import { rateKey, takeRecord } from "./rates.ts";
import type { ShardRecord } from "./records.ts";
import { shardFor, type Stream } from "./streams.ts";

/** Takes a record's share of its shard's throughput. */
export function takeShare(
  context: Context,
  stream: Stream,
  { hash, record }: Draft,
): { readonly isTaken: boolean; readonly shard: ShardRecord } {
  const shard = shardFor(stream, hash);
  const bytes = record.data.length + Buffer.byteLength(record.partitionKey);
  if (stream.record.mode === "ON_DEMAND") noteWrite(context, stream, bytes);
  const key = rateKey(stream.record.contentId, shard.number);
  return { isTaken: takeRecord(context.store, key, bytes, context.clock.nowMs()), shard };
}
