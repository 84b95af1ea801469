// Order under failures: records of a shard, and messages of a group, are first seen in the order in which they were sent, and
// none is lost, although the function fails again and again and batches are halved.
// Method: a function fails by lot, which the event's own content draws, so that each run is the same; what it saw goes to a queue
// whose order is the function's.

import { CreateEventSourceMappingCommand } from "@aws-sdk/client-lambda";
import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  KinesisClient,
  PutRecordCommand,
  waitUntilStreamExists,
} from "@aws-sdk/client-kinesis";
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { testYard } from "../../../testing/harness.ts";
import { eventually, lambdaBench } from "./bench.ts";

// Tells all that it is given, in one batch, before it fails: by how often it has seen the first one.
const WORKER = `import { SQSClient, SendMessageBatchCommand } from "@aws-sdk/client-sqs";
  const sqs = new SQSClient({});
  const seen = new Map();
  export const handler = async ({ Records }) => {
    const texts = Records.map((each) => each.body ?? Buffer.from(each.kinesis.data, "base64").toString());
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: process.env.AWS_ENDPOINT_URL + process.env.OUT, Entries:
      texts.map((text, index) => ({ Id: String(index), MessageBody: text, MessageGroupId: "all", MessageDeduplicationId: crypto.randomUUID() })) }));
    const [first] = texts;
    seen.set(first, (seen.get(first) ?? 0) + 1);
    const number = Number(first.split("-")[1]);
    if (seen.get(first) <= number % 3) throw new Error("not yet " + first);
  };`;
const GROUPS = ["a", "b", "c"];
const EACH = 12;
const ALL = Array.from({ length: EACH }, (_, number) => GROUPS.map((group) => `${group}-${number}`)).flat();

async function setUp(): Promise<
  Awaited<ReturnType<typeof lambdaBench>> & { readonly sqs: SQSClient; readonly out: string; stop(): Promise<void> }
> {
  const yard = await testYard();
  const bench = await lambdaBench(yard);
  const sqs = bench.account.client(SQSClient);
  const { QueueUrl: out = "" } = await sqs.send(
    new CreateQueueCommand({ QueueName: "out.fifo", Attributes: { FifoQueue: "true" } }),
  );
  await bench.create("worker", WORKER, {
    Role: await bench.role("worker", ["sqs:*", "kinesis:*"]),
    Environment: { Variables: { OUT: new URL(out).pathname } },
    Timeout: 20,
  });
  return { ...bench, sqs, out, stop: () => yard.stop() };
}

/** What the function saw, in its order, until it has seen all. `look` is called between. */
async function seenBy(sqs: SQSClient, out: string, look: () => Promise<unknown>): Promise<readonly string[]> {
  const seen: string[] = [];
  return eventually(async () => {
    await look();
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: out, MaxNumberOfMessages: 10 }));
    seen.push(...Messages.map(({ Body = "" }) => Body));
    if (Messages.length > 0)
      await sqs.send(
        new DeleteMessageBatchCommand({
          QueueUrl: out,
          Entries: Messages.map(({ ReceiptHandle = "" }, index) => ({ Id: String(index), ReceiptHandle })),
        }),
      );
    return new Set(seen).size === ALL.length ? seen : undefined;
  });
}

/** For each group, the order in which its members came for the first time. */
function expectOrder(seen: readonly string[]): void {
  const first = [...new Set(seen)];
  for (const group of GROUPS)
    expect(first.filter((text) => text.startsWith(group))).toEqual(ALL.filter((text) => text.startsWith(group)));
  // The lots were drawn: there were failures.
  expect(seen.length).toBeGreaterThan(ALL.length);
}

test("records of a shard keep their order under retries and halved batches", async () => {
  const { account, lambda, sqs, out, yard, stop } = await setUp();
  const kinesis = account.client(KinesisClient);
  const StreamName = "in";
  await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 2 }));
  await waitUntilStreamExists({ client: kinesis, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }, { StreamName });
  const { StreamDescriptionSummary } = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }));
  for (const text of ALL)
    await kinesis.send(
      new PutRecordCommand({ StreamName, Data: Buffer.from(text), PartitionKey: text.split("-")[0] ?? "" }),
    );
  await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: "worker",
      EventSourceArn: StreamDescriptionSummary?.StreamARN,
      StartingPosition: "TRIM_HORIZON",
      BatchSize: 5,
      BisectBatchOnFunctionError: true,
      ParallelizationFactor: 2,
    }),
  );
  expectOrder(await seenBy(sqs, out, () => yard.advance(1_000)));
  await stop();
});

test("messages of a group keep their order under retries", async () => {
  const { account, lambda, sqs, out, yard, stop } = await setUp();
  const Attributes = { FifoQueue: "true", ContentBasedDeduplication: "true", VisibilityTimeout: "30" };
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "in.fifo", Attributes }));
  for (let start = 0; start < ALL.length; start += 6)
    await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: ALL.slice(start, start + 6).map((text, index) => ({
          Id: String(index),
          MessageBody: text,
          MessageGroupId: text.split("-")[0],
        })),
      }),
    );
  await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: "worker",
      EventSourceArn: `arn:aws:sqs:${account.region}:${account.account}:in.fifo`,
      BatchSize: 4,
    }),
  );
  expectOrder(await seenBy(sqs, out, () => yard.advance(1_000)));
  await stop();
});
