// Topics and subscriptions through the SDK over HTTP, with each error that AWS documents for what is there.

import {
  AddPermissionCommand,
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListSubscriptionsCommand,
  ListTagsForResourceCommand,
  ListTopicsCommand,
  PublishBatchCommand,
  PublishCommand,
  type PublishCommandInput,
  RemovePermissionCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
  TagResourceCommand,
  UnsubscribeCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-sns";
import { expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";

async function setUp() {
  const yard = await sharedYard();
  const account = yard.account();
  const sns = account.client(SNSClient);
  const create = async (Name: string, Attributes: Record<string, string> = {}): Promise<string> =>
    (await sns.send(new CreateTopicCommand({ Name, Attributes }))).TopicArn ?? "";
  const attributesOf = async (TopicArn: string) =>
    (await sns.send(new GetTopicAttributesCommand({ TopicArn }))).Attributes ?? {};
  const queueArn = (name: string) => `arn:aws:sqs:${account.region}:${account.account}:${name}`;
  const subscribe = async (
    TopicArn: string,
    Endpoint: string,
    Attributes: Record<string, string> = {},
    Protocol = "sqs",
  ) => (await sns.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint, Attributes }))).SubscriptionArn ?? "";
  return { account, sns, create, attributesOf, queueArn, subscribe };
}

// Goal: a topic's defaults. AWS: recorded from the service.
test("makes a topic with the documented defaults", async () => {
  const { account, create, attributesOf } = await setUp();
  const arn = await create("news");
  expect(arn).toBe(`arn:aws:sns:${account.region}:${account.account}:news`);
  const { Policy = "", EffectiveDeliveryPolicy, ...others } = await attributesOf(arn);
  expect(others).toEqual({
    TopicArn: arn,
    Owner: account.account,
    DisplayName: "",
    SubscriptionsConfirmed: "0",
    SubscriptionsPending: "0",
    SubscriptionsDeleted: "0",
  });
  expect(EffectiveDeliveryPolicy).toContain("defaultHealthyRetryPolicy");
  expect(JSON.parse(Policy)).toMatchObject({
    Version: "2008-10-17",
    Id: "__default_policy_ID",
    Statement: [
      {
        Sid: "__default_statement_ID",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Resource: arn,
        Condition: { StringEquals: { "AWS:SourceOwner": account.account } },
      },
    ],
  });
});

// Goal: creating again. AWS: CreateTopic; wordings recorded.
test("creating a topic again is idempotent", async () => {
  const { sns, create } = await setUp();
  const arn = await create("again", { DisplayName: "A" });
  expect(await create("again")).toBe(arn);
  await expect(create("again", { DisplayName: "B" })).rejects.toMatchObject({
    name: "InvalidParameterException",
    message: "Invalid parameter: Attributes Reason: Topic already exists with different attributes",
  });
  await expect(
    sns.send(new CreateTopicCommand({ Name: "again", Tags: [{ Key: "a", Value: "b" }] })),
  ).rejects.toMatchObject({
    message: "Invalid parameter: Tags Reason: Topic already exists with different tags",
  });
});

// Goal: names. AWS: CreateTopic.
test.each([
  ["has space", {}],
  ["ends.fifo", {}],
  ["fifo-without-suffix", { FifoTopic: "true" }],
  ["x".repeat(257), {}],
])("refuses the topic %s with %j", async (name, attributes) => {
  const { create } = await setUp();
  await expect(create(name, attributes)).rejects.toMatchObject({ name: "InvalidParameterException" });
});

// Goal: topics that are not there, and ARNs that are none. AWS: recorded from the service.
test("a topic that does not exist", async () => {
  const { sns, create, attributesOf } = await setUp();
  const arn = await create("gone");
  await sns.send(new DeleteTopicCommand({ TopicArn: arn }));
  await sns.send(new DeleteTopicCommand({ TopicArn: arn }));
  const absent = { name: "NotFoundException", message: "Topic does not exist", $metadata: { httpStatusCode: 404 } };
  await expect(attributesOf(arn)).rejects.toMatchObject(absent);
  await expect(sns.send(new PublishCommand({ TopicArn: arn, Message: "x" }))).rejects.toMatchObject(absent);
  await expect(attributesOf("randomstring")).rejects.toMatchObject({
    name: "InvalidParameterException",
    message: "Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1",
  });
});

