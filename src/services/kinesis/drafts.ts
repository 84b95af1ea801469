// A record of a request, made ready to be written.

import type { Context } from "../../service/context.ts";
import type { Draft } from "./append.ts";
import { sealRecord } from "./encryption.ts";
import { invalidArgument } from "./errors.ts";
import { hashOf, parseHashKey } from "./hash-keys.ts";
import { indexAt, parseSequence } from "./sequence.ts";
import type { Stream } from "./streams.ts";

/** What PutRecord and PutRecords have of a record. */
export interface RecordInput {
  readonly Data: Uint8Array;
  readonly PartitionKey?: string | undefined;
  readonly ExplicitHashKey?: string | undefined;
}

/** Checks a record and encrypts it where the stream is encrypted. */
export function draftOf(context: Context, stream: Stream, input: RecordInput): Draft | Promise<Draft> {
  const { maxRecordKiB, distribution } = stream.record;
  const isSpread = distribution === "AUTO";
  const { Data: data, ExplicitHashKey: explicit, PartitionKey: partitionKey = "" } = input;
  if (input.PartitionKey === undefined && !isSpread)
    throw invalidArgument("PartitionKey must be provided for streams with the USER_PARTITION_KEY strategy.");
  const bytes = data.length + Buffer.byteLength(partitionKey);
  // AWS: PutRecords: "The record size limit applies to the total size of the partition key and data blob." The wording is
  // inferred.
  if (bytes > maxRecordKiB * 1_024)
    throw invalidArgument(`Record size of ${bytes} bytes exceeds the stream's limit of ${maxRecordKiB} KiB.`);
  const hash = isSpread ? context.random.hex(32) : hashKeyOf(explicit, partitionKey);
  if (stream.record.encryptionKeyId === undefined) return { hash, record: { v: 1, partitionKey, data } };
  return sealRecord(context, stream, { partitionKey, data }).then((record) => ({ hash, record }));
}

function hashKeyOf(explicit: string | undefined, partitionKey: string): string {
  if (explicit === undefined) return hashOf(partitionKey);
  const hash = parseHashKey(explicit);
  // AWS: observed (kinesalite's recorded tests).
  if (hash === undefined)
    throw invalidArgument(
      `Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was ${explicit}`,
    );
  return hash;
}

/**
 * Throws for a SequenceNumberForOrdering that no record of this stream can have by now. All numbers that are given from
 * here on are larger than those that were, so there is nothing else to do about it.
 */
export function requireOrder(stream: Stream, sequenceNumber: string | undefined): void {
  if (sequenceNumber === undefined) return;
  const { reference, record } = stream;
  const parsed = parseSequence(sequenceNumber);
  const shard = parsed === undefined ? undefined : stream.shards.get(parsed.shard);
  if (parsed !== undefined && shard?.createdSeconds === parsed.createdSeconds && parsed.index >= indexAt(0)) return;
  // AWS: observed (kinesalite's recorded tests).
  throw invalidArgument(
    `ExclusiveMinimumSequenceNumber ${sequenceNumber} used in PutRecord on stream ${record.name} under account ${reference.account} is invalid.`,
  );
}
