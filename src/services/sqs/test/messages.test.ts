// Messages through the SDK over HTTP: sending, receiving, waiting, deleting, with each error that AWS documents. Time is
// moved, never waited for: the yard has a virtual clock.

import {
  CancelMessageMoveTaskCommand,
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  type Message,
  type ReceiveMessageCommandInput,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
  SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, beforeEach, expect, type MockInstance, test, vi } from "vitest";
import { createClock } from "../../../kernel/clock.ts";
import type { Signals } from "../../../service/signals.ts";
import { testYard, type TestYard } from "../../../testing/harness.ts";

let yard: TestYard;
let polls: MockInstance<Signals["wait"]>;
beforeAll(async () => {
  yard = await testYard({ clock: createClock({ mode: "virtual", startMs: createClock({ mode: "wall" }).nowMs() }) });
  polls = vi.spyOn(yard.yard.context.signals, "wait");
});
beforeEach(() => void polls.mockClear());
afterAll(() => yard.stop());

async function setUp(Attributes: Record<string, string> = {}) {
  const { client } = yard.account();
  const sqs = client(SQSClient);
  const QueueName = Attributes["FifoQueue"] === "true" ? "q.fifo" : "q";
  const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
  const send = (MessageBody: string, more: Partial<SendMessageCommandInput> = {}) =>
    sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));
  const receive = async (more: Partial<ReceiveMessageCommandInput> = {}): Promise<Message[]> =>
    (await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...more }))).Messages ?? [];
  const remove = (message: Message | undefined) =>
    sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
  const changeVisibility = (message: Message | undefined, VisibilityTimeout: number) =>
    sqs.send(
      new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout }),
    );
  const counts = async () => {
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
    return [
      Attributes?.ApproximateNumberOfMessages,
      Attributes?.ApproximateNumberOfMessagesNotVisible,
      Attributes?.ApproximateNumberOfMessagesDelayed,
    ].map(Number);
  };
  return { sqs, QueueUrl, send, receive, remove, changeVisibility, counts };
}

/** Resolves when a long poll waits in the server for the `count`th time in this test. */
const untilPolling = (count: number) => vi.waitFor(() => expect(polls).toHaveBeenCalledTimes(count));

const bodies = (messages: readonly Message[]) => messages.map((message) => message.Body);

// Goal: a message's way with all its attributes; the SDK itself verifies the body's MD5. AWS: SendMessage and
// ReceiveMessage; digests recorded from the service.
test("hands a message out with its attributes", async () => {
  const { send, receive, remove, counts } = await setUp();
  const sent = await send("msg", {
    MessageAttributes: {
      Hello: { DataType: "String", StringValue: "There" },
      "Help.Me": { DataType: "String", StringValue: "Me" },
      General: { DataType: "String", StringValue: "Kenobi" },
    },
    MessageSystemAttributes: {
      AWSTraceHeader: { DataType: "String", StringValue: "Root=1-5759e988-bd862e3fe1be46a994272793" },
    },
  });
  expect(sent.MD5OfMessageBody).toBe("6e2baaf3b97dbeef01c0043275f9a0e7");
  expect(sent.MD5OfMessageAttributes).toBe("4c360f3fdafd970e05fae2f149d997f5");
  const [message] = await receive({ MessageAttributeNames: ["Hel.*"], MessageSystemAttributeNames: ["All"] });
  expect(message).toMatchObject({
    MessageId: sent.MessageId,
    Body: "msg",
    MD5OfBody: "6e2baaf3b97dbeef01c0043275f9a0e7",
    MD5OfMessageAttributes: "83fee93c1bcd8b9a5a923ffacdc636c7",
    Attributes: {
      ApproximateReceiveCount: "1",
      SentTimestamp: String(yard.clock.nowMs()),
      ApproximateFirstReceiveTimestamp: String(yard.clock.nowMs()),
      AWSTraceHeader: "Root=1-5759e988-bd862e3fe1be46a994272793",
    },
  });
  expect(Object.keys(message?.MessageAttributes ?? {})).toEqual(["Hello", "Help.Me"]);
  expect(await counts()).toEqual([0, 1, 0]);
  await remove(message);
  expect(await counts()).toEqual([0, 0, 0]);
});

