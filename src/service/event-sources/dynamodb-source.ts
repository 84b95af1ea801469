// A table's stream as an event source. AWS: "Using AWS Lambda with Amazon DynamoDB".

import type { _Record as StreamRecord } from "@aws-sdk/client-dynamodb-streams";
import { parseArn } from "../../kernel/arns.ts";
import { AwsError } from "../../kernel/errors.ts";
import type { AwsApis } from "../apis.ts";
import { streamEventRecord } from "./dynamodb-event.ts";
import type { ShardReader, SourceRecord, SourceShard, StartingPoint, StreamSource } from "./shard-source.ts";

// LIMIT: AWS: "GetRecords": 1,000 records a call.
const READ_LIMIT = 1_000;

/** The stream behind an ARN. */
export function dynamoDbSource(streamArn: string): StreamSource {
  const region = parseArn(streamArn)?.region ?? "";
  return {
    streamTopic: `dynamodb-streams/${streamArn}`,
    listShards: (aws) => listShards(aws, streamArn),
    open: (shardId, from) => openShard(streamArn, region, shardId, from),
  };
}

/** All shards of a stream, parents before their children. */
async function listShards(aws: AwsApis, streamArn: string): Promise<readonly SourceShard[]> {
  const shards: SourceShard[] = [];
  let after: string | undefined;
  do {
    const { StreamDescription: stream } = await aws.dynamoDBStreams.describeStream({
      StreamArn: streamArn,
      ...(after === undefined ? {} : { ExclusiveStartShardId: after }),
    });
    for (const { ShardId: id = "", ParentShardId: parent } of stream?.Shards ?? [])
      shards.push({ id, parents: parent === undefined ? [] : [parent] });
    after = stream?.LastEvaluatedShardId;
  } while (after !== undefined);
  return shards;
}

/** The iterator, or what it stands at, is too old: another one goes on with what is left. */
const OLD_ITERATOR = new Set(["ExpiredIteratorException", "TrimmedDataAccessException"]);

function openShard(streamArn: string, region: string, shardId: string, from: StartingPoint): ShardReader {
  let iterator: string | undefined;
  let position = from;

  async function begin(aws: AwsApis): Promise<string | undefined> {
    const at = (place: object): Promise<{ ShardIterator?: string | undefined }> =>
      aws.dynamoDBStreams.getShardIterator({
        StreamArn: streamArn,
        ShardId: shardId,
        ShardIteratorType: "TRIM_HORIZON",
        ...place,
      });
    if (position.kind !== "after") return (await at({})).ShardIterator;
    try {
      const { sequenceNumber } = position;
      return (await at({ ShardIteratorType: "AFTER_SEQUENCE_NUMBER", SequenceNumber: sequenceNumber })).ShardIterator;
    } catch (error) {
      // What lies before has been trimmed after 24 hours: go on with what is left.
      if (error instanceof AwsError && error.code === "TrimmedDataAccessException") return (await at({})).ShardIterator;
      throw error;
    }
  }

  return {
    async read(aws, limit) {
      iterator ??= await begin(aws);
      if (iterator === undefined) return { records: [], isEnd: true };
      try {
        const { Records: records = [], NextShardIterator: next } = await aws.dynamoDBStreams.getRecords({
          ShardIterator: iterator,
          Limit: Math.min(READ_LIMIT, limit),
        });
        iterator = next;
        const last = records.at(-1)?.dynamodb?.SequenceNumber;
        if (last !== undefined) position = { kind: "after", sequenceNumber: last };
        return { records: records.map((record) => sourceRecord(record, streamArn, region)), isEnd: next === undefined };
      } catch (error) {
        const isOld = error instanceof AwsError && OLD_ITERATOR.has(error.code);
        if (!isOld) throw error;
        iterator = undefined;
        return { records: [], isEnd: false };
      }
    },
    close: () => undefined,
  };
}

function sourceRecord(record: StreamRecord, streamArn: string, region: string): SourceRecord {
  const event = streamEventRecord(record, streamArn, region);
  const { ApproximateCreationDateTime: createdAt, Keys: keys } = record.dynamodb ?? {};
  return {
    sequenceNumber: event.dynamodb.SequenceNumber,
    arrivedAtMs: createdAt?.getTime() ?? 0,
    key: JSON.stringify(keys ?? {}),
    event: { ...event },
    view: event,
  };
}