// Goal: what is published obeys the rules. AWS: Publish; wordings recorded.
test.each<[Partial<PublishCommandInput>, string, string]>([
  [{ Message: "" }, "InvalidParameterException", "Invalid parameter: Empty message"],
  [{ Message: "x".repeat(262_145) }, "InvalidParameterException", "Invalid parameter: Message too long"],
  [{ Subject: "" }, "InvalidParameterException", "Invalid parameter: Subject"],
  [{ Subject: "two\nlines" }, "InvalidParameterException", "Invalid parameter: Subject"],
  [
    { Message: "{", MessageStructure: "json" },
    "InvalidParameterException",
    "Invalid parameter: Message Structure - JSON message body failed to parse",
  ],
  [
    { Message: '{"sqs":"x"}', MessageStructure: "json" },
    "InvalidParameterException",
    "Invalid parameter: Message Structure - No default entry in JSON message body",
  ],
  [
    { MessageAttributes: { attr1: { DataType: "String", StringValue: "" } } },
    "InvalidParameterValueException",
    "The message attribute 'attr1' must contain non-empty message attribute value for message attribute type 'String'.",
  ],
  [
    { MessageAttributes: { a: { DataType: "Text", StringValue: "x" } } },
    "InvalidParameterValueException",
    "The message attribute 'a' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.",
  ],
])("refuses to publish %j", async (more, code, message) => {
  const { sns, create } = await setUp();
  const TopicArn = await create("strict");
  await expect(sns.send(new PublishCommand({ TopicArn, Message: "x", ...more }))).rejects.toMatchObject({
    name: code,
    message,
  });
});

// Goal: batches. AWS: PublishBatch; wordings recorded.
test("refuses batches", async () => {
  const { sns, create } = await setUp();
  const TopicArn = await create("batches");
  const publish = (Ids: string[]) =>
    sns.send(
      new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: Ids.map((Id) => ({ Id, Message: "x" })) }),
    );
  expect(await publish(["1", "2"])).toMatchObject({ Successful: [{ Id: "1" }, { Id: "2" }], Failed: [] });
  await expect(publish(Array.from({ length: 11 }, (_, index) => String(index)))).rejects.toMatchObject({
    name: "TooManyEntriesInBatchRequestException",
    message: "The batch request contains more entries than permissible.",
  });
  await expect(publish(["1", "1"])).rejects.toMatchObject({
    name: "BatchEntryIdsNotDistinctException",
    message: "Two or more batch entries in the request have the same Id.",
  });
  await expect(publish(["a:b"])).rejects.toMatchObject({ name: "InvalidBatchEntryIdException" });
  await expect(publish([])).rejects.toMatchObject({ name: "EmptyBatchRequestException" });
});

// Goal: a FIFO topic's demands and numbers. AWS: Publish; wordings recorded.
test("FIFO topics demand ids and deduplicate", async () => {
  const { sns, create } = await setUp();
  const TopicArn = await create("orders.fifo", { FifoTopic: "true" });
  const publish = (more: Partial<PublishCommandInput>) =>
    sns.send(new PublishCommand({ TopicArn, Message: "x", ...more }));
  await expect(publish({})).rejects.toMatchObject({
    message: "Invalid parameter: The MessageGroupId parameter is required for FIFO topics",
  });
  await expect(publish({ MessageGroupId: "g" })).rejects.toMatchObject({
    message:
      "Invalid parameter: The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
  });
  const first = await publish({ MessageGroupId: "g", MessageDeduplicationId: "1" });
  const again = await publish({ MessageGroupId: "g", MessageDeduplicationId: "1" });
  const next = await publish({ MessageGroupId: "g", MessageDeduplicationId: "2" });
  expect(first.SequenceNumber).toMatch(/^\d{20}$/);
  expect(again).toMatchObject({ MessageId: first.MessageId, SequenceNumber: first.SequenceNumber });
  expect(BigInt(next.SequenceNumber ?? 0)).toBeGreaterThan(BigInt(first.SequenceNumber ?? 0));
});

