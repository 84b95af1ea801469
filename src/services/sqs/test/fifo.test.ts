// FIFO queues through the SDK: receives that are tried again, and the throughput that AWS allows.

import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { createClock } from "../../../kernel/clock.ts";
import { sharedYard, testYard } from "../../../testing/harness.ts";

const MINUTE_MS = 60_000;

async function setUp(Attributes: Record<string, string> = {}) {
  const clock = createClock({ mode: "virtual", startMs: Date.parse("2026-01-01T00:00:00Z") });
  const yard = await testYard({ clock });
  const sqs = yard.account().client(SQSClient);
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({
      QueueName: "q.fifo",
      Attributes: { FifoQueue: "true", ContentBasedDeduplication: "true", ...Attributes },
    }),
  );
  const send = (MessageBody: string, MessageGroupId = "a") =>
    sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId }));
  const receive = async (more: Partial<ReceiveMessageCommandInput> = {}) =>
    (await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...more }))).Messages ?? [];
  return { yard, sqs, QueueUrl, send, receive };
}

// Goal: the same attempt gets the same messages and handles, and their timeout begins anew; another attempt gets nothing
// while the group is held; what was deleted ends the repetition. AWS: ReceiveMessage, ReceiveRequestAttemptId.
test("repeats a receive", async () => {
  const { yard, sqs, QueueUrl, send, receive } = await setUp();
  for (const body of ["1", "2", "3"]) await send(body);
  const attempt = { ReceiveRequestAttemptId: "try-1", VisibilityTimeout: 30 };
  const first = await receive(attempt);
  expect(first.map(({ Body }) => Body)).toEqual(["1", "2", "3"]);
  await yard.advance(20_000);
  expect(await receive(attempt)).toEqual(first);
  expect(await receive({ ReceiveRequestAttemptId: "try-2" })).toEqual([]);
  expect(await receive()).toEqual([]);
  // 20 s later than the first timeout would have ended: it was begun anew.
  await yard.advance(20_000);
  expect(await receive()).toEqual([]);

  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first[0]?.ReceiptHandle ?? "" }));
  expect(await receive(attempt)).toEqual([]);
  await yard.advance(30_000);
  expect((await receive(attempt)).map(({ Body }) => Body)).toEqual(["2", "3"]);
  await yard.stop();
});

// Goal: a changed visibility and five minutes end the repetition, too.
test("ends repetitions", async () => {
  const { yard, sqs, QueueUrl, send, receive } = await setUp();
  await send("1");
  const attempt = { ReceiveRequestAttemptId: "x", VisibilityTimeout: 600 };
  const [message] = await receive(attempt);
  const ReceiptHandle = message?.ReceiptHandle ?? "";
  await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 700 }));
  expect(await receive(attempt)).toEqual([]);
  await send("other", "b");
  const late = { ReceiveRequestAttemptId: "y", VisibilityTimeout: 600 };
  expect(await receive(late)).toHaveLength(1);
  expect(await receive(late)).toHaveLength(1);
  await yard.advance(5 * MINUTE_MS);
  expect(await receive(late)).toEqual([]);
  await yard.stop();
});

// Goal: what is no attempt id, and queues that have none. AWS: the parameter applies only to FIFO queues, 128 characters.
test("checks attempt ids", async () => {
  const { yard, receive } = await setUp();
  for (const ReceiveRequestAttemptId of ["a b", "x".repeat(129)])
    await expect(receive({ ReceiveRequestAttemptId })).rejects.toMatchObject({ name: "InvalidParameterValue" });
  await yard.stop();
  const sqs = (await sharedYard()).account().client(SQSClient);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "standard" }));
  await expect(sqs.send(new ReceiveMessageCommand({ QueueUrl, ReceiveRequestAttemptId: "x" }))).rejects.toMatchObject({
    name: "InvalidParameterValue",
  });
});

// Goal: 300 calls a second of each action, whole batches as one; the next second is free again, and queues in
// high-throughput mode are not limited. AWS: "FIFO queue quotas".
test("throttles as documented", async () => {
  const { yard, sqs, QueueUrl, send, receive } = await setUp();
  const batch = (call: number) =>
    sqs.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: ["x", "y"].map((Id) => ({ Id, MessageBody: `${call} ${Id}`, MessageGroupId: Id })),
      }),
    );
  for (let call = 0; call < 300; call += 1) await batch(call);
  await expect(send("one too many")).rejects.toMatchObject({ name: "RequestThrottled" });
  expect(await receive()).toHaveLength(10);
  await yard.advance(1_000);
  await send("in the next second");
  await yard.stop();

  const fast = await setUp({ DeduplicationScope: "messageGroup", FifoThroughputLimit: "perMessageGroupId" });
  for (let call = 0; call < 301; call += 1) await fast.send(String(call));
  await fast.yard.stop();
});
