// A Kinesis record as hosts get it, and starting points as Kinesis names them. Pure.

import type { _Record as DataRecord } from "@aws-sdk/client-kinesis";
import { parseArn } from "../../kernel/arns.ts";
import type { SourceRecord, StartingPoint } from "./shard-source.ts";

/** What events say of where they come from. */
export interface KinesisOrigin {
  /** Of the stream. */
  readonly streamArn: string;
  /** Of the stream or the consumer: as the host names its source. */
  readonly sourceArn: string;
  /** The role that reads. */
  readonly roleArn: string;
}

/** How Kinesis names a starting point. */
export function iteratorOf(from: StartingPoint, nowMs: number) {
  if (from.kind === "after")
    return { ShardIteratorType: "AFTER_SEQUENCE_NUMBER", StartingSequenceNumber: from.sequenceNumber } as const;
  // AWS: a time in the future is refused.
  if (from.kind === "time")
    return { ShardIteratorType: "AT_TIMESTAMP", Timestamp: new Date(Math.min(from.atMs, nowMs)) } as const;
  return { ShardIteratorType: "TRIM_HORIZON" } as const;
}

/** AWS: "Using Lambda with Kinesis": "Example Kinesis record event". */
export function sourceRecord(
  record: DataRecord,
  shardId: string,
  { sourceArn, roleArn }: Omit<KinesisOrigin, "streamArn">,
): SourceRecord {
  const sequenceNumber = record.SequenceNumber ?? "";
  const arrivedAtMs = record.ApproximateArrivalTimestamp?.getTime() ?? 0;
  const bytes = Buffer.from(record.Data ?? []);
  const kinesis = {
    kinesisSchemaVersion: "1.0",
    partitionKey: record.PartitionKey ?? "",
    sequenceNumber,
    data: bytes.toString("base64"),
    approximateArrivalTimestamp: arrivedAtMs / 1_000,
    ...(record.EncryptionType === undefined ? {} : { encryptionType: record.EncryptionType }),
  };
  const event = {
    kinesis,
    eventSource: "aws:kinesis",
    eventVersion: "1.0",
    eventID: `${shardId}:${sequenceNumber}`,
    eventName: "aws:kinesis:record",
    invokeIdentityArn: roleArn,
    awsRegion: parseArn(sourceArn)?.region ?? "",
    eventSourceARN: sourceArn,
  };
  return { sequenceNumber, arrivedAtMs, key: kinesis.partitionKey, event, view: filterView(event, bytes) };
}

/**
 * AWS: "Using event filtering with a Kinesis event source": Lambda decodes the data, and filters look at it by the key
 * "data" beside the record's other members.
 */
function filterView(event: { readonly kinesis: Readonly<Record<string, unknown>> }, bytes: Buffer): unknown {
  let data: unknown = bytes.toString();
  try {
    data = JSON.parse(bytes.toString());
  } catch {
    // Plain text is matched as such.
  }
  return { ...event, ...event.kinesis, data, kinesis: { ...event.kinesis, data } };
}
