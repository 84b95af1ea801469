// AWS::SQS::Queue.

import { AwsError } from "../../../kernel/errors.ts";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { isFifoName } from "../queue.ts";

// Property by property, the attribute of the same name, and its value when the template says nothing.
const DEFAULTS: Readonly<Record<string, string>> = {
  ContentBasedDeduplication: "false",
  DeduplicationScope: "queue",
  DelaySeconds: "0",
  FifoThroughputLimit: "perQueue",
  KmsDataKeyReusePeriodSeconds: "300",
  KmsMasterKeyId: "",
  MaximumMessageSize: "1048576",
  MessageRetentionPeriod: "345600",
  ReceiveMessageWaitTimeSeconds: "0",
  RedriveAllowPolicy: "",
  RedrivePolicy: "",
  SqsManagedSseEnabled: "true",
  VisibilityTimeout: "30",
};
const FIFO_ONLY = new Set(["ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit"]);
const OBJECTS = new Set(["RedriveAllowPolicy", "RedrivePolicy"]);
const NUMBERS = new Set([
  "DelaySeconds",
  "KmsDataKeyReusePeriodSeconds",
  "MaximumMessageSize",
  "MessageRetentionPeriod",
  "ReceiveMessageWaitTimeSeconds",
  "VisibilityTimeout",
]);
const BOOLEANS = new Set(["ContentBasedDeduplication", "FifoQueue", "SqsManagedSseEnabled"]);

/** A queue. Ref is its URL. */
export const queueType: ResourceType = {
  typeName: "AWS::SQS::Queue",
  properties: [...Object.keys(DEFAULTS), "FifoQueue", "QueueName", "Tags"],
  keptNotEnforced: { SqsManagedSseEnabled: "encrypts messages with keys of SQS" },

  async create(properties, context) {
    const isFifo = String(properties["FifoQueue"]) === "true";
    const given = properties["QueueName"];
    const suffix = isFifo ? { suffix: ".fifo" } : {};
    const name = typeof given === "string" ? given : context.generateName({ maxLength: 80, ...suffix });
    await requireFree(name, context);
    const { QueueUrl } = await context.aws.sqs.createQueue({
      QueueName: name,
      Attributes: { ...encodeAttributes(properties), ...(isFifo ? { FifoQueue: "true" } : {}) },
      tags: { ...context.tags, ...readTags(properties) },
    });
    return describe(String(QueueUrl), context);
  },

  async read(physicalId, context) {
    const attributes = await ifThere(() =>
      context.aws.sqs.getQueueAttributes({ QueueUrl: physicalId, AttributeNames: ["All"] }),
    );
    if (attributes === undefined) return undefined;
    const { Tags = {} } = await context.aws.sqs.listQueueTags({ QueueUrl: physicalId });
    const properties = Object.entries(attributes.Attributes ?? {})
      .filter(([name]) => name in DEFAULTS || name === "FifoQueue")
      .map(([name, value]) => [name, decodeValue(name, value)] as const);
    return {
      ...Object.fromEntries(properties),
      QueueName: queueNameOf(physicalId),
      Tags: Object.entries(Tags)
        .filter(([key]) => !key.startsWith("aws:"))
        .map(([Key, Value]) => ({ Key, Value })),
    };
  },

  async list({ aws }) {
    const urls = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.sqs.listQueues({ MaxResults: 1000, NextToken });
      return { items: answer.QueueUrls, next: answer.NextToken };
    });
    return urls.map((QueueUrl) => ({ QueueUrl }));
  },

  async update(physicalId, properties, previous, context) {
    const attributes = encodeAttributes(properties);
    const isFifo = isFifoName(queueNameOf(physicalId));
    // What the template no longer says goes back to its default.
    for (const [name, value] of Object.entries(DEFAULTS)) {
      const isGone = previous[name] !== undefined && attributes[name] === undefined;
      if (isGone && (isFifo || !FIFO_ONLY.has(name))) attributes[name] = value;
    }
    if ((attributes["KmsMasterKeyId"] ?? "") !== "" && properties["SqsManagedSseEnabled"] === undefined)
      delete attributes["SqsManagedSseEnabled"];
    if (Object.keys(attributes).length > 0)
      await context.aws.sqs.setQueueAttributes({ QueueUrl: physicalId, Attributes: attributes });
    const tags = { ...context.tags, ...readTags(properties) };
    const gone = Object.keys(readTags(previous)).filter((key) => !(key in tags));
    if (gone.length > 0) await context.aws.sqs.untagQueue({ QueueUrl: physicalId, TagKeys: gone });
    if (Object.keys(tags).length > 0) await context.aws.sqs.tagQueue({ QueueUrl: physicalId, Tags: tags });
    return describe(physicalId, context);
  },

  async delete(physicalId, _properties, context) {
    await ifThere(() => context.aws.sqs.deleteQueue({ QueueUrl: physicalId }));
  },
};

/** The answer, or undefined if the queue does not exist. */
export async function ifThere<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AwsError && error.code === "QueueDoesNotExist") return undefined;
    throw error;
  }
}

async function describe(queueUrl: string, context: ResourceContext): Promise<ResourceState> {
  const { Attributes = {} } = await context.aws.sqs.getQueueAttributes({
    QueueUrl: queueUrl,
    AttributeNames: ["QueueArn"],
  });
  return {
    physicalId: queueUrl,
    attributes: { Arn: Attributes["QueueArn"], QueueName: queueNameOf(queueUrl), QueueUrl: queueUrl },
  };
}

// CreateQueue takes a queue of the same name over. CloudFormation must not, unless an interrupted run of this very
// step made it: its tags tell.
async function requireFree(name: string, context: ResourceContext): Promise<void> {
  const found = await ifThere(() => context.aws.sqs.getQueueUrl({ QueueName: name }));
  if (found?.QueueUrl === undefined) return;
  const { Tags = {} } = await context.aws.sqs.listQueueTags({ QueueUrl: found.QueueUrl });
  const isOurs =
    Tags["aws:cloudformation:stack-id"] === context.stackId &&
    Tags["aws:cloudformation:logical-id"] === context.logicalId;
  if (isOurs) return;
  throw new AwsError({
    code: "AlreadyExists",
    message: `Resource of type 'AWS::SQS::Queue' with identifier '${name}' already exists.`,
  });
}

function queueNameOf(queueUrl: string): string {
  return queueUrl.slice(queueUrl.lastIndexOf("/") + 1);
}

function encodeAttributes(properties: Properties): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const name of Object.keys(DEFAULTS)) {
    const value = properties[name];
    if (value === undefined || value === null) continue;
    attributes[name] = typeof value === "string" ? value : JSON.stringify(value);
  }
  return attributes;
}

function decodeValue(name: string, value: string): unknown {
  if (OBJECTS.has(name)) return JSON.parse(value);
  if (NUMBERS.has(name)) return Number(value);
  return BOOLEANS.has(name) ? value === "true" : value;
}

function readTags(properties: Properties): Record<string, string> {
  const list = (properties["Tags"] ?? []) as readonly { readonly Key: string; readonly Value: unknown }[];
  return Object.fromEntries(list.map(({ Key, Value }) => [Key, String(Value)]));
}
