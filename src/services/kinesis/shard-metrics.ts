// What the shards of a stream count of themselves, where enhanced monitoring was asked for.
// AWS: Developer Guide, "Enhanced shard-level metrics".

import type { YardContext } from "../../service/context.ts";
import { hashOf, parseHashKey } from "./hash-keys.ts";
import type { StreamReference } from "./names.ts";
import { formatShardId } from "./sequence.ts";
import { findStream, shardFor, type Stream } from "./streams.ts";

/** A record of a request to write. */
export interface Asked {
  readonly ExplicitHashKey?: unknown;
  readonly PartitionKey?: unknown;
}

/** The metrics of a stream's shards. Nothing is added for what was not asked for. */
export interface ShardMetrics {
  /** A record that was written, to the shard that the answer names. */
  written(shardId: string, bytes: number): void;
  /** A record that was refused: by its keys, since no answer names its shard. */
  refused(record: Asked): void;
  read(shard: number, records: number, bytes: number, ageMs: number): void;
  readRefused(shard: number): void;
}

/** The metrics of the stream's shards; undefined where none has any, which costs one look into a map. */
export function shardMetrics(
  { metrics, store }: Pick<YardContext, "metrics" | "store">,
  reference: StreamReference,
): ShardMetrics | undefined {
  const stream = findStream(store, reference);
  if (stream === undefined || stream.record.metrics.length === 0) return undefined;
  const enabled = new Set<string>(stream.record.metrics);
  const { account, region, streamName } = reference;

  function add(shardId: string, name: string, value: number, unit: "Bytes" | "Count" | "Milliseconds"): void {
    if (!enabled.has(name)) return;
    const dimensions = [["ShardId", shardId] as const, ["StreamName", streamName] as const];
    metrics.family({ account, region }, "AWS/Kinesis", dimensions).add(name, value, unit);
  }

  return {
    written(shardId, bytes) {
      add(shardId, "IncomingRecords", 1, "Count");
      add(shardId, "IncomingBytes", bytes, "Bytes");
      add(shardId, "WriteProvisionedThroughputExceeded", 0, "Count");
    },
    refused(record) {
      const shardId = shardOf(stream, record);
      if (shardId !== undefined) add(shardId, "WriteProvisionedThroughputExceeded", 1, "Count");
    },
    read(shard, records, bytes, ageMs) {
      const shardId = formatShardId(shard);
      add(shardId, "OutgoingRecords", records, "Count");
      add(shardId, "OutgoingBytes", bytes, "Bytes");
      add(shardId, "IteratorAgeMilliseconds", ageMs, "Milliseconds");
      add(shardId, "ReadProvisionedThroughputExceeded", 0, "Count");
    },
    readRefused: (shard) => add(formatShardId(shard), "ReadProvisionedThroughputExceeded", 1, "Count"),
  };
}

function shardOf(stream: Stream, { ExplicitHashKey: explicit, PartitionKey: key }: Asked): string | undefined {
  if (typeof key !== "string") return undefined;
  const hash = typeof explicit === "string" ? parseHashKey(explicit) : hashOf(key);
  return hash === undefined ? undefined : formatShardId(shardFor(stream, hash).number);
}
