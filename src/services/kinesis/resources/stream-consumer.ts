// AWS::Kinesis::StreamConsumer.

import type { ConsumerDescription } from "@aws-sdk/client-kinesis";
import { everyPage } from "../../../service/pages.ts";
import type { ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { streamArn } from "../names.ts";
import { POLL_MS, ifThere, isAwsError, isOurs, liveTags, readTags } from "./aws-answers.ts";

/** A consumer. Ref is its ARN; every change replaces it. */
export const streamConsumerType: ResourceType = {
  typeName: "AWS::Kinesis::StreamConsumer",
  properties: ["ConsumerName", "StreamARN", "Tags"],

  async create(properties, context) {
    const names = { ConsumerName: String(properties["ConsumerName"]), StreamARN: String(properties["StreamARN"]) };
    try {
      await context.aws.kinesis.registerStreamConsumer({
        ...names,
        Tags: { ...context.tags, ...readTags(properties) },
      });
    } catch (error) {
      if (!isAwsError(error, "ResourceInUseException")) throw error;
      // An interrupted run of this step made it; a consumer of another's stays theirs.
      const found = await ifThere(() => context.aws.kinesis.describeStreamConsumer(names));
      const arn = found?.ConsumerDescription?.ConsumerARN;
      if (arn === undefined || !(await isOurs(context, arn))) throw error;
    }
    return settled(names, context);
  },

  async read(physicalId, context) {
    const answer = await ifThere(() => context.aws.kinesis.describeStreamConsumer({ ConsumerARN: physicalId }));
    const consumer = answer?.ConsumerDescription;
    if (consumer === undefined || consumer.ConsumerStatus === "DELETING") return undefined;
    return {
      ConsumerName: consumer.ConsumerName,
      StreamARN: consumer.StreamARN,
      ...(await liveTags(context, physicalId)),
    };
  },

  async list(context) {
    const { aws } = context;
    const streams = await everyPage(async (ExclusiveStartStreamName: string | undefined) => {
      const answer = await aws.kinesis.listStreams({ ExclusiveStartStreamName });
      return {
        items: answer.StreamNames,
        next: answer.HasMoreStreams ? answer.StreamNames?.at(-1) : undefined,
      };
    });
    const consumers = [];
    for (const name of streams) {
      const StreamARN = streamArn(context, name);
      consumers.push(
        ...(await everyPage(async (NextToken: string | undefined) => {
          const answer = await consumersOf(() => aws.kinesis.listStreamConsumers({ StreamARN, NextToken }));
          return { items: answer?.Consumers, next: answer?.NextToken };
        })),
      );
    }
    return consumers.map(({ ConsumerARN }) => ({ ConsumerARN }));
  },

  attributesOf: (physicalId, live) => ({
    ConsumerARN: physicalId,
    ConsumerName: live["ConsumerName"],
    StreamARN: live["StreamARN"],
    ConsumerStatus: "ACTIVE",
    ConsumerCreationTimestamp: physicalId.slice(physicalId.lastIndexOf(":") + 1),
  }),

  async delete(physicalId, _properties, context) {
    await ifThere(() => context.aws.kinesis.deregisterStreamConsumer({ ConsumerARN: physicalId }));
  },
};

/** The answer about a stream's consumers; undefined while the stream is made or deleted, when it has none to speak of. */
async function consumersOf<T>(list: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ifThere(list);
  } catch (error) {
    if (isAwsError(error, "ResourceInUseException")) return undefined;
    throw error;
  }
}

async function settled(
  names: { readonly ConsumerName: string; readonly StreamARN: string },
  context: ResourceContext,
): Promise<ResourceState> {
  for (;;) {
    const { ConsumerDescription: consumer } = await context.aws.kinesis.describeStreamConsumer(names);
    if (consumer?.ConsumerStatus === "ACTIVE") return stateOf(consumer);
    await context.wait(POLL_MS);
  }
}

function stateOf(consumer: ConsumerDescription): ResourceState {
  const arn = consumer.ConsumerARN ?? "";
  return {
    physicalId: arn,
    attributes: {
      ConsumerARN: arn,
      ConsumerName: consumer.ConsumerName,
      StreamARN: consumer.StreamARN,
      ConsumerStatus: consumer.ConsumerStatus,
      ConsumerCreationTimestamp: String(Math.floor(Number(consumer.ConsumerCreationTimestamp?.getTime()) / 1_000)),
    },
  };
}
