// AWS::KinesisFirehose::DeliveryStream. A change may be several calls: the destination, the encryption, the tags.

import type { DeliveryStreamDescription } from "@aws-sdk/client-firehose";
import { AwsError } from "../../../kernel/errors.ts";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { deliveryStreamArn } from "../names.ts";
import {
  configurationOf,
  type DestinationMember,
  destinationOf,
  resetDestination,
  toRequest,
} from "./destination-properties.ts";

const POLL_MS = 50;

/** A delivery stream. Ref is its name. */
export const deliveryStreamType: ResourceType = {
  typeName: "AWS::KinesisFirehose::DeliveryStream",
  properties: [
    "DeliveryStreamEncryptionConfigurationInput",
    "DeliveryStreamName",
    "DeliveryStreamType",
    "DirectPutSourceConfiguration",
    "ExtendedS3DestinationConfiguration",
    "HttpEndpointDestinationConfiguration",
    "KinesisStreamSourceConfiguration",
    "S3DestinationConfiguration",
    "Tags",
  ],
  keptNotEnforced: {
    DirectPutSourceConfiguration: "prepares the stream for that throughput",
  },
  notSupported: [
    "ExtendedS3DestinationConfiguration.DataFormatConversionConfiguration",
    "HttpEndpointDestinationConfiguration.SecretsManagerConfiguration",
  ],

  async create(properties, context) {
    const { DeliveryStreamName: given, Tags: _tags, ...rest } = properties;
    const DeliveryStreamName = typeof given === "string" ? given : context.generateName({ maxLength: 64 });
    const tags = { ...context.tags, ...tagsOf(properties) };
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    try {
      await context.aws.firehose.createDeliveryStream({
        ...toRequest(rest),
        DeliveryStreamName,
        ...(Tags.length === 0 ? {} : { Tags }),
      });
    } catch (error) {
      // An interrupted run of this step made it; a stream of another's stays theirs.
      const isRepeated = isAwsError(error, "ResourceInUseException") && (await isOurs(context, DeliveryStreamName));
      if (!isRepeated) throw error;
    }
    context.identify(DeliveryStreamName);
    await settled(DeliveryStreamName, context);
    return stateOf(DeliveryStreamName, context);
  },

  async read(physicalId, context, known) {
    const answer = await ifThere(() => context.aws.firehose.describeDeliveryStream({ DeliveryStreamName: physicalId }));
    const description = answer?.DeliveryStreamDescription;
    if (description === undefined || description.DeliveryStreamStatus === "DELETING") return undefined;
    return { ...readDescription(description, known), ...(await readTags(physicalId, context)) };
  },

  async list({ aws }) {
    const names = await everyPage(async (ExclusiveStartDeliveryStreamName: string | undefined) => {
      const answer = await aws.firehose.listDeliveryStreams({ ExclusiveStartDeliveryStreamName, Limit: 1_000 });
      return {
        items: answer.DeliveryStreamNames,
        next: answer.HasMoreDeliveryStreams ? answer.DeliveryStreamNames.at(-1) : undefined,
      };
    });
    return names.map((DeliveryStreamName) => ({ DeliveryStreamName }));
  },

  async update(physicalId, properties, previous, context) {
    await applyDestination(physicalId, properties, previous, context);
    await applyEncryption(physicalId, properties, previous, context);
    await applyTags(physicalId, properties, previous, context);
    return stateOf(physicalId, context);
  },

  async delete(physicalId, _properties, context) {
    const { firehose } = context.aws;
    const gone = { DeliveryStreamName: physicalId, AllowForceDelete: true };
    if ((await ifThere(() => firehose.deleteDeliveryStream(gone))) === undefined) return;
    while ((await ifThere(() => firehose.describeDeliveryStream({ DeliveryStreamName: physicalId }))) !== undefined)
      await context.wait(POLL_MS);
  },
};

function readDescription(description: DeliveryStreamDescription, known: Properties | undefined): Properties {
  const { Source: source, DeliveryStreamEncryptionConfiguration: encryption } = description;
  const kinesis = source?.KinesisStreamSourceDescription;
  const isEncrypted = encryption?.Status === "ENABLED" || encryption?.Status === "ENABLING";
  return {
    DeliveryStreamName: description.DeliveryStreamName,
    DeliveryStreamType: description.DeliveryStreamType,
    ...(kinesis === undefined
      ? {}
      : {
          KinesisStreamSourceConfiguration: {
            KinesisStreamARN: kinesis.KinesisStreamARN,
            RoleARN: kinesis.RoleARN,
          },
        }),
    ...(source?.DirectPutSourceDescription === undefined
      ? {}
      : { DirectPutSourceConfiguration: source.DirectPutSourceDescription }),
    ...(isEncrypted
      ? {
          DeliveryStreamEncryptionConfigurationInput: {
            KeyType: encryption.KeyType,
            ...(encryption.KeyARN === undefined ? {} : { KeyARN: encryption.KeyARN }),
          },
        }
      : {}),
    ...configurationOf(description.Destinations?.[0], known),
  };
}

