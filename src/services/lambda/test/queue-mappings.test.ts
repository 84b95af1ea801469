// Functions that work off queues, end to end: messages in, the function's doings out through another queue.

import {
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import type { CreateEventSourceMappingCommandInput } from "@aws-sdk/client-lambda";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
  SendMessageBatchCommand,
  SendMessageCommand,
} from "@aws-sdk/client-sqs";
import { describe, expect, test } from "vitest";
import { eventually, lambdaBench } from "./bench.ts";

// Sends each batch that it gets to the queue "out", and fails as the messages say.
const WORKER = `import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";
  const sqs = new SQSClient({});
  export const handler = async (event) => {
    await sqs.send(new SendMessageCommand({ QueueUrl: process.env.OUT, MessageBody: JSON.stringify(event) }));
    if (event.Records.some(({ body }) => body === "fail all")) throw new Error("all");
    return { batchItemFailures: event.Records.filter(({ body }) => body.startsWith("fail"))
      .map(({ messageId }) => ({ itemIdentifier: messageId })) } }`;
const READ_QUEUE = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:SendMessage"];

interface Batch {
  readonly Records: readonly Record<string, unknown>[];
}

async function mapped(
  settings: Partial<CreateEventSourceMappingCommandInput> = {},
  options: { name?: string; attributes?: Record<string, string>; messages?: readonly string[] } = {},
) {
  const bench = await lambdaBench();
  const sqs = bench.account.client(SQSClient);
  const { name = "in", attributes = {} } = options;
  const { QueueUrl: url = "" } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
  const { QueueUrl: out = "" } = await sqs.send(new CreateQueueCommand({ QueueName: "out" }));
  const queueArn = `arn:aws:sqs:us-east-1:${bench.account.account}:${name}`;
  await bench.create("worker", WORKER, {
    Role: await bench.role("worker", READ_QUEUE),
    Environment: { Variables: { OUT: out } },
    Timeout: 20,
  });
  for (const body of options.messages ?? [])
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body }));
  const mapping = await bench.lambda.send(
    new CreateEventSourceMappingCommand({ FunctionName: "worker", EventSourceArn: queueArn, ...settings }),
  );
  const nextBatch = () =>
    eventually(async () => {
      const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: out, VisibilityTimeout: 600 }));
      return Messages?.[0]?.Body === undefined ? undefined : (JSON.parse(Messages[0].Body) as Batch);
    });
  const counts = async () => {
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: url,
        AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
      }),
    );
    return [
      Number(Attributes["ApproximateNumberOfMessages"]),
      Number(Attributes["ApproximateNumberOfMessagesNotVisible"]),
    ];
  };
  /** Resolves when so many messages are visible and in flight. */
  const counted = (visible: number, inFlight: number) =>
    eventually(async () => {
      const [now, hidden] = await counts();
      return now === visible && hidden === inFlight ? true : undefined;
    });
  return { ...bench, sqs, url, queueArn, mapping, nextBatch, counted };
}

test("a mapping gives no work to another account's function", async () => {
  // Goal: a function runs with its own account's role, so strangers may not set it to work. Method: an administrator of
  // one account maps a queue to the function of another.
  const owner = await lambdaBench();
  const arn = await owner.create("private", "export const handler = async () => 1");
  const stranger = await lambdaBench(owner.yard);
  const EventSourceArn = `arn:aws:sqs:us-east-1:${stranger.account.account}:in`;
  await stranger.account.client(SQSClient).send(new CreateQueueCommand({ QueueName: "in" }));
  await expect(
    stranger.lambda.send(new CreateEventSourceMappingCommand({ FunctionName: arn, EventSourceArn })),
  ).rejects.toMatchObject({ name: "AccessDeniedException" });
  expect(await owner.lambda.send(new ListEventSourceMappingsCommand({}))).toMatchObject({ EventSourceMappings: [] });
});

