// Functions on a Kinesis stream, end to end: records put, the function's doings out through a queue.

import {
  CreateStreamCommand,
  KinesisClient,
  PutRecordCommand,
  RegisterStreamConsumerCommand,
  SplitShardCommand,
} from "@aws-sdk/client-kinesis";
import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  GetEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { describe, expect, test } from "vitest";
import { eventually, lambdaBench } from "./bench.ts";

// Sends the event that it gets to the queue "out", fails as the records say, and counts records in a window's state.
const WORKER = `import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";
  const sqs = new SQSClient({});
  export const handler = async (event) => {
    await sqs.send(new SendMessageCommand({ QueueUrl: process.env.OUT, MessageBody: JSON.stringify(event) }));
    const bad = event.Records.find(({ kinesis }) => Buffer.from(kinesis.data, "base64").toString().includes("bad"));
    if (bad && process.env.MODE === "partial")
      return { batchItemFailures: [{ itemIdentifier: bad.kinesis.sequenceNumber }] };
    if (bad) throw new Error("bad record");
    if (event.window) return { state: { count: (event.state.count ?? 0) + event.Records.length } };
    return {} }`;
const READ_STREAM = [
  "kinesis:DescribeStream",
  "kinesis:DescribeStreamConsumer",
  "kinesis:GetRecords",
  "kinesis:GetShardIterator",
  "kinesis:ListShards",
  "kinesis:SubscribeToShard",
  "s3:PutObject",
  "sqs:SendMessage",
];

interface Event {
  readonly Records: readonly { readonly kinesis: { readonly data: string; readonly partitionKey: string } }[];
  readonly window?: { readonly start: string; readonly end: string };
  readonly state?: { readonly count?: number };
  readonly isFinalInvokeForWindow?: boolean;
}

const textsOf = ({ Records }: Event): string[] =>
  Records.map(({ kinesis }) => Buffer.from(kinesis.data, "base64").toString());

async function streamAndWorker(environment: { [name: string]: string } = {}) {
  const bench = await lambdaBench();
  const sqs = bench.account.client(SQSClient);
  const kinesis = bench.account.client(KinesisClient);
  const { QueueUrl: out = "" } = await sqs.send(new CreateQueueCommand({ QueueName: "out" }));
  const { QueueUrl: failed = "" } = await sqs.send(new CreateQueueCommand({ QueueName: "failed" }));
  await kinesis.send(new CreateStreamCommand({ StreamName: "clicks", ShardCount: 1 }));
  await bench.yard.yard.context.jobs.settled();
  const streamArn = `arn:aws:kinesis:us-east-1:${bench.account.account}:stream/clicks`;
  const Role = await bench.role("worker", READ_STREAM);
  await bench.create("worker", WORKER, {
    Role,
    Environment: { Variables: { OUT: out, ...environment } },
    Timeout: 20,
  });
  const put = (text: string, PartitionKey = "k") =>
    kinesis.send(new PutRecordCommand({ StreamName: "clicks", PartitionKey, Data: Buffer.from(text) }));
  const map = (settings: Partial<CreateEventSourceMappingCommandInput> = {}) =>
    bench.lambda.send(
      new CreateEventSourceMappingCommand({
        FunctionName: "worker",
        EventSourceArn: streamArn,
        StartingPosition: "TRIM_HORIZON",
        ...settings,
      }),
    );
  const take = (url = out) =>
    eventually(async () => {
      const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: url, VisibilityTimeout: 600 }));
      return Messages?.[0]?.Body === undefined ? undefined : (JSON.parse(Messages[0].Body) as Event);
    });
  const nextTexts = async () => textsOf(await take());
  const failedArn = `arn:aws:sqs:us-east-1:${bench.account.account}:failed`;
  return { ...bench, kinesis, streamArn, Role, failed, failedArn, put, map, take, nextTexts };
}

