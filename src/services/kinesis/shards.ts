// Shards as requests and answers have them: their ranges, their sequence numbers, and the filters of ListShards. Pure.

import type { HashKeyRange, Shard, ShardFilter } from "@aws-sdk/client-kinesis";
import type { Present } from "../../service/apis.ts";
import { invalidArgument } from "./errors.ts";
import { formatHashKey } from "./hash-keys.ts";
import type { ShardRecord } from "./records.ts";
import { formatSequence, formatShardId, parseShardId } from "./sequence.ts";

export function describeRange({ startHash, endHash }: ShardRecord): HashKeyRange {
  return { StartingHashKey: formatHashKey(startHash), EndingHashKey: formatHashKey(endHash) };
}

export function describeShard(shard: ShardRecord): Shard {
  const { parent, adjacentParent, closed } = shard;
  return {
    ShardId: formatShardId(shard.number),
    ...(parent === undefined ? {} : { ParentShardId: formatShardId(parent) }),
    ...(adjacentParent === undefined ? {} : { AdjacentParentShardId: formatShardId(adjacentParent) }),
    HashKeyRange: describeRange(shard),
    SequenceNumberRange: {
      StartingSequenceNumber: formatSequence(shard, 0),
      ...(closed === undefined ? {} : { EndingSequenceNumber: formatSequence(shard, closed.index) }),
    },
  };
}

/** What a filter is held against. */
export interface FilterTimes {
  readonly nowMs: number;
  /** Records before this time are gone. */
  readonly horizonMs: number;
}

/** True for the shards that a filter asks for. AWS: ShardFilter in the API reference, with the meaning of each type. */
export function compileShardFilter(
  filter: Present<ShardFilter>,
  { nowMs, horizonMs }: FilterTimes,
): (shard: ShardRecord) => boolean {
  const wasOpenAt =
    (ms: number) =>
    ({ createdAtMs, closed }: ShardRecord): boolean =>
      createdAtMs <= ms && (closed === undefined || closed.atMs > ms);
  const isOpenFrom =
    (ms: number) =>
    ({ closed }: ShardRecord): boolean =>
      closed === undefined || closed.atMs > ms;
  const { Type: type } = filter;
  if (type === "AFTER_SHARD_ID") {
    const after = filter.ShardId === undefined ? undefined : parseShardId(filter.ShardId);
    // AWS: inferred: "you must also specify ShardId".
    if (after === undefined) throw invalidArgument("ShardFilter of type AFTER_SHARD_ID must specify a valid ShardId.");
    return ({ number }) => number > after;
  }
  if (type === "AT_LATEST") return ({ closed }) => closed === undefined;
  if (type === "FROM_TRIM_HORIZON") return isOpenFrom(horizonMs);
  if (type === "AT_TRIM_HORIZON") {
    // A stream that is younger than its retention period has its horizon at its beginning.
    return (shard) => isOpenFrom(horizonMs)(shard) && (shard.createdAtMs <= horizonMs || shard.parent === undefined);
  }
  const atMs = filter.Timestamp?.getTime();
  if (atMs === undefined) throw invalidArgument(`ShardFilter of type ${type} must specify a Timestamp.`);
  if (atMs > nowMs)
    throw invalidArgument(
      `The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. ` +
        `timestampInMillis: ${atMs}, currentTimestampInMillis: ${nowMs}`,
    );
  return type === "AT_TIMESTAMP" ? wasOpenAt(atMs) : isOpenFrom(atMs);
}