describe("a function on a queue", () => {
  test("gets messages in AWS's form, which are then gone", async () => {
    const { sqs, url, queueArn, account, nextBatch, counted } = await mapped();
    const sent = await sqs.send(
      new SendMessageCommand({
        QueueUrl: url,
        MessageBody: "hello",
        MessageAttributes: { kind: { DataType: "String", StringValue: "greeting" } },
      }),
    );
    const batch = await nextBatch();
    // AWS: "Using Lambda with Amazon SQS", example standard queue message event.
    expect(batch.Records).toEqual([
      {
        messageId: sent.MessageId,
        receiptHandle: expect.any(String) as unknown,
        body: "hello",
        attributes: {
          ApproximateReceiveCount: "1",
          SentTimestamp: expect.stringMatching(/^\d{13}$/) as unknown,
          SenderId: expect.any(String) as unknown,
          ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/) as unknown,
        },
        messageAttributes: {
          kind: { stringValue: "greeting", stringListValues: [], binaryListValues: [], dataType: "String" },
        },
        md5OfBody: sent.MD5OfMessageBody,
        md5OfMessageAttributes: sent.MD5OfMessageAttributes,
        eventSource: "aws:sqs",
        eventSourceARN: queueArn,
        awsRegion: account.region,
      },
    ]);
    await counted(0, 0);
  });

  test("starts soon after a message is sent", async () => {
    const { sqs, url, nextBatch } = await mapped();
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "warm up" }));
    await nextBatch();
    const startedAt = performance.now();
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "now" }));
    await nextBatch();
    // A poller that looked only now and then would take seconds.
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  test("gets what was there before, in batches of the given size", async () => {
    const { nextBatch, counted } = await mapped({ BatchSize: 2 }, { messages: ["1", "2", "3", "4"] });
    const sizes = [(await nextBatch()).Records.length, (await nextBatch()).Records.length];
    expect(sizes).toEqual([2, 2]);
    await counted(0, 0);
  });

  test("waits for a window to fill a larger batch", async () => {
    const { sqs, url, nextBatch } = await mapped({ BatchSize: 25, MaximumBatchingWindowInSeconds: 30 });
    const entries = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => ({ Id: String(from + index), MessageBody: String(from + index) }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: entries(0, 10) }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: entries(10, 10) }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: entries(20, 5) }));
    expect((await nextBatch()).Records).toHaveLength(25);
  });

  test("keeps the messages of a batch that failed, or those that it names", async () => {
    const whole = await mapped({ BatchSize: 2 }, { messages: ["fail all", "good"] });
    await whole.nextBatch();
    await whole.counted(0, 2);
    const partial = await mapped(
      { BatchSize: 3, FunctionResponseTypes: ["ReportBatchItemFailures"] },
      { messages: ["good", "fail", "also good"] },
    );
    await partial.nextBatch();
    await partial.counted(0, 1);
  });

  test("keeps the order of a group in a FIFO queue", async () => {
    const { sqs, url, nextBatch } = await mapped(
      { BatchSize: 1 },
      { name: "in.fifo", attributes: { FifoQueue: "true", ContentBasedDeduplication: "true" } },
    );
    for (const body of ["1", "2", "3"])
      await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body, MessageGroupId: "g" }));
    const bodies: unknown[] = [];
    for (let turn = 0; turn < 3; turn++) {
      const [record] = (await nextBatch()).Records;
      bodies.push(record?.["body"]);
      expect(record?.["attributes"]).toMatchObject({
        MessageGroupId: "g",
        SequenceNumber: expect.any(String) as unknown,
      });
    }
    expect(bodies).toEqual(["1", "2", "3"]);
  });

  test("does not see what its filters keep out, and the queue loses it", async () => {
    const { nextBatch, counted } = await mapped(
      { FilterCriteria: { Filters: [{ Pattern: JSON.stringify({ body: { kind: ["order"] } }) }] } },
      { messages: [JSON.stringify({ kind: "other" }), "text", JSON.stringify({ kind: "order", n: 1 })] },
    );
    const batch = await nextBatch();
    expect(batch.Records.map(({ body }) => body)).toEqual([JSON.stringify({ kind: "order", n: 1 })]);
    await counted(0, 0);
  });
});

describe("a mapping", () => {
  test("is shown, switched off and on, and deleted", async () => {
    const { lambda, mapping, sqs, url, nextBatch, queueArn, counted } = await mapped();
    expect(mapping).toMatchObject({ State: "Creating", BatchSize: 10, MaximumBatchingWindowInSeconds: 0 });
    const UUID = String(mapping.UUID);
    expect((await lambda.send(new GetEventSourceMappingCommand({ UUID }))).State).toBe("Enabled");
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "later" }));
    expect((await lambda.send(new GetEventSourceMappingCommand({ UUID }))).State).toBe("Disabled");
    await counted(1, 0);
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true, BatchSize: 1 }));
    expect((await nextBatch()).Records[0]?.["body"]).toBe("later");
    const { EventSourceMappings } = await lambda.send(new ListEventSourceMappingsCommand({ EventSourceArn: queueArn }));
    expect(EventSourceMappings?.map((each) => each.UUID)).toEqual([UUID]);
    await expect(
      lambda.send(new CreateEventSourceMappingCommand({ FunctionName: "worker", EventSourceArn: queueArn })),
    ).rejects.toMatchObject({ name: "ResourceConflictException" });
    await lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
    await expect(lambda.send(new GetEventSourceMappingCommand({ UUID }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "The resource you requested does not exist.",
    });
  });

  test("needs a role that can read the queue, and a queue that hides messages long enough", async () => {
    const { lambda, create, account, role } = await lambdaBench();
    const sqs = account.client(SQSClient);
    await sqs.send(new CreateQueueCommand({ QueueName: "in", Attributes: { VisibilityTimeout: "10" } }));
    const EventSourceArn = `arn:aws:sqs:us-east-1:${account.account}:in`;
    await create("poor", WORKER);
    await expect(
      lambda.send(new CreateEventSourceMappingCommand({ FunctionName: "poor", EventSourceArn })),
    ).rejects.toMatchObject({
      name: "InvalidParameterValueException",
      message: "The provided execution role does not have permissions to call ReceiveMessage on SQS",
    });
    await create("slow", WORKER, { Role: await role("slow", READ_QUEUE), Timeout: 60 });
    await expect(
      lambda.send(new CreateEventSourceMappingCommand({ FunctionName: "slow", EventSourceArn })),
    ).rejects.toMatchObject({
      name: "InvalidParameterValueException",
      message: "Queue visibility timeout: 10 seconds is less than Function timeout: 60 seconds",
    });
    await expect(
      lambda.send(new CreateEventSourceMappingCommand({ FunctionName: "slow", EventSourceArn, BatchSize: 11 })),
    ).rejects.toMatchObject({
      message: "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10",
    });
    await expect(
      lambda.send(new CreateEventSourceMappingCommand({ FunctionName: "slow", EventSourceArn: "arn:aws:s3:::x" })),
    ).rejects.toMatchObject({ message: "Unrecognized event source." });
  });
});
