// Queues through the SDK over HTTP: making, finding, changing and deleting them, with each error that AWS documents.

import {
  AddPermissionCommand,
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  RemovePermissionCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  TagQueueCommand,
  UntagQueueCommand,
} from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";

async function setUp() {
  const yard = await sharedYard();
  const account = yard.account();
  const sqs = account.client(SQSClient);
  const create = async (QueueName: string, Attributes: Record<string, string> = {}): Promise<string> => {
    const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
    return QueueUrl;
  };
  const attributesOf = async (QueueUrl: string, ...names: string[]) => {
    const AttributeNames = (names.length === 0 ? ["All"] : names) as "All"[];
    return (await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }))).Attributes ?? {};
  };
  return { yard, account, sqs, create, attributesOf };
}

// Goal: a new queue has AWS's URL form and defaults. AWS: CreateQueue, GetQueueAttributes.
test("makes a queue with the documented defaults", async () => {
  const { yard, account, create, attributesOf } = await setUp();
  const url = await create("plain");
  expect(url).toBe(`${yard.origin}/${account.account}/plain`);
  expect(await attributesOf(url)).toEqual({
    QueueArn: `arn:aws:sqs:${account.region}:${account.account}:plain`,
    ApproximateNumberOfMessages: "0",
    ApproximateNumberOfMessagesNotVisible: "0",
    ApproximateNumberOfMessagesDelayed: "0",
    CreatedTimestamp: expect.stringMatching(/^\d{10}$/),
    LastModifiedTimestamp: expect.stringMatching(/^\d{10}$/),
    VisibilityTimeout: "30",
    MaximumMessageSize: "1048576",
    MessageRetentionPeriod: "345600",
    DelaySeconds: "0",
    ReceiveMessageWaitTimeSeconds: "0",
    SqsManagedSseEnabled: "true",
  });
});

// Goal: creating again answers with the same queue unless an attribute differs. AWS: CreateQueue; wording recorded.
test("creating a queue again is idempotent", async () => {
  const { create } = await setUp();
  const url = await create("again", { DelaySeconds: "2" });
  expect(await create("again")).toBe(url);
  expect(await create("again", { DelaySeconds: "2", VisibilityTimeout: "30" })).toBe(url);
  await expect(create("again", { DelaySeconds: "3" })).rejects.toMatchObject({
    name: "QueueNameExists",
    message: "A queue already exists with the same name and a different value for attribute DelaySeconds",
    $metadata: { httpStatusCode: 400 },
  });
});

// Goal: what AWS refuses is refused with its code and words. AWS: CreateQueue; wordings recorded from the service.
test.each<[string, Record<string, string>, string, string]>([
  [
    "has space",
    {},
    "InvalidParameterValue",
    "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
  ],
  [
    "x".repeat(81),
    {},
    "InvalidParameterValue",
    "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
  ],
  [
    "fifo-name.fifo",
    {},
    "InvalidParameterValue",
    "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
  ],
  [
    "no-suffix",
    { FifoQueue: "true" },
    "InvalidParameterValue",
    "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.",
  ],
  ["q", { FifoQueue: "false" }, "InvalidAttributeName", "Unknown Attribute FifoQueue."],
  ["q", { ContentBasedDeduplication: "true" }, "InvalidAttributeName", "Unknown Attribute ContentBasedDeduplication."],
  ["q", { Colour: "red" }, "InvalidAttributeName", "Unknown Attribute Colour."],
  ["q", { DelaySeconds: "901" }, "InvalidAttributeValue", "Invalid value for the parameter DelaySeconds."],
  ["q", { VisibilityTimeout: "x" }, "InvalidAttributeValue", "Invalid value for the parameter VisibilityTimeout."],
  [
    "q",
    { MaximumMessageSize: "1048577" },
    "InvalidAttributeValue",
    "Invalid value for the parameter MaximumMessageSize.",
  ],
  ["q", { Policy: "{" }, "InvalidAttributeValue", "Invalid value for the parameter Policy."],
  [
    "q",
    { KmsMasterKeyId: "k", SqsManagedSseEnabled: "true" },
    "InvalidAttributeName",
    "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.",
  ],
  [
    "q",
    { RedrivePolicy: '{"deadLetterTargetArn":"dummy","maxReceiveCount":42}' },
    "InvalidParameterValue",
    'Value {"deadLetterTargetArn":"dummy","maxReceiveCount":42} for parameter RedrivePolicy is invalid. Reason: Invalid value for deadLetterTargetArn.',
  ],
])("refuses queue %s with %j", async (name, attributes, code, message) => {
  const { create } = await setUp();
  await expect(create(name, attributes)).rejects.toMatchObject({ name: code, message });
});

