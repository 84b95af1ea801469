// Looking into queues and streams through the control API: each message in its state, and nothing is touched by it.

import { CreateStreamCommand, KinesisClient, PutRecordCommand } from "@aws-sdk/client-kinesis";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { callControl } from "../testing/control.ts";
import { sharedYard } from "../testing/harness.ts";

async function setUp() {
  const yard = await sharedYard();
  const account = yard.account();
  const scope = { Account: account.account, Region: account.region };
  const look = (Service: string, View: string, Resource: string, more: object = {}) =>
    callControl(yard, "LookInto", { ...scope, Service, View, Resource, ...more });
  return { yard, account, scope, look };
}

test("messages are seen in each state, and stay as they are", async () => {
  const { account, look } = await setUp();
  const sqs = account.client(SQSClient);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "q" }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "first" }));
  await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "second" }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "third", DelaySeconds: 900 }));
  const seen = await look("sqs", "messages", "q");
  expect(seen).toMatchObject({
    Rows: [
      { body: "first", state: "in-flight", receiveCount: 1 },
      { body: "second", state: "visible", receiveCount: 0 },
      { body: "third", state: "delayed", receiveCount: 0 },
    ],
  });
  expect(await look("sqs", "messages", "q")).toEqual(seen);
  expect(await look("sqs", "messages", "q", { Limit: 1 })).toMatchObject({ Rows: [{ body: "first" }] });
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["ApproximateNumberOfMessages"] }),
  );
  expect(Attributes).toEqual({ ApproximateNumberOfMessages: "1" });
});

test("records of a stream are seen with their places", async () => {
  const { account, look } = await setUp();
  const kinesis = account.client(KinesisClient);
  await kinesis.send(new CreateStreamCommand({ StreamName: "s", ShardCount: 1 }));
  const { yard } = await setUp();
  await yard.yard.context.jobs.settled();
  const { SequenceNumber } = await kinesis.send(
    new PutRecordCommand({ StreamName: "s", PartitionKey: "p", Data: Buffer.from("hello") }),
  );
  const data = Buffer.from("hello").toString("base64");
  expect(await look("kinesis", "records", "s")).toMatchObject({
    Rows: [{ shardId: "shardId-000000000000", sequenceNumber: SequenceNumber, partitionKey: "p", data }],
  });
});

test("what an account has is listed by service, and no other account's", async () => {
  const { yard, account, scope } = await setUp();
  await account.client(SQSClient).send(new CreateQueueCommand({ QueueName: "mine", tags: { a: "1" } }));
  const arn = `arn:aws:sqs:${account.region}:${account.account}:mine`;
  // Every account has the default group of schedules.
  const group = `arn:aws:scheduler:${account.region}:${account.account}:schedule-group/default`;
  expect(await callControl(yard, "ListResources", scope)).toEqual({
    Resources: [
      { service: "scheduler", arn: group, tags: {} },
      { service: "sqs", arn, tags: { a: "1" } },
    ],
  });
});

test("a view or a resource that is not there is named", async () => {
  const { look } = await setUp();
  expect(await look("sqs", "items", "q")).toMatchObject({
    message: 'There is no view "items" of sqs. There are: firehose records, kinesis records, sqs messages.',
  });
  expect(await look("sqs", "messages", "gone")).toMatchObject({ message: 'sqs has no "gone" there.' });
});
