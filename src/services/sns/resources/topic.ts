// AWS::SNS::Topic, with its inline subscriptions.

import { AwsError } from "../../../kernel/errors.ts";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { encodeLogging, readLogging } from "./delivery-status-logging.ts";

// Property by property, the attribute of the same name.
const ATTRIBUTES = [
  "ArchivePolicy",
  "ContentBasedDeduplication",
  "DisplayName",
  "FifoThroughputScope",
  "KmsMasterKeyId",
  "SignatureVersion",
  "TracingConfig",
];

interface InlineSubscription {
  readonly Endpoint: string;
  readonly Protocol: string;
}

/** A topic. Ref is its ARN. */
export const topicType: ResourceType = {
  typeName: "AWS::SNS::Topic",
  properties: [...ATTRIBUTES, "DeliveryStatusLogging", "FifoTopic", "Subscription", "Tags", "TopicName"],
  keptNotEnforced: { TracingConfig: "passes the publisher's X-Ray trace on to subscribers" },

  async create(properties, context) {
    const isFifo = String(properties["FifoTopic"]) === "true";
    const given = properties["TopicName"];
    const suffix = isFifo ? { suffix: ".fifo" } : {};
    const name = typeof given === "string" ? given : context.generateName({ maxLength: 256, ...suffix });
    await requireFree(name, context);
    const { TopicArn } = await context.aws.sns.createTopic({
      Name: name,
      Attributes: { ...readAttributes(properties), ...(isFifo ? { FifoTopic: "true" } : {}) },
      Tags: encodeTags({ ...context.tags, ...readTags(properties) }),
    });
    const topicArn = String(TopicArn);
    context.identify(topicArn);
    for (const { Endpoint, Protocol } of readSubscriptions(properties))
      await context.aws.sns.subscribe({ TopicArn: topicArn, Endpoint, Protocol });
    return describe(topicArn);
  },

  async read(physicalId, context, known = {}) {
    const answer = await ifThere(() => context.aws.sns.getTopicAttributes({ TopicArn: physicalId }));
    if (answer === undefined) return undefined;
    const attributes = answer.Attributes ?? {};
    const { Tags = [] } = await context.aws.sns.listTagsForResource({ ResourceArn: physicalId });
    const { Subscriptions = [] } = await context.aws.sns.listSubscriptionsByTopic({ TopicArn: physicalId });
    const isFifo = attributes["FifoTopic"] === "true";
    return {
      ...Object.fromEntries(
        ATTRIBUTES.filter((name) => attributes[name]).map((name) => [name, decodeValue(name, attributes[name] ?? "")]),
      ),
      ...readLogging(attributes),
      ...(isFifo
        ? { FifoTopic: true, ContentBasedDeduplication: attributes["ContentBasedDeduplication"] === "true" }
        : // A template that says so is right about it; others need not say it.
          known["FifoTopic"] === undefined
          ? {}
          : { FifoTopic: false }),
      TopicName: describe(physicalId).attributes["TopicName"],
      // Firehose needs a role, which only AWS::SNS::Subscription can name.
      Subscription: Subscriptions.flatMap(({ Endpoint, Protocol }) =>
        Protocol === "firehose" ? [] : [{ Endpoint, Protocol }],
      ),
      Tags: Tags.filter(({ Key }) => !Key.startsWith("aws:")),
    };
  },

  async list({ aws }) {
    const topics = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.sns.listTopics({ NextToken });
      return { items: answer.Topics, next: answer.NextToken };
    });
    return topics.map(({ TopicArn = "" }) => ({ TopicArn }));
  },

  async update(physicalId, properties, previous, context) {
    const wanted = readAttributes(properties);
    const before = readAttributes(previous);
    for (const AttributeName of new Set([...Object.keys(wanted), ...Object.keys(before)])) {
      const AttributeValue = wanted[AttributeName] ?? "";
      if (AttributeValue !== (before[AttributeName] ?? ""))
        await context.aws.sns.setTopicAttributes({ TopicArn: physicalId, AttributeName, AttributeValue });
    }
    await updateSubscriptions(physicalId, properties, previous, context);
    const tags = { ...context.tags, ...readTags(properties) };
    const gone = Object.keys(readTags(previous)).filter((key) => !(key in tags));
    if (gone.length > 0) await context.aws.sns.untagResource({ ResourceArn: physicalId, TagKeys: gone });
    if (Object.keys(tags).length > 0)
      await context.aws.sns.tagResource({ ResourceArn: physicalId, Tags: encodeTags(tags) });
    return describe(physicalId);
  },

  async delete(physicalId, _properties, context) {
    // AWS: a topic with an active archive cannot be deleted; the archive goes with the topic here as in a stack on AWS.
    const answer = await ifThere(() => context.aws.sns.getTopicAttributes({ TopicArn: physicalId }));
    if (answer?.Attributes?.["ArchivePolicy"] !== undefined)
      await context.aws.sns.setTopicAttributes({
        TopicArn: physicalId,
        AttributeName: "ArchivePolicy",
        AttributeValue: "{}",
      });
    await context.aws.sns.deleteTopic({ TopicArn: physicalId });
  },
};