// Goal: setting attributes changes what is shown, and refuses what cannot change. AWS: recorded from the service.
test("changes attributes", async () => {
  const { sqs, create, attributesOf } = await setUp();
  const url = await create("changing");
  await sqs.send(
    new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { VisibilityTimeout: "69", DelaySeconds: "420" } }),
  );
  expect(await attributesOf(url, "VisibilityTimeout", "DelaySeconds")).toEqual({
    VisibilityTimeout: "69",
    DelaySeconds: "420",
  });
  await expect(
    sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { FifoQueue: "true" } })),
  ).rejects.toMatchObject({ name: "InvalidAttributeName", message: "Unknown Attribute FifoQueue." });
  const fifo = await create("changing.fifo", { FifoQueue: "true" });
  await expect(
    sqs.send(new SetQueueAttributesCommand({ QueueUrl: fifo, Attributes: { FifoQueue: "false" } })),
  ).rejects.toMatchObject({
    name: "InvalidAttributeValue",
    message: "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.",
  });
});

// Goal: a FIFO queue shows its own attributes. AWS: recorded from the service.
test("makes a FIFO queue", async () => {
  const { create, attributesOf } = await setUp();
  const url = await create("orders.fifo", { FifoQueue: "true", ContentBasedDeduplication: "true" });
  expect(await attributesOf(url)).toMatchObject({
    FifoQueue: "true",
    ContentBasedDeduplication: "true",
    DeduplicationScope: "queue",
    FifoThroughputLimit: "perQueue",
  });
});

// Goal: a queue that is not there is one error everywhere. AWS: recorded from the service, with both codes.
test("a queue that does not exist", async () => {
  const { yard, account, sqs } = await setUp();
  const QueueUrl = `${yard.origin}/${account.account}/gone`;
  const absent = {
    name: "QueueDoesNotExist",
    message: "The specified queue does not exist.",
    $metadata: { httpStatusCode: 400 },
  };
  await expect(sqs.send(new GetQueueUrlCommand({ QueueName: "gone" }))).rejects.toMatchObject(absent);
  await expect(sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "x" }))).rejects.toMatchObject(absent);
  await expect(sqs.send(new DeleteQueueCommand({ QueueUrl }))).rejects.toMatchObject(absent);
});

// Goal: an owner that is no account is the caller's mistake, not a failure of ours. AWS: inferred, SQS's common wording.
test("refuses an owner that is no account", async () => {
  const { account, sqs, create } = await setUp();
  const QueueUrl = await create("owned");
  for (const QueueOwnerAWSAccountId of ["me", "1234", `${account.account}0`]) {
    await expect(
      sqs.send(new GetQueueUrlCommand({ QueueName: "owned", QueueOwnerAWSAccountId })),
    ).rejects.toMatchObject({
      name: "InvalidParameterValue",
      message: `Value ${QueueOwnerAWSAccountId} for parameter QueueOwnerAWSAccountId is invalid. Reason: Must be an AWS account ID.`,
      $metadata: { httpStatusCode: 400 },
    });
  }
  const own = await sqs.send(new GetQueueUrlCommand({ QueueName: "owned", QueueOwnerAWSAccountId: account.account }));
  expect(own.QueueUrl).toBe(QueueUrl);
});

// Goal: URLs with any host name the queue, so that a moved yard or AWS's own hosts work. Method: send by such a URL.
test("takes a queue URL with any host", async () => {
  const { yard, account, sqs, create } = await setUp();
  await create("anywhere");
  const other = new SQSClient({ ...account.config, useQueueUrlAsEndpoint: false });
  const QueueUrl = `https://sqs.us-east-1.amazonaws.com/${account.account}/anywhere`;
  await other.send(new SendMessageCommand({ QueueUrl, MessageBody: "x" }));
  const { QueueUrl: found } = await sqs.send(new GetQueueUrlCommand({ QueueName: "anywhere" }));
  expect(found).toBe(`${yard.origin}/${account.account}/anywhere`);
});

// Goal: listing by prefix and in pages. AWS: ListQueues; a token comes only to those who ask for pages.
test("lists queues by prefix and in pages", async () => {
  const { sqs, create } = await setUp();
  for (const name of ["a-1", "a-2", "a-3", "b-1"]) await create(name);
  const names = (urls: string[] | undefined) => urls?.map((url) => url.slice(url.lastIndexOf("/") + 1));
  const all = await sqs.send(new ListQueuesCommand({}));
  expect(names(all.QueueUrls)).toEqual(["a-1", "a-2", "a-3", "b-1"]);
  expect(all.NextToken).toBeUndefined();
  const first = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: "a-", MaxResults: 2 }));
  expect(names(first.QueueUrls)).toEqual(["a-1", "a-2"]);
  const second = await sqs.send(
    new ListQueuesCommand({ QueueNamePrefix: "a-", MaxResults: 2, NextToken: first.NextToken }),
  );
  expect(names(second.QueueUrls)).toEqual(["a-3"]);
  expect(second.NextToken).toBeUndefined();
});

// Goal: tags. AWS: TagQueue, UntagQueue; recorded from the service.
test("tags a queue", async () => {
  const { sqs, create } = await setUp();
  const QueueUrl = await create("tagged");
  await sqs.send(new TagQueueCommand({ QueueUrl, Tags: { one: "1", two: "" } }));
  await sqs.send(new UntagQueueCommand({ QueueUrl, TagKeys: ["one", "absent"] }));
  expect((await sqs.send(new ListQueueTagsCommand({ QueueUrl }))).Tags).toEqual({ two: "" });
});

