// Event notifications through the real SDK over HTTP: who hears of what, and who is refused.

import { SQSClient, CreateQueueCommand, ReceiveMessageCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
  type NotificationConfiguration,
} from "@aws-sdk/client-s3";
import { beforeAll, expect, test } from "vitest";
import { sharedYard, type TestAccount, type TestYard } from "../../../testing/harness.ts";

let yard: TestYard;
let account: TestAccount;
let s3: S3Client;
let sqs: SQSClient;
let names = 0;

beforeAll(async () => {
  yard = await sharedYard();
  account = yard.account();
  s3 = account.client(S3Client);
  sqs = account.client(SQSClient);
});

async function newBucket(): Promise<string> {
  const Bucket = `notify-${process.pid}-${++names}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  return Bucket;
}

/** A queue that lets the bucket in. */
async function queueFor(Bucket: string): Promise<{ QueueUrl: string; QueueArn: string }> {
  const QueueName = `q-${++names}`;
  const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName }));
  const QueueArn = `arn:aws:sqs:${account.region}:${account.account}:${QueueName}`;
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "s3.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: QueueArn,
        Condition: {
          ArnLike: { "aws:SourceArn": `arn:aws:s3:::${Bucket}` },
          StringEquals: { "aws:SourceAccount": account.account },
        },
      },
    ],
  });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  return { QueueUrl, QueueArn };
}

function configure(Bucket: string, NotificationConfiguration: NotificationConfiguration) {
  return s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
}

async function received(QueueUrl: string): Promise<Record<string, never>[]> {
  await yard.yard.context.jobs.settled();
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  return Messages.map(({ Body = "{}" }) => JSON.parse(Body));
}

test("a queue hears of the events it asked for, and of the configuration itself", async () => {
  // Goal: test event, types, prefix and suffix, and the message. AWS: "Event message structure" (user guide).
  const Bucket = await newBucket();
  const { QueueUrl, QueueArn } = await queueFor(Bucket);
  await configure(Bucket, {
    QueueConfigurations: [
      {
        Id: "images",
        QueueArn,
        Events: ["s3:ObjectCreated:*", "s3:ObjectRemoved:Delete"],
        Filter: {
          Key: {
            FilterRules: [
              { Name: "prefix", Value: "in/" },
              { Name: "suffix", Value: ".png" },
            ],
          },
        },
      },
    ],
  });
  expect(await received(QueueUrl)).toEqual([expect.objectContaining({ Event: "s3:TestEvent", Bucket })]);

  await s3.send(new PutObjectCommand({ Bucket, Key: "in/a b.png", Body: "12345" }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "in/a.txt", Body: "no" }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "out/a.png", Body: "no" }));
  const [created, ...none] = await received(QueueUrl);
  expect(none).toEqual([]);
  expect(created).toMatchObject({
    Records: [
      {
        eventVersion: "2.1",
        eventSource: "aws:s3",
        awsRegion: "us-east-1",
        eventName: "ObjectCreated:Put",
        s3: {
          configurationId: "images",
          bucket: { name: Bucket, arn: `arn:aws:s3:::${Bucket}` },
          object: { key: "in/a+b.png", size: 5, eTag: "827ccb0eea8a706c4c34a16891f84e7b" },
        },
      },
    ],
  });

  await s3.send(new CopyObjectCommand({ Bucket, Key: "in/b.png", CopySource: `${Bucket}/in/a.txt` }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "in/b.png" }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "in/never-there.png" }));
  const later = (await received(QueueUrl)) as { Records?: { eventName: string }[] }[];
  const eventNames = later.map(({ Records }) => Records?.[0]?.eventName ?? "");
  expect(new Set(eventNames)).toEqual(new Set(["ObjectCreated:Copy", "ObjectRemoved:Delete"]));

  const shown = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
  expect(shown.QueueConfigurations?.[0]).toMatchObject({ Id: "images", QueueArn });
  await configure(Bucket, {});
  await s3.send(new PutObjectCommand({ Bucket, Key: "in/c.png", Body: "no" }));
  expect(await received(QueueUrl)).toEqual([]);
});

test("a destination that is not there, or does not let S3 in, is refused", async () => {
  // Goal: no configuration that cannot work. AWS: PutBucketNotificationConfiguration.
  const Bucket = await newBucket();
  const { QueueArn } = await queueFor("another-bucket");
  const message = "Unable to validate the following destination configurations";
  for (const arn of [QueueArn, `${QueueArn}-none`]) {
    const put = configure(Bucket, { QueueConfigurations: [{ QueueArn: arn, Events: ["s3:ObjectCreated:*"] }] });
    await expect(put).rejects.toMatchObject({ name: "InvalidArgument", message });
  }
  expect(
    (await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }))).QueueConfigurations,
  ).toBeUndefined();
  await expect(configure(Bucket, { EventBridgeConfiguration: {} })).rejects.toMatchObject({ name: "NotImplemented" });
});

test("rules that one event could concern both are refused", async () => {
  // Goal: the overlap rule. AWS: "Configuring event notifications using object key name filtering" (user guide).
  const Bucket = await newBucket();
  const { QueueArn } = await queueFor(Bucket);
  const rule = (
    event: "s3:ObjectCreated:*" | "s3:ObjectCreated:Put" | "s3:ObjectRemoved:*",
    prefix: string,
    suffix: string,
  ) => ({
    QueueArn,
    Events: [event],
    Filter: {
      Key: {
        FilterRules: [
          { Name: "prefix" as const, Value: prefix },
          { Name: "suffix" as const, Value: suffix },
        ],
      },
    },
  });
  const put = (...rules: ReturnType<typeof rule>[]) => configure(Bucket, { QueueConfigurations: rules });
  const ambiguous = expect.stringContaining("Configuration is ambiguously defined.");
  await expect(
    put(rule("s3:ObjectCreated:*", "a", "jpg"), rule("s3:ObjectCreated:Put", "ab", "g")),
  ).rejects.toMatchObject({
    name: "InvalidArgument",
    message: ambiguous,
  });
  await put(rule("s3:ObjectCreated:*", "a", "jpg"), rule("s3:ObjectCreated:Put", "ab", "png"));
  await put(rule("s3:ObjectCreated:*", "a", "jpg"), rule("s3:ObjectRemoved:*", "a", "jpg"));
});
