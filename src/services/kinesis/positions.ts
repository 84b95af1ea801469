// Where reading begins: the starting positions of iterators and subscriptions, as an index in the shard.

import type { ShardIteratorType } from "@aws-sdk/client-kinesis";
import type { Context } from "../../service/context.ts";
import { invalidArgument } from "./errors.ts";
import { lastIndex } from "./repo.ts";
import type { ShardRecord } from "./records.ts";
import { formatShardId, indexAt, parseSequence } from "./sequence.ts";
import type { Stream } from "./streams.ts";

/** A starting position as requests have it. */
export interface Position {
  readonly type: ShardIteratorType;
  readonly sequenceNumber: string | undefined;
  readonly timestamp: Date | undefined;
}

/** The first index that is to be read; throws InvalidArgumentException for positions that are none. */
export function startIndex(
  { store, clock }: Pick<Context, "store" | "clock">,
  stream: Stream,
  shard: ShardRecord,
  position: Position,
): number {
  const { type, sequenceNumber } = position;
  const isSequence = type === "AT_SEQUENCE_NUMBER" || type === "AFTER_SEQUENCE_NUMBER";
  if (isSequence !== (sequenceNumber !== undefined))
    // AWS: observed (kinesalite's recorded tests).
    throw invalidArgument(
      "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or " +
        "(2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. " +
        `Request specified ${type} and ${sequenceNumber === undefined ? "no" : "also a"} StartingSequenceNumber.`,
    );
  if (type === "AT_TIMESTAMP") return indexOfTime(position.timestamp, clock.nowMs());
  if (type === "TRIM_HORIZON") return 0;
  if (type === "LATEST") {
    const { contentId } = stream.record;
    const last = store.read((tx) => lastIndex(tx, stream.reference, contentId, shard.number));
    return last === undefined ? indexAt(clock.nowMs()) : last + 1;
  }
  const index = indexOfSequence(stream, shard, sequenceNumber ?? "");
  return type === "AT_SEQUENCE_NUMBER" ? index : index + 1;
}

function indexOfTime(timestamp: Date | undefined, nowMs: number): number {
  const ms = timestamp?.getTime();
  // AWS: inferred: Timestamp is "used with shard iterator type AT_TIMESTAMP".
  if (ms === undefined)
    throw invalidArgument("Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP.");
  // AWS: observed (kinesalite's recorded tests).
  if (ms > nowMs)
    throw invalidArgument(
      "The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. " +
        `timestampInMillis: ${ms}, currentTimestampInMillis: ${nowMs}`,
    );
  return indexAt(ms);
}

// AWS: observed (kinesalite's recorded tests), all three.
function indexOfSequence({ reference, record }: Stream, shard: ShardRecord, sequenceNumber: string): number {
  const used =
    `StartingSequenceNumber ${sequenceNumber} used in GetShardIterator on shard ${formatShardId(shard.number)} ` +
    `in stream ${record.name} under account ${reference.account}`;
  // AWS: "0" has always stood for the shard's beginning.
  if (sequenceNumber === "0") return 0;
  const parsed = parseSequence(sequenceNumber);
  if (parsed === undefined) throw invalidArgument(`${used} is invalid.`);
  if (parsed.shard !== shard.number)
    throw invalidArgument(
      `Invalid StartingSequenceNumber. It encodes ${formatShardId(parsed.shard)}, while it was used in a call to a shard with ${formatShardId(shard.number)}`,
    );
  if (parsed.createdSeconds !== shard.createdSeconds)
    throw invalidArgument(`${used} is invalid because it did not come from this stream.`);
  return parsed.index;
}