async function applyDestination(
  DeliveryStreamName: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  const wanted = destinationOf(properties);
  const before = destinationOf(previous);
  if (wanted === undefined || JSON.stringify(wanted) === JSON.stringify(before)) return;
  const description = await settled(DeliveryStreamName, context);
  await context.aws.firehose.updateDestination({
    DeliveryStreamName,
    CurrentDeliveryStreamVersionId: description?.VersionId,
    DestinationId: description?.Destinations?.[0]?.DestinationId,
    [UPDATES[wanted.member]]: resetDestination(wanted),
  });
}

const UPDATES: Readonly<Record<DestinationMember, string>> = {
  ExtendedS3DestinationConfiguration: "ExtendedS3DestinationUpdate",
  HttpEndpointDestinationConfiguration: "HttpEndpointDestinationUpdate",
  S3DestinationConfiguration: "S3DestinationUpdate",
};

async function applyEncryption(
  DeliveryStreamName: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  const wanted = properties["DeliveryStreamEncryptionConfigurationInput"];
  if (JSON.stringify(wanted) === JSON.stringify(previous["DeliveryStreamEncryptionConfigurationInput"])) return;
  await (wanted === undefined
    ? context.aws.firehose.stopDeliveryStreamEncryption({ DeliveryStreamName })
    : context.aws.firehose.startDeliveryStreamEncryption({
        DeliveryStreamName,
        DeliveryStreamEncryptionConfigurationInput: wanted as { KeyType: "AWS_OWNED_CMK" },
      }));
  await settled(DeliveryStreamName, context);
}

async function applyTags(
  DeliveryStreamName: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  const wanted = { ...context.tags, ...tagsOf(properties) };
  const before = tagsOf(previous);
  const TagKeys = Object.keys(before).filter((key) => !(key in wanted));
  const Tags = Object.entries(wanted).map(([Key, Value]) => ({ Key, Value }));
  const { firehose } = context.aws;
  if (TagKeys.length > 0) await firehose.untagDeliveryStream({ DeliveryStreamName, TagKeys });
  if (Tags.length > 0) await firehose.tagDeliveryStream({ DeliveryStreamName, Tags });
}

/** The stream when nothing about it is under way. */
async function settled(
  DeliveryStreamName: string,
  context: ResourceContext,
): Promise<DeliveryStreamDescription | undefined> {
  for (;;) {
    const answer = await context.aws.firehose.describeDeliveryStream({ DeliveryStreamName });
    const { DeliveryStreamDescription: description } = answer;
    const encryption = description.DeliveryStreamEncryptionConfiguration?.Status ?? "";
    if (description.DeliveryStreamStatus === "ACTIVE" && !encryption.endsWith("ING")) return description;
    await context.wait(POLL_MS);
  }
}

function stateOf(physicalId: string, context: ResourceContext): ResourceState {
  return { physicalId, attributes: { Arn: deliveryStreamArn(context, physicalId) } };
}

async function liveTags(
  DeliveryStreamName: string,
  context: ResourceContext,
): Promise<Readonly<Record<string, string>>> {
  const answer = await ifThere(() => context.aws.firehose.listTagsForDeliveryStream({ DeliveryStreamName }));
  return Object.fromEntries((answer?.Tags ?? []).map((tag) => [tag.Key, tag.Value ?? ""]));
}

async function readTags(DeliveryStreamName: string, context: ResourceContext): Promise<Properties> {
  const tags = Object.entries(await liveTags(DeliveryStreamName, context)).filter(([key]) => !key.startsWith("aws:"));
  return tags.length === 0 ? {} : { Tags: tags.map(([Key, Value]) => ({ Key, Value })) };
}

async function isOurs(context: ResourceContext, name: string): Promise<boolean> {
  const tags = await liveTags(name, context);
  return tags["aws:cloudformation:stack-id"] === context.stackId;
}

function tagsOf(properties: Properties): Readonly<Record<string, string>> {
  const tags = (properties["Tags"] ?? []) as readonly { Key: string; Value?: boolean | number | string }[];
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, String(Value ?? "")]));
}

function isAwsError(error: unknown, code: string): error is AwsError {
  return error instanceof AwsError && error.code === code;
}

/** What a call gives; undefined where there is no such stream. */
async function ifThere<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (isAwsError(error, "ResourceNotFoundException")) return undefined;
    throw error;
  }
}