describe("a function on a Kinesis stream", () => {
  // AWS: "Using Lambda with Kinesis": "Example Kinesis record event".
  test("gets records in AWS's form, before and after a split", async () => {
    const { kinesis, put, map, take, nextTexts, streamArn, Role } = await streamAndWorker();
    const { SequenceNumber: sequenceNumber } = await put("one");
    await map();
    expect((await take()).Records).toEqual([
      {
        kinesis: {
          kinesisSchemaVersion: "1.0",
          partitionKey: "k",
          sequenceNumber,
          data: Buffer.from("one").toString("base64"),
          approximateArrivalTimestamp: expect.any(Number) as unknown,
        },
        eventSource: "aws:kinesis",
        eventVersion: "1.0",
        eventID: `shardId-000000000000:${sequenceNumber}`,
        eventName: "aws:kinesis:record",
        invokeIdentityArn: Role,
        awsRegion: "us-east-1",
        eventSourceARN: streamArn,
      },
    ]);
    await kinesis.send(
      new SplitShardCommand({ StreamName: "clicks", ShardToSplit: "shardId-0", NewStartingHashKey: "1000" }),
    );
    await eventually(async () => {
      const { ShardId } = await put("two");
      return ShardId === "shardId-000000000000" ? undefined : true;
    });
    expect((await nextTexts())[0]).toBe("two");
  });

  // AWS: CreateEventSourceMapping: StartingPosition.
  test("begins where it is told", async () => {
    const { put, map, nextTexts } = await streamAndWorker();
    await put("before");
    await expect(map({ StartingPosition: "AT_TIMESTAMP" })).rejects.toMatchObject({
      name: "InvalidParameterValueException",
    });
    await map({ StartingPosition: "LATEST" });
    await put("after");
    expect(await nextTexts()).toEqual(["after"]);
  });

  test("begins at a time", async () => {
    const { yard, put, map, nextTexts } = await streamAndWorker();
    const StartingPositionTimestamp = new Date(yard.yard.context.clock.nowMs() - 60_000);
    await put("since");
    const made = await map({ StartingPosition: "AT_TIMESTAMP", StartingPositionTimestamp });
    expect(made.StartingPositionTimestamp).toEqual(StartingPositionTimestamp);
    expect(await nextTexts()).toEqual(["since"]);
  });

  // AWS: "Using event filtering with a Kinesis event source": the data is decoded.
  test("filters by the data and by the key", async () => {
    const { put, map, nextTexts } = await streamAndWorker();
    await put(JSON.stringify({ city: "Oslo" }));
    await put(JSON.stringify({ city: "Bergen" }));
    await put("no JSON");
    await put(JSON.stringify({ city: "Oslo" }), "other");
    const Pattern = JSON.stringify({ data: { city: ["Oslo"] }, partitionKey: ["k"] });
    await map({ FilterCriteria: { Filters: [{ Pattern }] } });
    expect(await nextTexts()).toEqual(['{"city":"Oslo"}']);
  });

  // AWS: "Retain discarded records for a Kinesis data stream event source in Lambda".
  test("halves a batch until the bad record is alone, and gives that up to a queue", async () => {
    const { put, map, nextTexts, take, failed, failedArn, streamArn } = await streamAndWorker();
    for (const text of ["1", "2", "3"]) await put(text);
    const { SequenceNumber } = await put("bad");
    await map({
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: failedArn } },
    });
    expect(await nextTexts()).toEqual(["1", "2", "3", "bad"]);
    expect(await nextTexts()).toEqual(["1", "2"]);
    expect(await nextTexts()).toEqual(["3", "bad"]);
    expect(await nextTexts()).toEqual(["3"]);
    expect(await nextTexts()).toEqual(["bad"]);
    expect(await take(failed)).toMatchObject({
      requestContext: { condition: "RetryAttemptsExhausted", approximateInvokeCount: 1 },
      responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
      version: "1.0",
      KinesisBatchInfo: {
        shardId: "shardId-000000000000",
        startSequenceNumber: SequenceNumber,
        endSequenceNumber: SequenceNumber,
        batchSize: 1,
        streamArn,
      },
    });
    await put("next");
    expect(await nextTexts()).toEqual(["next"]);
  });

  // AWS: the same page: with a bucket, the records are kept, too.
  test("keeps what is given up in a bucket", async () => {
    const { account, put, map, nextTexts } = await streamAndWorker();
    const s3 = account.client(S3Client);
    const Bucket = `given-up-${account.account}`;
    await s3.send(new CreateBucketCommand({ Bucket }));
    await put("bad");
    const { UUID } = await map({
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: `arn:aws:s3:::${Bucket}` } },
    });
    expect(await nextTexts()).toEqual(["bad"]);
    const Key = await eventually(async () => {
      const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket }));
      return Contents?.[0]?.Key;
    });
    expect(Key).toMatch(
      new RegExp(
        `^aws/lambda/${UUID}/shardId-000000000000/\\d{4}/\\d\\d/\\d\\d/\\d{4}-\\d\\d-\\d\\dT\\d\\d\\.\\d\\d\\.\\d\\d-`,
      ),
    );
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    const kept = JSON.parse((await Body?.transformToString()) ?? "") as { payload: string };
    expect(textsOf(JSON.parse(kept.payload) as Event)).toEqual(["bad"]);
  });

  // AWS: "Configuring partial batch response with Kinesis Data Streams and Lambda".
  test("goes on from the first record that is reported", async () => {
    const { put, map, nextTexts } = await streamAndWorker({ MODE: "partial" });
    for (const text of ["1", "bad", "3"]) await put(text);
    await map({ FunctionResponseTypes: ["ReportBatchItemFailures"], MaximumRetryAttempts: 0 });
    expect(await nextTexts()).toEqual(["1", "bad", "3"]);
    await put("4");
    expect(await nextTexts()).toEqual(["4"]);
  });

  // AWS: ParallelizationFactor: in order for each partition key.
  test("runs keys side by side, each in order", async () => {
    const { put, map, take } = await streamAndWorker();
    const sent = ["a1", "b1", "c1", "a2", "b2", "c2", "a3"];
    for (const text of sent) await put(text, text.charAt(0));
    const made = await map({ ParallelizationFactor: 3, BatchSize: 10 });
    expect(made.ParallelizationFactor).toBe(3);
    const batches: string[][] = [];
    while (batches.flat().length < sent.length) batches.push(textsOf(await take()));
    expect(batches.length).toBeGreaterThan(1);
    for (const key of ["a", "b", "c"]) {
      const holding = batches.filter((batch) => batch.some((text) => text.startsWith(key)));
      expect(holding).toHaveLength(1);
      expect(holding[0]?.filter((text) => text.startsWith(key))).toEqual(sent.filter((text) => text.startsWith(key)));
    }
  });

  // AWS: "Tumbling windows": the state goes from one invocation to the next, and once more at the window's end.
  test("counts in tumbling windows", async () => {
    const { put, map, take } = await streamAndWorker();
    await map({ TumblingWindowInSeconds: 1, BatchSize: 1 });
    await put("1");
    await put("2");
    let counted = 0;
    while (counted < 2) {
      const event = await take();
      expect(event).toMatchObject({ shardId: "shardId-000000000000", isWindowTerminatedEarly: false });
      if (event.isFinalInvokeForWindow !== true) continue;
      expect(event.Records).toEqual([]);
      counted += event.state?.count ?? 0;
    }
    expect(counted).toBe(2);
  });

  // AWS: "Create a mapping for a consumer": EventSourceArn is the consumer's.
  test("is pushed records by a consumer with enhanced fan-out", async () => {
    const { yard, lambda, kinesis, streamArn, put, map, nextTexts, take } = await streamAndWorker();
    const { Consumer } = await kinesis.send(
      new RegisterStreamConsumerCommand({ StreamARN: streamArn, ConsumerName: "worker" }),
    );
    await yard.yard.context.jobs.settled();
    await put("before");
    const { UUID } = await map({ EventSourceArn: Consumer?.ConsumerARN });
    expect(await nextTexts()).toEqual(["before"]);
    await put("pushed");
    expect(await take()).toMatchObject({ Records: [{ eventSourceARN: Consumer?.ConsumerARN }] });
    const { LastProcessingResult } = await eventually(async () => {
      const found = await lambda.send(new GetEventSourceMappingCommand({ UUID }));
      return found.LastProcessingResult === "OK" ? found : undefined;
    });
    expect(LastProcessingResult).toBe("OK");
  });
});
