// The archive of FIFO topics: what is kept for how long, and what a replay delivers. AWS: "Amazon SNS message archiving and replay for FIFO
// topics".

import {
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
} from "@aws-sdk/client-sns";
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, onTestFinished, test } from "vitest";
import { testYard } from "../../../testing/harness.ts";
import { snsBench } from "./bench.ts";

const DAY_MS = 86_400_000;

async function setUp() {
  const yard = await testYard();
  onTestFinished(() => yard.stop());
  const bench = await snsBench(yard);
  const { account, sns } = bench;
  const sqs = account.client(SQSClient);
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: { Service: "sns.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: "*",
    },
  });
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({ QueueName: "q.fifo", Attributes: { FifoQueue: "true", Policy } }),
  );
  const queueArn = `arn:aws:sqs:${account.region}:${account.account}:q.fifo`;
  const TopicArn = await bench.topic("orders.fifo", {
    FifoTopic: "true",
    ContentBasedDeduplication: "true",
    ArchivePolicy: '{"MessageRetentionPeriod":"2"}',
  });
  const publish = (Message: string) => sns.send(new PublishCommand({ TopicArn, Message, MessageGroupId: "g" }));
  const drain = async () => {
    await bench.settled();
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    return Messages.map(({ Body = "" }) => JSON.parse(Body) as Record<string, unknown>);
  };
  const now = () => new Date(yard.clock.nowMs()).toISOString();
  return { ...bench, yard, TopicArn, queueArn, publish, drain, now };
}

// Goal: a subscription that begins later gets what was published, in its order, marked and otherwise the same, and then what is new.
test("replays to a new subscription", async () => {
  const { sns, TopicArn, queueArn, subscribe, publish, drain, now, yard } = await setUp();
  const start = now();
  const first = await publish("1");
  await publish("2");
  const ReplayPolicy = JSON.stringify({ PointType: "Timestamp", StartingPoint: start });
  const SubscriptionArn = await subscribe(TopicArn, "sqs", queueArn, { ReplayPolicy });
  await publish("3");
  const messages = await drain();
  expect(messages.map(({ Message }) => Message)).toEqual(["1", "2", "3"]);
  expect(messages.map(({ Replayed }) => Replayed)).toEqual([true, true, undefined]);
  expect(messages[0]).toMatchObject({ MessageId: first.MessageId, SequenceNumber: first.SequenceNumber });
  const { Attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
  expect(Attributes).toMatchObject({ ReplayPolicy, ReplayStatus: "Completed" });
  // Queues forget ids after five minutes, so that the same messages can come again.
  await yard.advance(10 * 60_000);
  await sns.send(
    new SetSubscriptionAttributesCommand({
      SubscriptionArn,
      AttributeName: "ReplayPolicy",
      AttributeValue: JSON.stringify({ PointType: "Timestamp", StartingPoint: start, EndingPoint: now() }),
    }),
  );
  expect((await drain()).map(({ Message }) => Message)).toEqual(["1", "2", "3"]);
  // AWS: ReplayStatus, Completed: with an ending point, the subscription gets no new messages.
  await publish("4");
  expect(await drain()).toEqual([]);
});

// Goal: what is older than the retention is not replayed, and the archive says from when on it can be.
test("keeps messages for as long as the policy says", async () => {
  const { sns, TopicArn, queueArn, subscribe, publish, drain, now, yard } = await setUp();
  const start = now();
  await publish("old");
  const beginning = async () =>
    (await sns.send(new GetTopicAttributesCommand({ TopicArn }))).Attributes?.["BeginningArchiveTime"] ?? "";
  expect(Date.parse(await beginning())).toBeLessThanOrEqual(Date.parse(now()));
  await yard.advance(3 * DAY_MS);
  expect(Date.parse(await beginning())).toBeGreaterThan(Date.parse(start));
  await publish("new");
  await subscribe(TopicArn, "sqs", queueArn, {
    ReplayPolicy: JSON.stringify({ PointType: "Timestamp", StartingPoint: start }),
  });
  expect((await drain()).map(({ Message }) => Message)).toEqual(["new"]);
});

// Goal: refusals. AWS: DeleteTopic, InvalidState; the archive is for FIFO topics, for 1 to 365 days.
test("refuses what the archive cannot do", async () => {
  const { sns, TopicArn, queueArn, topic, subscribe, now } = await setUp();
  await expect(sns.send(new DeleteTopicCommand({ TopicArn }))).rejects.toMatchObject({ name: "InvalidStateException" });
  const setArchive = (arn: string, AttributeValue: string) =>
    sns.send(new SetTopicAttributesCommand({ TopicArn: arn, AttributeName: "ArchivePolicy", AttributeValue }));
  const invalid = { name: "InvalidParameterException" };
  for (const policy of [
    "[]",
    "{",
    '{"MessageRetentionPeriod":"366"}',
    '{"MessageRetentionPeriod":"0"}',
    '{"Days":"1"}',
  ])
    await expect(setArchive(TopicArn, policy)).rejects.toMatchObject(invalid);
  await expect(setArchive(await topic("standard"), '{"MessageRetentionPeriod":"1"}')).rejects.toMatchObject(invalid);
  const replay = (ReplayPolicy: object) =>
    subscribe(TopicArn, "sqs", queueArn, { ReplayPolicy: JSON.stringify(ReplayPolicy) });
  await expect(replay({ PointType: "Offset", StartingPoint: now() })).rejects.toMatchObject(invalid);
  await expect(replay({ PointType: "Timestamp", StartingPoint: "soon" })).rejects.toMatchObject(invalid);
  await expect(replay({ PointType: "Timestamp", StartingPoint: "2999-01-01T00:00:00Z" })).rejects.toMatchObject(
    invalid,
  );
  await setArchive(TopicArn, "{}");
  await expect(replay({ PointType: "Timestamp", StartingPoint: now() })).rejects.toMatchObject(invalid);
  await sns.send(new DeleteTopicCommand({ TopicArn }));
});
