// A Kinesis stream as an event source: polled, or pushed by a consumer with enhanced fan-out.
// AWS: "Using Lambda with Kinesis", "Amazon Kinesis stream as a source" (Pipes).

import { AwsError } from "../../kernel/errors.ts";
import type { AwsApis } from "../apis.ts";
import type { YardContext } from "../context.ts";
import { everyPage } from "../pages.ts";
import { iteratorOf, type KinesisOrigin, sourceRecord } from "./kinesis-event.ts";
import { openSubscription } from "./kinesis-subscription.ts";
import type { ShardReader, SourceShard, StartingPoint, StreamSource } from "./shard-source.ts";

// LIMIT: AWS: a shard takes five reads a second of all its readers. AWS's own pollers read once a second; here a read
// follows a signal, and this leaves one read a second to others.
const READ_PAUSE_MS = 250;
const READ_LIMIT = 10_000;

/** The stream behind an ARN, which may be a consumer's. */
export function kinesisSource(yard: YardContext, sourceArn: string, roleArn: string): StreamSource {
  const consumerAt = sourceArn.indexOf("/consumer/");
  const streamArn = consumerAt === -1 ? sourceArn : sourceArn.slice(0, consumerAt);
  const origin = { streamArn, sourceArn, roleArn };
  return {
    streamTopic: `kinesis/${streamArn}`,
    listShards: (aws) => listShards(aws, streamArn),
    open: (shardId, from, ring) =>
      consumerAt === -1 ? openShard(yard, origin, shardId, from) : openSubscription(yard, origin, shardId, from, ring),
  };
}

async function listShards(aws: AwsApis, StreamARN: string): Promise<readonly SourceShard[]> {
  const shards = await everyPage(async (NextToken: string | undefined) => {
    const answer = await aws.kinesis.listShards(NextToken === undefined ? { StreamARN } : { NextToken });
    return { items: answer.Shards, next: answer.NextToken };
  });
  return shards.map(({ ShardId: id, ParentShardId: parent, AdjacentParentShardId: adjacent }) => ({
    id,
    parents: [parent, adjacent].filter((each) => each !== undefined),
  }));
}

function openShard(yard: YardContext, origin: KinesisOrigin, shardId: string, from: StartingPoint): ShardReader {
  let iterator: string | undefined;
  let position = from;
  let lastReadMs = Number.NEGATIVE_INFINITY;

  async function begin(aws: AwsApis): Promise<string | undefined> {
    const { ShardIterator } = await aws.kinesis.getShardIterator({
      StreamARN: origin.streamArn,
      ShardId: shardId,
      ...iteratorOf(position, yard.clock.nowMs()),
    });
    return ShardIterator;
  }

  return {
    async read(aws, limit) {
      const pauseMs = lastReadMs + READ_PAUSE_MS - yard.clock.nowMs();
      if (pauseMs > 0) await yard.clock.wait(pauseMs);
      lastReadMs = yard.clock.nowMs();
      try {
        iterator ??= await begin(aws);
        const { Records: records, NextShardIterator: next } = await aws.kinesis.getRecords({
          ShardIterator: iterator,
          Limit: Math.min(READ_LIMIT, limit),
          StreamARN: origin.streamArn,
        });
        iterator = next;
        const last = records.at(-1)?.SequenceNumber;
        if (last !== undefined) position = { kind: "after", sequenceNumber: last };
        return { records: records.map((record) => sourceRecord(record, shardId, origin)), isEnd: next === undefined };
      } catch (error) {
        // Others read the shard, too: the next look is soon.
        if (isCode(error, "ProvisionedThroughputExceededException")) return { records: [], isEnd: false };
        if (isCode(error, "ExpiredIteratorException")) {
          iterator = undefined;
          return { records: [], isEnd: false };
        }
        // The shard was closed, read, and has been trimmed since.
        if (isCode(error, "ResourceNotFoundException") && error.message.includes("does not exist"))
          return { records: [], isEnd: true };
        throw error;
      }
    },
    close: () => undefined,
  };
}

function isCode(error: unknown, code: string): error is AwsError {
  return error instanceof AwsError && error.code === code;
}