// Goal: a message that is not deleted comes back when its visibility timeout ends, with a new handle. AWS:
// "Amazon SQS visibility timeout"; on a standard queue the old handle still deletes.
test("hands a message out again after its visibility timeout", async () => {
  const { send, receive, remove, counts } = await setUp({ VisibilityTimeout: "10" });
  await send("a");
  const [first] = await receive();
  await yard.advance(9_999);
  expect(await receive()).toEqual([]);
  await yard.advance(1);
  const [second] = await receive({ MessageSystemAttributeNames: ["ApproximateReceiveCount"] });
  expect(second?.Attributes).toEqual({ ApproximateReceiveCount: "2" });
  expect(second?.ReceiptHandle).not.toBe(first?.ReceiptHandle);
  await remove(first);
  expect(await counts()).toEqual([0, 0, 0]);
  await remove(second);
});

// Goal: changing visibility prolongs, ends and is limited. AWS: ChangeMessageVisibility; wordings recorded.
test("changes a message's visibility", async () => {
  const { send, receive, remove, changeVisibility } = await setUp({ VisibilityTimeout: "10" });
  await send("a");
  const [message] = await receive();
  await changeVisibility(message, 100);
  await yard.advance(50_000);
  expect(await receive()).toEqual([]);
  await changeVisibility(message, 0);
  const [again] = await receive();
  expect(again?.Body).toBe("a");
  await yard.advance(5_000);
  await expect(changeVisibility(again, 43_200)).rejects.toMatchObject({
    name: "InvalidParameterValue",
    message:
      "Value 43200 for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds].",
  });
  await remove(again);
  await expect(changeVisibility(again, 1)).rejects.toMatchObject({
    name: "InvalidParameterValue",
    message: `Value ${again?.ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
  });
});

// Goal: handles that are none. AWS: DeleteMessage, ReceiptHandleIsInvalid; recorded from the service.
test("refuses a receipt handle that is none", async () => {
  const { remove } = await setUp();
  await expect(remove({ ReceiptHandle: "garbage" })).rejects.toMatchObject({
    name: "ReceiptHandleIsInvalid",
    message: 'The input receipt handle "garbage" is not a valid receipt handle.',
    $metadata: { httpStatusCode: 404 },
  });
});

// Goal: delays of queue and message. AWS: "Amazon SQS delay queues", "Amazon SQS message timers".
test("delays messages", async () => {
  const { send, receive, counts } = await setUp({ DelaySeconds: "5" });
  await send("queue's delay");
  await send("own delay", { DelaySeconds: 0 });
  expect(await counts()).toEqual([1, 0, 1]);
  expect(bodies(await receive())).toEqual(["own delay"]);
  await yard.advance(5_000);
  expect(bodies(await receive())).toEqual(["queue's delay"]);
  await expect(send("x", { DelaySeconds: 901 })).rejects.toMatchObject({
    name: "InvalidParameterValue",
    message: "Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.",
  });
});

// Goal: a long poll ends as soon as there is a message, by whatever way it became visible. AWS: "Amazon SQS short and
// long polling". Method: poll, make something visible, await the poll; a poll that misses it would time the test out.
test("long polls wake", async () => {
  const { send, receive, remove } = await setUp({ VisibilityTimeout: "10" });
  const waiting = receive({ WaitTimeSeconds: 20 });
  await untilPolling(1);
  await send("sent");
  const [message] = await waiting;
  expect(message?.Body).toBe("sent");

  const returned = receive({ WaitTimeSeconds: 20 });
  await untilPolling(2);
  await yard.advance(10_000);
  const [again] = await returned;
  expect(again?.Body).toBe("sent");
  await remove(again);

  await send("delayed", { DelaySeconds: 3 });
  const delayed = receive({ WaitTimeSeconds: 20 });
  await untilPolling(3);
  await yard.advance(3_000);
  expect(bodies(await delayed)).toEqual(["delayed"]);
});

// Goal: a long poll ends empty when its time is over, and the queue's own waiting time holds where none is given.
test("long polls end", async () => {
  const { receive } = await setUp({ ReceiveMessageWaitTimeSeconds: "7" });
  const startedAtMs = yard.clock.nowMs();
  const waiting = receive();
  await untilPolling(1);
  const ended = polls.mock.results[0]?.value.then(() => yard.clock.nowMs());
  await yard.advance(6_999);
  await yard.advance(1);
  expect(await waiting).toEqual([]);
  expect(await ended).toBe(startedAtMs + 7_000);
});

// Goal: deleting a queue ends the polls that wait for it.
test("long polls end when the queue is deleted", async () => {
  const { sqs, QueueUrl, receive } = await setUp();
  const waiting = receive({ WaitTimeSeconds: 20 });
  await untilPolling(1);
  await sqs.send(new DeleteQueueCommand({ QueueUrl }));
  expect(await waiting).toEqual([]);
});

// Goal: the poll of a client that has gone takes no message. Method: abort, send, receive by another poll.
test("a client that has gone takes no message", async () => {
  const { sqs, QueueUrl, send, receive } = await setUp();
  const abort = new AbortController();
  const gone = sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }), { abortSignal: abort.signal });
  await untilPolling(1);
  abort.abort();
  await expect(gone).rejects.toMatchObject({ name: "AbortError" });
  await polls.mock.results[0]?.value;
  await send("kept");
  expect(bodies(await receive())).toEqual(["kept"]);
});

// Goal: parameters outside their ranges. AWS: ReceiveMessage; wordings recorded.
test.each<[Partial<ReceiveMessageCommandInput>, string]>([
  [
    { MaxNumberOfMessages: 11 },
    "Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.",
  ],
  [
    { MaxNumberOfMessages: 0 },
    "Value 0 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.",
  ],
  [
    { WaitTimeSeconds: 21 },
    "Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.",
  ],
])("refuses to receive with %j", async (parameters, message) => {
  const { receive } = await setUp();
  await expect(receive(parameters)).rejects.toMatchObject({ name: "InvalidParameterValue", message });
});

// Goal: bodies that are too long or hold what XML cannot. AWS: SendMessage; wordings recorded.
test("refuses bodies", async () => {
  const { send } = await setUp({ MaximumMessageSize: "1024" });
  await send("x".repeat(1_024));
  await expect(send("x".repeat(1_025))).rejects.toMatchObject({
    name: "InvalidParameterValue",
    message: "One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.",
  });
  await expect(send("\u0007")).rejects.toMatchObject({
    name: "InvalidMessageContents",
    message: expect.stringContaining("Invalid characters found."),
  });
  await expect(send("")).rejects.toMatchObject({
    name: "MissingParameter",
    message: "The request must contain the parameter MessageBody.",
  });
});

// Goal: batches succeed entry by entry and obey their own rules. AWS: SendMessageBatch; wordings recorded.
test("sends and deletes in batches", async () => {
  const { sqs, QueueUrl, receive } = await setUp({ MaximumMessageSize: "1024" });
  const sendBatch = (Entries: { Id: string; MessageBody: string }[]) =>
    sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  const answer = await sendBatch([
    { Id: "1", MessageBody: "one" },
    { Id: "2", MessageBody: "x".repeat(1_025) },
    { Id: "3", MessageBody: "three" },
  ]);
  expect(answer.Successful?.map((entry) => entry.Id)).toEqual(["1", "3"]);
  expect(answer.Failed).toEqual([
    {
      Id: "2",
      SenderFault: true,
      Code: "InvalidParameterValue",
      Message: "One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.",
    },
  ]);
  const messages = await receive();
  expect(bodies(messages)).toEqual(["one", "three"]);
  const Entries = messages.map((message, index) => ({ Id: String(index), ReceiptHandle: message.ReceiptHandle }));
  const changed = await sqs.send(
    new ChangeMessageVisibilityBatchCommand({
      QueueUrl,
      Entries: Entries.map((entry) => ({ ...entry, VisibilityTimeout: 60 })),
    }),
  );
  expect(changed.Successful).toHaveLength(2);
  const deleted = await sqs.send(
    new DeleteMessageBatchCommand({ QueueUrl, Entries: [...Entries, { Id: "bad", ReceiptHandle: "garbage" }] }),
  );
  expect(deleted.Successful).toEqual([{ Id: "0" }, { Id: "1" }]);
  expect(deleted.Failed).toMatchObject([{ Id: "bad", SenderFault: true, Code: "ReceiptHandleIsInvalid" }]);

  const batch = (count: number) => Array.from({ length: count }, (_, index) => ({ Id: `m${index}`, MessageBody: "x" }));
  await expect(sendBatch(batch(11))).rejects.toMatchObject({
    name: "TooManyEntriesInBatchRequest",
    message: "Maximum number of entries per request are 10. You have sent 11.",
  });
  await expect(sendBatch([])).rejects.toMatchObject({ name: "EmptyBatchRequest" });
  await expect(sendBatch([{ Id: "a:b", MessageBody: "x" }])).rejects.toMatchObject({
    name: "InvalidBatchEntryId",
    message:
      "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
  });
  await expect(sendBatch([...batch(1), ...batch(1)])).rejects.toMatchObject({ name: "BatchEntryIdsNotDistinct" });
  const big = "x".repeat(600_000);
  await expect(
    sendBatch([
      { Id: "a", MessageBody: big },
      { Id: "b", MessageBody: big },
    ]),
  ).rejects.toMatchObject({
    name: "BatchRequestTooLong",
    message: "Batch requests cannot be longer than 1048576 bytes. You have sent 1200000 bytes.",
  });
});

// Goal: a message received too often goes to the dead-letter queue and says where it came from. AWS: "Using dead-letter
// queues in Amazon SQS".
test("gives messages up to the dead-letter queue", async () => {
  const { client, account, region } = yard.account();
  const sqs = client(SQSClient);
  const make = async (QueueName: string, Attributes: Record<string, string> = {}) =>
    (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl;
  const dead = await make("dead");
  const arn = (name: string) => `arn:aws:sqs:${region}:${account}:${name}`;
  const source = await make("source", {
    VisibilityTimeout: "1",
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn("dead"), maxReceiveCount: 2 }),
  });
  const { MessageId } = await sqs.send(new SendMessageCommand({ QueueUrl: source, MessageBody: "poison" }));
  const receive = async (QueueUrl: string | undefined) =>
    (await sqs.send(new ReceiveMessageCommand({ QueueUrl, AttributeNames: ["All"] }))).Messages ?? [];
  for (const attempt of ["1", "2"]) {
    const [message] = await receive(source);
    expect(message?.Attributes?.["ApproximateReceiveCount"]).toBe(attempt);
    await yard.advance(1_000);
  }
  expect(await receive(source)).toEqual([]);
  const [letter] = await receive(dead);
  expect(letter).toMatchObject({
    MessageId,
    Body: "poison",
    Attributes: { ApproximateReceiveCount: "3", DeadLetterQueueSourceArn: arn("source") },
  });
});

// Goal: a task moves dead letters back to where they came from, as new messages. AWS: StartMessageMoveTask,
// ListMessageMoveTasks, CancelMessageMoveTask; recorded from the service.
test("moves dead letters back", async () => {
  const { client, account, region } = yard.account();
  const sqs = client(SQSClient);
  const arn = (name: string) => `arn:aws:sqs:${region}:${account}:${name}`;
  const make = async (QueueName: string, Attributes: Record<string, string> = {}) =>
    (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl;
  const dead = await make("dead");
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arn("dead"), maxReceiveCount: 1 });
  const source = await make("source", { VisibilityTimeout: "0", RedrivePolicy });
  const receive = async (QueueUrl: string | undefined) =>
    (
      await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ["All"] }),
      )
    ).Messages ?? [];
  const Entries = ["1", "2", "3"].map((Id) => ({ Id, MessageBody: Id }));
  const sent = await sqs.send(new SendMessageBatchCommand({ QueueUrl: source, Entries }));
  await receive(source);
  await receive(source);
  const start = (MaxNumberOfMessagesPerSecond?: number) =>
    sqs.send(new StartMessageMoveTaskCommand({ SourceArn: arn("dead"), MaxNumberOfMessagesPerSecond }));
  const tasks = async () =>
    (await sqs.send(new ListMessageMoveTasksCommand({ SourceArn: arn("dead"), MaxResults: 10 }))).Results;

  const { TaskHandle } = await start(1);
  await expect(start()).rejects.toMatchObject({
    name: "InvalidParameterValue",
    message: "There is already a task running. Only one active task is allowed for a source queue arn at a given time.",
  });
  expect(await tasks()).toMatchObject([{ Status: "RUNNING", TaskHandle, ApproximateNumberOfMessagesToMove: 3 }]);
  expect(await sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle }))).toMatchObject({
    ApproximateNumberOfMessagesMoved: 1,
  });
  await yard.advance(1_000);
  expect(await tasks()).toMatchObject([{ Status: "CANCELLED", ApproximateNumberOfMessagesMoved: 1 }]);

  await start();
  await yard.advance(1_000);
  expect(await tasks()).toMatchObject([{ Status: "COMPLETED", ApproximateNumberOfMessagesMoved: 2 }, {}]);
  expect(await receive(dead)).toEqual([]);
  const back = await receive(source);
  expect(new Set(bodies(back))).toEqual(new Set(["1", "2", "3"]));
  expect(back[0]?.Attributes).toMatchObject({ ApproximateReceiveCount: "1" });
  expect(back[0]?.Attributes).not.toHaveProperty("DeadLetterQueueSourceArn");
  expect(sent.Successful?.map(({ MessageId }) => MessageId)).not.toContain(back[0]?.MessageId);

  await expect(sqs.send(new StartMessageMoveTaskCommand({ SourceArn: arn("source") }))).rejects.toMatchObject({
    message: "Source queue must be configured as a Dead Letter Queue.",
  });
  await expect(sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle: "x" }))).rejects.toMatchObject({
    message: "Value for parameter TaskHandle is invalid.",
  });
  await expect(sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: "Task does not exist.",
    $metadata: { httpStatusCode: 404 },
  });
  await expect(
    sqs.send(new StartMessageMoveTaskCommand({ SourceArn: arn("dead"), DestinationArn: arn("gone") })),
  ).rejects.toMatchObject({
    message: "The resource that you specified for the DestinationArn parameter doesn't exist.",
  });
});

// Goal: retention counts from sending, on the yard's clock. AWS: MessageRetentionPeriod.
test("drops messages that are older than the retention period", async () => {
  const { send, receive, counts } = await setUp({ MessageRetentionPeriod: "60" });
  await send("old");
  await yard.advance(30_000);
  await send("new");
  await yard.advance(30_000);
  expect(await counts()).toEqual([1, 0, 0]);
  expect(bodies(await receive())).toEqual(["new"]);
});

const inGroup = (MessageGroupId: string, MessageDeduplicationId?: string) =>
  MessageDeduplicationId === undefined ? { MessageGroupId } : { MessageGroupId, MessageDeduplicationId };

// Goal: order within a group, and no message of a group while another is in flight. AWS: "FIFO queue delivery logic".
test("FIFO: keeps a group's order and blocks it while in flight", async () => {
  const { send, receive, remove } = await setUp({ FifoQueue: "true", ContentBasedDeduplication: "true" });
  for (const body of ["a1", "b1", "a2", "a3"]) await send(body, inGroup(body.charAt(0)));
  const [a1] = await receive({ MaxNumberOfMessages: 1, AttributeNames: ["All"] });
  expect(a1?.Body).toBe("a1");
  expect(a1?.Attributes).toMatchObject({ MessageGroupId: "a", SequenceNumber: expect.stringMatching(/^\d{20}$/) });
  expect(bodies(await receive())).toEqual(["b1"]);
  expect(await receive()).toEqual([]);
  await remove(a1);
  expect(bodies(await receive())).toEqual(["a2", "a3"]);
});

// Goal: a repetition within five minutes is answered and not delivered, even after the first was deleted. AWS:
// "Exactly-once processing in Amazon SQS".
test("FIFO: deduplicates for five minutes", async () => {
  const { send, receive, remove } = await setUp({ FifoQueue: "true" });
  const first = await send("x", inGroup("g", "id"));
  const second = await send("another body", inGroup("other-group", "id"));
  expect(second.SequenceNumber).toBe(first.SequenceNumber);
  expect(second.MessageId).toBe(first.MessageId);
  const [message] = await receive();
  await remove(message);
  await yard.advance(299_999);
  await send("x", inGroup("g", "id"));
  expect(await receive()).toEqual([]);
  await yard.advance(1);
  await send("x", inGroup("g", "id"));
  expect(bodies(await receive())).toEqual(["x"]);
});

// Goal: what a FIFO queue demands. AWS: SendMessage; wordings recorded.
test("FIFO: demands group and deduplication ids", async () => {
  const { sqs, QueueUrl, send, receive, remove } = await setUp({ FifoQueue: "true", VisibilityTimeout: "1" });
  await expect(send("x", { MessageDeduplicationId: "d" })).rejects.toMatchObject({
    name: "MissingParameter",
    message: "The request must contain the parameter MessageGroupId.",
  });
  await expect(send("x", inGroup("g"))).rejects.toMatchObject({
    name: "InvalidParameterValue",
    message:
      "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
  });
  await expect(send("x", { ...inGroup("g", "d"), DelaySeconds: 2 })).rejects.toMatchObject({
    name: "InvalidParameterValue",
    message:
      "Value 2 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.",
  });
  await expect(
    sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: "1", MessageBody: "x" }] })),
  ).rejects.toMatchObject({
    name: "InvalidParameterValue",
    message: "The request must contain the parameter MessageGroupId.",
  });
  await send("x", inGroup("g", "d"));
  const [message] = await receive();
  await yard.advance(1_000);
  await expect(remove(message)).rejects.toMatchObject({
    name: "InvalidParameterValue",
    message: `Value ${message?.ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
  });
});