/** The answer, or undefined if the topic or subscription does not exist. */
export async function ifThere<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AwsError && error.code === "NotFoundException") return undefined;
    throw error;
  }
}

async function updateSubscriptions(
  topicArn: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  const wanted = readSubscriptions(properties);
  const isWanted = (one: { Endpoint?: string | undefined; Protocol?: string | undefined }): boolean =>
    wanted.some(({ Endpoint, Protocol }) => Endpoint === one.Endpoint && Protocol === one.Protocol);
  const gone = readSubscriptions(previous).filter((one) => !isWanted(one));
  if (gone.length > 0) {
    const { Subscriptions = [] } = await context.aws.sns.listSubscriptionsByTopic({ TopicArn: topicArn });
    for (const { SubscriptionArn, Endpoint, Protocol } of Subscriptions) {
      const isGone = gone.some((one) => one.Endpoint === Endpoint && one.Protocol === Protocol);
      if (isGone && SubscriptionArn !== undefined) await context.aws.sns.unsubscribe({ SubscriptionArn });
    }
  }
  for (const { Endpoint, Protocol } of wanted)
    await context.aws.sns.subscribe({ TopicArn: topicArn, Endpoint, Protocol });
}

function describe(topicArn: string): ResourceState {
  const name = topicArn.slice(topicArn.lastIndexOf(":") + 1);
  return { physicalId: topicArn, attributes: { TopicArn: topicArn, TopicName: name } };
}

// CreateTopic takes a topic of the same name over. CloudFormation must not, unless an interrupted run of this very
// step made it: its tags tell.
async function requireFree(name: string, context: ResourceContext): Promise<void> {
  const arn = `arn:aws:sns:${context.region}:${context.account}:${name}`;
  const found = await ifThere(() => context.aws.sns.getTopicAttributes({ TopicArn: arn }));
  if (found === undefined) return;
  const { Tags = [] } = await context.aws.sns.listTagsForResource({ ResourceArn: arn });
  const tags = new Map(Tags.map(({ Key, Value }) => [Key, Value]));
  const isOurs =
    tags.get("aws:cloudformation:stack-id") === context.stackId &&
    tags.get("aws:cloudformation:logical-id") === context.logicalId;
  if (isOurs) return;
  throw new AwsError({
    code: "AlreadyExists",
    message: `Resource of type 'AWS::SNS::Topic' with identifier '${arn}' already exists.`,
  });
}

function readAttributes(properties: Properties): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const name of ATTRIBUTES) {
    const value = properties[name];
    if (value === undefined || value === null) continue;
    attributes[name] = typeof value === "string" ? value : JSON.stringify(value);
  }
  return { ...attributes, ...encodeLogging(properties) };
}

function decodeValue(name: string, value: string): unknown {
  return name === "ArchivePolicy" ? JSON.parse(value) : value;
}

function readSubscriptions(properties: Properties): readonly InlineSubscription[] {
  return (properties["Subscription"] ?? []) as readonly InlineSubscription[];
}

function readTags(properties: Properties): Record<string, string> {
  const list = (properties["Tags"] ?? []) as readonly { readonly Key: string; readonly Value: unknown }[];
  return Object.fromEntries(list.map(({ Key, Value }) => [Key, String(Value)]));
}

function encodeTags(tags: Readonly<Record<string, string>>): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