// Goal: a subscription's attributes, and what cannot be set. AWS: Subscribe, SetSubscriptionAttributes; recorded.
test("keeps a subscription's attributes", async () => {
  const { account, sns, create, queueArn, subscribe, attributesOf } = await setUp();
  const topic = await create("subscribed");
  const arn = await subscribe(topic, queueArn("q"), { RawMessageDelivery: "true" });
  expect(arn.startsWith(`${topic}:`)).toBe(true);
  expect(await subscribe(topic, queueArn("q"))).toBe(arn);
  const shown = async () =>
    (await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: arn }))).Attributes ?? {};
  const set = (AttributeName: string, AttributeValue: string) =>
    sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn: arn, AttributeName, AttributeValue }));
  expect(await shown()).toMatchObject({
    ConfirmationWasAuthenticated: "true",
    Endpoint: queueArn("q"),
    Owner: account.account,
    PendingConfirmation: "false",
    Protocol: "sqs",
    RawMessageDelivery: "true",
    SubscriptionArn: arn,
    TopicArn: topic,
  });
  await set("FilterPolicy", '{"a":["x"]}');
  expect(await shown()).toMatchObject({ FilterPolicy: '{"a":["x"]}', FilterPolicyScope: "MessageAttributes" });
  const refusals: [string, string, string][] = [
    ["FakeAttribute", "x", "Invalid parameter: AttributeName"],
    [
      "RawMessageDelivery",
      "test-ValUe",
      "Invalid parameter: RawMessageDelivery: Invalid value [test-ValUe]. Must be true or false.",
    ],
    [
      "RedrivePolicy",
      '{"deadLetterTargetArn":"fake"}',
      "Invalid parameter: RedrivePolicy: deadLetterTargetArn is an invalid arn",
    ],
    [
      "FilterPolicyScope",
      "RandomValue",
      "Invalid parameter: FilterPolicyScope: Invalid value [RandomValue]. Please use either MessageBody or MessageAttributes",
    ],
    [
      "FilterPolicy",
      '{"object":{"key":["x"]}}',
      "Invalid parameter: Filter policy scope MessageAttributes does not support nested filter policy",
    ],
    ["FilterPolicy", '{"key_a":"value_one"}', 'Invalid parameter: FilterPolicy: "key_a" must be an object or an array'],
  ];
  for (const [name, value, message] of refusals)
    await expect(set(name, value)).rejects.toMatchObject({ name: "InvalidParameterException", message });
  expect(await attributesOf(topic)).toMatchObject({ SubscriptionsConfirmed: "1" });
  await sns.send(new UnsubscribeCommand({ SubscriptionArn: arn }));
  await sns.send(new UnsubscribeCommand({ SubscriptionArn: arn }));
  await expect(shown()).rejects.toMatchObject({ name: "NotFoundException", message: "Subscription does not exist" });
  expect(await attributesOf(topic)).toMatchObject({ SubscriptionsConfirmed: "0", SubscriptionsDeleted: "1" });
});

// Goal: what cannot be subscribed. AWS: Subscribe; recorded. What is not there yet says so.
test("refuses protocols and endpoints", async () => {
  const { create, queueArn, subscribe } = await setUp();
  const topic = await create("picky");
  const refused = (endpoint: string, protocol: string, attributes = {}) =>
    expect(subscribe(topic, endpoint, attributes, protocol)).rejects;
  await refused("x", "test-protocol").toMatchObject({
    message: "Invalid parameter: Amazon SNS does not support this protocol string: test-protocol",
  });
  await refused("http://localhost/1/q", "sqs").toMatchObject({ message: "Invalid parameter: SQS endpoint ARN" });
  await refused(queueArn("q.fifo"), "sqs").toMatchObject({
    message:
      "Invalid parameter: Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics",
  });
  await refused(queueArn("q"), "sqs", { RawMessageDelivery: "wrongvalue" }).toMatchObject({
    message:
      "Invalid parameter: Attributes Reason: RawMessageDelivery: Invalid value [wrongvalue]. Must be true or false.",
  });
  await refused("ftp://example.com", "http").toMatchObject({
    message: "Invalid parameter: Endpoint must match the specified protocol",
  });
  await refused("nobody", "email").toMatchObject({ message: "Invalid parameter: Email address" });
  await refused("call me", "sms").toMatchObject({ message: "Invalid parameter: Invalid SMS endpoint: call me" });
  await refused("arn:aws:firehose:us-east-1:123456789012:deliverystream/s", "firehose").toMatchObject({
    message: "Invalid parameter: Attributes Reason: SubscriptionRoleArn: A role is required to deliver to Firehose.",
  });
});

// Goal: how many filter policies a topic has, and how many subscriptions a FIFO topic. AWS: "Filter policy constraints"; "Service quotas"; Subscribe, Errors.
test("has room for so many policies and subscriptions", async () => {
  const { create, queueArn, subscribe } = await setUp();
  const [topic, fifo] = [await create("filtered"), await create("full.fifo", { FifoTopic: "true" })];
  const FilterPolicy = '{"a":["x"]}';
  const many = (count: number) => Array.from({ length: count }, (_, index) => queueArn(`q-${index}`));
  await Promise.all(many(200).map((endpoint) => subscribe(topic, endpoint, { FilterPolicy })));
  await expect(subscribe(topic, queueArn("one-more"), { FilterPolicy })).rejects.toMatchObject({
    name: "FilterPolicyLimitExceededException",
    $metadata: { httpStatusCode: 403 },
  });
  await subscribe(topic, queueArn("one-more"));
  await Promise.all(many(100).map((endpoint) => subscribe(fifo, endpoint)));
  await expect(subscribe(fifo, queueArn("one-more"))).rejects.toMatchObject({
    name: "SubscriptionLimitExceededException",
    $metadata: { httpStatusCode: 403 },
  });
});