// Goal: permissions become statements of the policy. AWS: recorded from the service.
test("adds and removes permissions", async () => {
  const { sqs, create, attributesOf } = await setUp();
  const QueueUrl = await create("shared");
  const add = (Label: string) =>
    sqs.send(
      new AddPermissionCommand({ QueueUrl, Label, AWSAccountIds: ["668614515564"], Actions: ["ReceiveMessage"] }),
    );
  await add("crossaccountpermission");
  const { Policy = "", QueueArn } = await attributesOf(QueueUrl, "Policy", "QueueArn");
  expect(JSON.parse(Policy)).toMatchObject({
    Version: "2008-10-17",
    Statement: [
      {
        Sid: "crossaccountpermission",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::668614515564:root" },
        Action: "SQS:ReceiveMessage",
        Resource: QueueArn,
      },
    ],
  });
  await expect(add("crossaccountpermission")).rejects.toMatchObject({
    name: "InvalidParameterValue",
    message: "Value crossaccountpermission for parameter Label is invalid. Reason: Already exists.",
  });
  await sqs.send(new RemovePermissionCommand({ QueueUrl, Label: "crossaccountpermission" }));
  expect(await attributesOf(QueueUrl, "Policy")).toEqual({});
  await expect(
    sqs.send(new RemovePermissionCommand({ QueueUrl, Label: "crossaccountpermission" })),
  ).rejects.toMatchObject({
    message: "Value crossaccountpermission for parameter Label is invalid. Reason: can't find label.",
  });
});

// Goal: a policy keeps its quotas, whoever writes it. AWS: "Amazon SQS policy quotas"; wordings as users met them, those of
// statements and of AddPermission inferred.
test("limits a queue's policy", async () => {
  const { sqs, create } = await setUp();
  const QueueUrl = await create("limited");
  const overLimit = (message: string) => ({ name: "OverLimit", message, $metadata: { httpStatusCode: 403 } });
  const statement = (Sid: string) => ({ Sid, Effect: "Allow", Principal: "*", Action: "sqs:*", Resource: "*" });
  const set = (...Statement: readonly object[]) =>
    sqs.send(
      new SetQueueAttributesCommand({
        QueueUrl,
        Attributes: { Policy: JSON.stringify({ Version: "2012-10-17", Statement }) },
      }),
    );
  const statements = Array.from({ length: 20 }, (_, index) => statement(`s${index}`));
  await set(...statements);
  const tooMany = "21 statements were found in the submitted policy, max allowed is 20";
  await expect(set(...statements, statement("last"))).rejects.toMatchObject(overLimit(tooMany));
  const add = (Actions: string[]) =>
    sqs.send(new AddPermissionCommand({ QueueUrl, Label: "last", AWSAccountIds: ["668614515564"], Actions }));
  await expect(add(["SendMessage"])).rejects.toMatchObject(overLimit(tooMany));
  await expect(add(Array.from({ length: 8 }, () => "SendMessage"))).rejects.toMatchObject(
    overLimit("8 Actions were found, maximum allowed is 7."),
  );
  await expect(set(statement("x".repeat(8_192)))).rejects.toMatchObject(
    overLimit("Submitted policy is over max allowed size."),
  );
});

// Goal: a purge empties a queue and is allowed once a minute. AWS: PurgeQueue; wording recorded.
test("purges a queue", async () => {
  const { sqs, create, attributesOf } = await setUp();
  const QueueUrl = await create("full");
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "x" }));
  await sqs.send(new PurgeQueueCommand({ QueueUrl }));
  expect(await attributesOf(QueueUrl, "ApproximateNumberOfMessages")).toEqual({ ApproximateNumberOfMessages: "0" });
  await expect(sqs.send(new PurgeQueueCommand({ QueueUrl }))).rejects.toMatchObject({
    name: "PurgeQueueInProgress",
    message: "Only one PurgeQueue operation on full is allowed every 60 seconds.",
    $metadata: { httpStatusCode: 403 },
  });
});

// Goal: a dead-letter queue knows its sources and may refuse some. AWS: ListDeadLetterSourceQueues, RedriveAllowPolicy.
test("lists the sources of a dead-letter queue", async () => {
  const { sqs, create, attributesOf } = await setUp();
  const dead = await create("dead");
  const { QueueArn = "" } = await attributesOf(dead, "QueueArn");
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: QueueArn, maxReceiveCount: 3 });
  const source = await create("source", { RedrivePolicy });
  const sources = await sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: dead }));
  expect(sources.queueUrls).toEqual([source]);
  const RedriveAllowPolicy = JSON.stringify({ redrivePermission: "denyAll" });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: dead, Attributes: { RedriveAllowPolicy } }));
  await expect(create("refused", { RedrivePolicy })).rejects.toMatchObject({ name: "InvalidParameterValue" });
  await expect(create("typed.fifo", { FifoQueue: "true", RedrivePolicy })).rejects.toMatchObject({
    message: expect.stringContaining("Dead-letter queue must be same type of queue as the source."),
  });
});
