// Event notifications through the real SDK over HTTP: who hears of what, and who is refused.

import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { SQSClient, CreateQueueCommand, ReceiveMessageCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketOwnershipControlsCommand,
  DeleteObjectCommand,
  DeleteObjectTaggingCommand,
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
  type Event,
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

test("destinations that S3 does not send to, and rules that overlap without filters, are refused", async () => {
  // AWS: "Supported event destinations" (user guide), and the messages that S3 gives.
  const Bucket = await newBucket();
  const { QueueArn } = await queueFor(Bucket);
  const Events: ["s3:ObjectCreated:*"] = ["s3:ObjectCreated:*"];
  const to = (arn: string) => configure(Bucket, { QueueConfigurations: [{ QueueArn: arn, Events }] });
  await expect(to(`${QueueArn}.fifo`)).rejects.toThrow("FIFO SQS queues are not supported.");
  await expect(to(QueueArn.replace("us-east-1", "eu-west-1"))).rejects.toThrow(
    "The notification destination service region is not valid for the bucket location constraint",
  );
  await expect(to("arn:aws:sns:us-east-1:111122223333:topic")).rejects.toThrow("The ARN could not be parsed");
  await expect(
    configure(Bucket, {
      QueueConfigurations: [
        { QueueArn, Events },
        { QueueArn, Events: ["s3:ObjectCreated:Put"] },
      ],
    }),
  ).rejects.toThrow("Configurations overlap. Configurations on the same bucket cannot share a common event type.");
});

test("tags, lists and delete markers are told of, too", async () => {
  // Goal: all kinds of events that requests cause in a bucket with versions and lists.
  const Bucket = await newBucket();
  await s3.send(new DeleteBucketOwnershipControlsCommand({ Bucket }));
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
  const { QueueUrl, QueueArn } = await queueFor(Bucket);
  const Events: Event[] = ["s3:ObjectCreated:*", "s3:ObjectRemoved:*", "s3:ObjectTagging:*", "s3:ObjectAcl:Put"];
  await configure(Bucket, { QueueConfigurations: [{ QueueArn, Events }] });
  const object = { Bucket, Key: "k" };
  const { VersionId } = await s3.send(new PutObjectCommand({ ...object, Body: "x" }));
  await s3.send(new PutObjectTaggingCommand({ ...object, Tagging: { TagSet: [{ Key: "a", Value: "b" }] } }));
  await s3.send(new DeleteObjectTaggingCommand(object));
  await s3.send(new PutObjectAclCommand({ ...object, ACL: "private" }));
  const marker = await s3.send(new DeleteObjectCommand(object));
  await s3.send(new DeleteObjectCommand({ ...object, VersionId }));
  const messages = await received(QueueUrl);
  const records = messages.flatMap(({ Records = [] }: { Records?: EventRecord[] }) => Records);
  records.sort((a, b) => (a.s3.object.sequencer < b.s3.object.sequencer ? -1 : 1));
  expect(records.map(({ eventName, s3: { object: told } }) => [eventName, told.versionId])).toEqual([
    ["ObjectCreated:Put", VersionId],
    ["ObjectTagging:Put", VersionId],
    ["ObjectTagging:Delete", VersionId],
    ["ObjectAcl:Put", VersionId],
    ["ObjectRemoved:DeleteMarkerCreated", marker.VersionId],
    ["ObjectRemoved:Delete", VersionId],
  ]);
  expect(records[0]?.requestParameters.sourceIPAddress).toBe("127.0.0.1");
});

test("EventBridge gets every event, on the default bus", async () => {
  // Goal: from a put to a rule's target. AWS: "Using EventBridge" (S3 user guide).
  const Bucket = await newBucket();
  const { QueueUrl, QueueArn } = await queueFor(Bucket);
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: QueueArn,
      },
    ],
  });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  const events = account.client(EventBridgeClient);
  const EventPattern = JSON.stringify({ source: ["aws.s3"], detail: { bucket: { name: [Bucket] } } });
  await events.send(new PutRuleCommand({ Name: Bucket, EventPattern }));
  await events.send(new PutTargetsCommand({ Rule: Bucket, Targets: [{ Id: "queue", Arn: QueueArn }] }));
  await configure(Bucket, { EventBridgeConfiguration: {} });
  const kept = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
  expect(kept.EventBridgeConfiguration).toEqual({});
  await s3.send(new PutObjectCommand({ Bucket, Key: "a b", Body: "abc" }));
  expect(await received(QueueUrl)).toMatchObject([
    {
      source: "aws.s3",
      "detail-type": "Object Created",
      account: account.account,
      region: account.region,
      resources: [`arn:aws:s3:::${Bucket}`],
      detail: { version: "0", reason: "PutObject", requester: account.account, object: { key: "a b", size: 3 } },
    },
  ]);
});

interface EventRecord {
  readonly eventName: string;
  readonly requestParameters: { readonly sourceIPAddress: string };
  readonly s3: { readonly object: { readonly versionId: string; readonly sequencer: string } };
}
