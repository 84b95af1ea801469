// A stream's records, seen without reading them: no iterator, no limit of the shards is used up.

import type { Scope } from "../../service/context.ts";
import type { View } from "../../service/view.ts";
import type { ReadTx } from "../../store/store.ts";
import type { ShardRecord } from "./records.ts";
import { listShards, loadStream, walkRecords } from "./repo.ts";
import { formatSequence, formatShardId, timeOfIndex } from "./sequence.ts";

/** The records of all shards, the oldest of each first. Data that KMS encrypted stays closed. */
export const records: View = (tx, scope, { resource }) => {
  const stream = loadStream(tx, scope, resource);
  return stream === undefined ? undefined : recordsOf(tx, scope, stream.contentId);
};

function* recordsOf(tx: ReadTx, scope: Scope, contentId: string): Generator<object> {
  for (const shard of listShards(tx, scope, contentId)) yield* recordsIn(tx, scope, contentId, shard);
}

function* recordsIn(tx: ReadTx, scope: Scope, contentId: string, shard: ShardRecord): Generator<object> {
  for (const { index, record } of walkRecords(tx, { scope, contentId, shard: shard.number }, 0)) {
    yield {
      shardId: formatShardId(shard.number),
      sequenceNumber: formatSequence(shard, index),
      arrivedAtMs: timeOfIndex(index),
      partitionKey: record.partitionKey,
      ...(record.cipher === undefined ? { data: Buffer.from(record.data).toString("base64") } : { isEncrypted: true }),
    };
  }
}