// Goal: listings in pages of 100. AWS: ListTopics, ListSubscriptions, ListSubscriptionsByTopic.
test("lists topics and subscriptions", async () => {
  const { sns, create, queueArn, subscribe } = await setUp();
  const topics: string[] = [];
  for (let index = 0; index < 101; index += 1) topics.push(await create(`topic-${String(index).padStart(3, "0")}`));
  const first = await sns.send(new ListTopicsCommand({}));
  const second = await sns.send(new ListTopicsCommand({ NextToken: first.NextToken }));
  expect([...(first.Topics ?? []), ...(second.Topics ?? [])].map(({ TopicArn }) => TopicArn)).toEqual(topics);
  expect(first.Topics).toHaveLength(100);
  expect(second.NextToken).toBeUndefined();
  const [one = "", two = ""] = topics;
  const SubscriptionArn = await subscribe(one, queueArn("q"));
  await subscribe(two, queueArn("q"));
  expect((await sns.send(new ListSubscriptionsCommand({}))).Subscriptions).toHaveLength(2);
  await Promise.all(Array.from({ length: 100 }, (_, index) => subscribe(two, queueArn(`q-${index}`))));
  const page = async (NextToken?: string) => sns.send(new ListSubscriptionsCommand({ NextToken }));
  const [begin, end] = [await page(), await page((await page()).NextToken)];
  const arns = [...(begin.Subscriptions ?? []), ...(end.Subscriptions ?? [])].map((one) => one.SubscriptionArn);
  expect([begin.Subscriptions?.length, new Set(arns).size, end.NextToken]).toEqual([100, 102, undefined]);
  expect((await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: one }))).Subscriptions).toMatchObject([
    { SubscriptionArn, TopicArn: one, Protocol: "sqs", Endpoint: queueArn("q") },
  ]);
});

// Goal: tags, attributes and permissions change what is shown. AWS: TagResource, SetTopicAttributes, AddPermission.
test("changes a topic", async () => {
  const { sns, create, attributesOf } = await setUp();
  const TopicArn = await create("changing");
  await sns.send(
    new TagResourceCommand({
      ResourceArn: TopicArn,
      Tags: [
        { Key: "k1", Value: "v1" },
        { Key: "k2", Value: "v2" },
      ],
    }),
  );
  await sns.send(new UntagResourceCommand({ ResourceArn: TopicArn, TagKeys: ["k1"] }));
  expect((await sns.send(new ListTagsForResourceCommand({ ResourceArn: TopicArn }))).Tags).toEqual([
    { Key: "k2", Value: "v2" },
  ]);
  await expect(
    sns.send(
      new TagResourceCommand({
        ResourceArn: TopicArn,
        Tags: [
          { Key: "k", Value: "1" },
          { Key: "k", Value: "2" },
        ],
      }),
    ),
  ).rejects.toMatchObject({ message: "Invalid parameter: Duplicated keys are not allowed." });

  const set = (AttributeName: string, AttributeValue: string) =>
    sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName, AttributeValue }));
  await set("DisplayName", "News");
  expect(await attributesOf(TopicArn)).toMatchObject({ DisplayName: "News" });
  await expect(set("Nonsense", "x")).rejects.toMatchObject({ message: "Invalid parameter: AttributeName" });
  await expect(set("Policy", "{")).rejects.toMatchObject({ name: "InvalidParameterException" });

  await sns.send(
    new AddPermissionCommand({ TopicArn, Label: "partner", AWSAccountId: ["668614515564"], ActionName: ["Publish"] }),
  );
  const statements = async () =>
    (JSON.parse((await attributesOf(TopicArn))["Policy"] ?? "") as { Statement: { Sid: string }[] }).Statement;
  expect(await statements()).toMatchObject([
    { Sid: "__default_statement_ID" },
    { Sid: "partner", Action: "SNS:Publish", Principal: { AWS: "arn:aws:iam::668614515564:root" }, Resource: TopicArn },
  ]);
  await sns.send(new RemovePermissionCommand({ TopicArn, Label: "partner" }));
  expect(await statements()).toHaveLength(1);
});

// Goal: permissions are asked on the ARN as it is sent, so a topic has one only. Method: the same topic's ARN in others.
test("knows a topic by its own ARN alone", async () => {
  const { sns, create } = await setUp();
  const arn = await create("denied");
  for (const TopicArn of [arn.replace("arn:aws:", "arn:aws-cn:"), arn.replace("arn:aws:", "arn:x:")])
    await expect(sns.send(new PublishCommand({ TopicArn, Message: "m" }))).rejects.toMatchObject({
      name: "InvalidParameterException",
    });
});
