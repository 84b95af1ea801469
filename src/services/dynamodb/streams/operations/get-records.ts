// GetRecords: the next changes after an iterator.

import type { GetRecordsCommandInput, GetRecordsCommandOutput, _Record } from "@aws-sdk/client-dynamodb-streams";
import type { Input } from "../../../../service/apis.ts";
import type { Context } from "../../../../service/context.ts";
import { defineOperation } from "../../../../service/service.ts";
import type { ReadTx } from "../../../../store/store.ts";
import { trimmedDataAccess } from "../../errors.ts";
import type { StreamRecord } from "../../records.ts";
import { walkChanges, type Change } from "../../repo.ts";
import { requireStream, type FoundStream } from "../access.ts";
import { formatIterator, parseIterator } from "../iterator.ts";
import { RETENTION_MS } from "../streams.ts";

/** LIMITS: of the service, for one answer. */
const MOST_RECORDS = 1000;
const LARGEST_ANSWER_BYTES = 1024 * 1024;

/** GetRecords. */
export const getRecords = defineOperation<Input<GetRecordsCommandInput>, GetRecordsCommandOutput>(
  "GetRecords",
  (input, context) => {
    const nowMs = context.clock.nowMs();
    const iterator = parseIterator(input.ShardIterator, nowMs);
    const { reference, stream } = requireStream(context, iterator.streamArn);
    const oldestMs = nowMs - RETENTION_MS;
    const changes = context.store.read((tx) => {
      checkNotTrimmed(tx, { reference, stream }, iterator.afterSequence, oldestMs);
      const later = walkChanges(tx, reference, stream, iterator.afterSequence, MOST_RECORDS);
      return nextChanges(later, input.Limit ?? MOST_RECORDS, oldestMs);
    });
    const afterSequence = changes.at(-1)?.sequence ?? iterator.afterSequence;
    const isAtEnd =
      stream.closed !== undefined && (changes.length === 0 || afterSequence === stream.closed.endingSequence);
    return {
      Records: changes.map((change) => toRecord(change, stream, context)),
      ...(!isAtEnd && {
        NextShardIterator: formatIterator({ streamArn: iterator.streamArn, afterSequence, issuedAtMs: nowMs }),
      }),
    };
  },
);

/**
 * Throws if what the iterator would give next is older than 24 hours. AWS: GetRecords, TrimmedDataAccessException: "You obtain a shard
 * iterator, but before you use the iterator in a GetRecords request, a stream record in the 24 hour period exceeds the limit and is trimmed."
 */
function checkNotTrimmed(
  tx: ReadTx,
  { reference, stream }: FoundStream,
  afterSequence: string | undefined,
  oldestMs: number,
): void {
  // An iterator from the oldest record on takes what there is.
  if (afterSequence === undefined) return;
  const [next] = walkChanges(tx, reference, stream, afterSequence, 1);
  const isTrimmed =
    (stream.trimmedSequence ?? "") > afterSequence || (next !== undefined && next.record.atMs <= oldestMs);
  if (isTrimmed) throw trimmedDataAccess();
}

function nextChanges(changes: Iterable<Change>, limit: number, oldestMs: number): readonly Change[] {
  const taken: Change[] = [];
  let bytes = 0;
  for (const change of changes) {
    if (change.record.atMs <= oldestMs) continue;
    taken.push(change);
    bytes += change.record.bytes;
    if (taken.length >= limit || bytes >= LARGEST_ANSWER_BYTES) break;
  }
  return taken;
}

function toRecord({ sequence, record }: Change, stream: StreamRecord, context: Context): _Record {
  return {
    eventID: record.eventId,
    eventName: record.eventName,
    eventVersion: "1.1",
    eventSource: "aws:dynamodb",
    awsRegion: context.region,
    dynamodb: {
      // AWS: rounded down to the second.
      ApproximateCreationDateTime: new Date(Math.floor(record.atMs / 1000) * 1000),
      Keys: record.keys,
      ...(record.newImage !== undefined && { NewImage: record.newImage }),
      ...(record.oldImage !== undefined && { OldImage: record.oldImage }),
      SequenceNumber: sequence,
      SizeBytes: record.bytes,
      StreamViewType: stream.viewType,
    },
    // AWS: Developer Guide, "DynamoDB Streams and Time to Live".
    ...(record.isExpiry === true && {
      userIdentity: { Type: "Service", PrincipalId: "dynamodb.amazonaws.com" },
    }),
  };
}
