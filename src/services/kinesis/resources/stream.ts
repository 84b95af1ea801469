// AWS::Kinesis::Stream. A change is several calls, each of which leaves the stream UPDATING for a while.

import type { MetricsName, StreamDescriptionSummary } from "@aws-sdk/client-kinesis";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { streamArn } from "../names.ts";
import { POLL_MS, changeTags, ifThere, isAwsError, isOurs, liveTags, readTags } from "./aws-answers.ts";

const LEAST_RETENTION_HOURS = 24;
const LEAST_RECORD_KIB = 1_024;

/** A stream. Ref is its name. */
export const streamType: ResourceType = {
  typeName: "AWS::Kinesis::Stream",
  properties: [
    "DesiredShardLevelMetrics",
    "MaxRecordSizeInKiB",
    "Name",
    "RetentionPeriodHours",
    "ShardCount",
    "StreamEncryption",
    "StreamModeDetails",
    "Tags",
    "WarmThroughputMiBps",
  ],

  async create(properties, context) {
    const StreamName = text(properties["Name"]) ?? context.generateName({ maxLength: 128 });
    const mode = modeOf(properties);
    try {
      await context.aws.kinesis.createStream({
        StreamName,
        StreamModeDetails: { StreamMode: mode },
        // AWS: AWS::Kinesis::Stream: a provisioned stream needs ShardCount; the registry's handler takes 1 without it.
        ...(mode === "PROVISIONED" ? { ShardCount: number(properties["ShardCount"]) ?? 1 } : {}),
        MaxRecordSizeInKiB: number(properties["MaxRecordSizeInKiB"]),
        WarmThroughputMiBps: number(properties["WarmThroughputMiBps"]),
        Tags: { ...context.tags, ...readTags(properties) },
      });
    } catch (error) {
      // An interrupted run of this step made it; a stream of another's stays theirs.
      const isRepeated =
        isAwsError(error, "ResourceInUseException") && (await isOurs(context, arnOf(StreamName, context)));
      if (!isRepeated) throw error;
    }
    context.identify(StreamName);
    await settled(StreamName, context);
    await applySettings(StreamName, properties, context);
    return stateOf(StreamName, context);
  },

  async read(physicalId, context) {
    const answer = await ifThere(() => context.aws.kinesis.describeStreamSummary({ StreamName: physicalId }));
    const summary = answer?.StreamDescriptionSummary;
    if (summary === undefined || summary.StreamStatus === "DELETING") return undefined;
    return { ...readSummary(summary), ...(await liveTags(context, arnOf(physicalId, context))) };
  },

  async list({ aws }) {
    const names = await everyPage(async (ExclusiveStartStreamName: string | undefined) => {
      const answer = await aws.kinesis.listStreams({ ExclusiveStartStreamName });
      return {
        items: answer.StreamNames,
        next: answer.HasMoreStreams ? answer.StreamNames?.at(-1) : undefined,
      };
    });
    return names.map((Name) => ({ Name }));
  },

  async update(physicalId, properties, previous, context) {
    await applyMode(physicalId, properties, context);
    await applyShardCount(physicalId, properties, context);
    await applySettings(physicalId, properties, context);
    await changeTags(context, arnOf(physicalId, context), properties, previous);
    return stateOf(physicalId, context);
  },

  async delete(physicalId, _properties, context) {
    const gone = { StreamName: physicalId, EnforceConsumerDeletion: true };
    if ((await ifThere(() => context.aws.kinesis.deleteStream(gone))) === undefined) return;
    while ((await ifThere(() => context.aws.kinesis.describeStreamSummary({ StreamName: physicalId }))) !== undefined)
      await context.wait(POLL_MS);
  },
};

function readSummary(summary: StreamDescriptionSummary): Properties {
  const { EnhancedMonitoring: [monitoring] = [], EncryptionType: encryption, KeyId, WarmThroughput: warm } = summary;
  const isProvisioned = summary.StreamModeDetails?.StreamMode === "PROVISIONED";
  const metrics = monitoring?.ShardLevelMetrics ?? [];
  return {
    Name: summary.StreamName,
    RetentionPeriodHours: summary.RetentionPeriodHours,
    MaxRecordSizeInKiB: summary.MaxRecordSizeInKiB,
    StreamModeDetails: { StreamMode: summary.StreamModeDetails?.StreamMode },
    ...(isProvisioned ? { ShardCount: summary.OpenShardCount } : {}),
    ...(encryption === "KMS" ? { StreamEncryption: { EncryptionType: "KMS", KeyId } } : {}),
    ...(metrics.length === 0 ? {} : { DesiredShardLevelMetrics: metrics }),
    ...(warm?.TargetMiBps === undefined ? {} : { WarmThroughputMiBps: warm.TargetMiBps }),
  };
}

async function applyMode(StreamName: string, properties: Properties, context: ResourceContext): Promise<void> {
  const mode = modeOf(properties);
  const WarmThroughputMiBps = number(properties["WarmThroughputMiBps"]);
  const summary = await settled(StreamName, context);
  if (summary?.StreamModeDetails?.StreamMode !== mode) {
    const StreamARN = arnOf(StreamName, context);
    await context.aws.kinesis.updateStreamMode({ StreamARN, StreamModeDetails: { StreamMode: mode } });
    await settled(StreamName, context);
  }
  if (WarmThroughputMiBps === undefined || summary?.WarmThroughput?.TargetMiBps === WarmThroughputMiBps) return;
  await context.aws.kinesis.updateStreamWarmThroughput({ StreamName, WarmThroughputMiBps });
  await settled(StreamName, context);
}

async function applyShardCount(StreamName: string, properties: Properties, context: ResourceContext): Promise<void> {
  const wanted = number(properties["ShardCount"]);
  if (modeOf(properties) !== "PROVISIONED" || wanted === undefined) return;
  const summary = await settled(StreamName, context);
  if (summary?.OpenShardCount === wanted) return;
  await context.aws.kinesis.updateShardCount({
    StreamName,
    TargetShardCount: wanted,
    ScalingType: "UNIFORM_SCALING",
  });
  await settled(StreamName, context);
}

/** What creation cannot say, and changes do not replace. */
async function applySettings(StreamName: string, properties: Properties, context: ResourceContext): Promise<void> {
  const summary = await settled(StreamName, context);
  const { kinesis } = context.aws;
  const hours = number(properties["RetentionPeriodHours"]) ?? LEAST_RETENTION_HOURS;
  const present = summary?.RetentionPeriodHours ?? LEAST_RETENTION_HOURS;
  if (hours > present) await kinesis.increaseStreamRetentionPeriod({ StreamName, RetentionPeriodHours: hours });
  if (hours < present) await kinesis.decreaseStreamRetentionPeriod({ StreamName, RetentionPeriodHours: hours });
  const MaxRecordSizeInKiB = number(properties["MaxRecordSizeInKiB"]) ?? LEAST_RECORD_KIB;
  if (summary?.MaxRecordSizeInKiB !== MaxRecordSizeInKiB) {
    await kinesis.updateMaxRecordSize({ StreamARN: arnOf(StreamName, context), MaxRecordSizeInKiB });
    await settled(StreamName, context);
  }
  await applyEncryption(StreamName, properties, context);
  await applyMetrics(StreamName, properties, context);
}

async function applyEncryption(StreamName: string, properties: Properties, context: ResourceContext): Promise<void> {
  const summary = await settled(StreamName, context);
  const wanted = properties["StreamEncryption"] as { EncryptionType?: string; KeyId?: string } | undefined;
  const keyId = wanted?.EncryptionType === "KMS" ? wanted.KeyId : undefined;
  if (keyId === summary?.KeyId) return;
  await (keyId === undefined
    ? context.aws.kinesis.stopStreamEncryption({ StreamName, EncryptionType: "KMS", KeyId: summary?.KeyId })
    : context.aws.kinesis.startStreamEncryption({ StreamName, EncryptionType: "KMS", KeyId: keyId }));
  await settled(StreamName, context);
}

async function applyMetrics(StreamName: string, properties: Properties, context: ResourceContext): Promise<void> {
  const summary = await settled(StreamName, context);
  const named = (properties["DesiredShardLevelMetrics"] ?? []) as readonly MetricsName[];
  const present = summary?.EnhancedMonitoring?.[0]?.ShardLevelMetrics ?? [];
  const gone = named.includes("ALL") ? [] : present.filter((metric) => !named.includes(metric));
  const more = named.filter((metric) => !present.includes(metric));
  if (gone.length > 0) await context.aws.kinesis.disableEnhancedMonitoring({ StreamName, ShardLevelMetrics: gone });
  if (more.length > 0) await context.aws.kinesis.enableEnhancedMonitoring({ StreamName, ShardLevelMetrics: more });
}

/** The stream when it is ACTIVE. */
async function settled(StreamName: string, context: ResourceContext): Promise<StreamDescriptionSummary | undefined> {
  for (;;) {
    const { StreamDescriptionSummary: summary } = await context.aws.kinesis.describeStreamSummary({ StreamName });
    if (summary?.StreamStatus === "ACTIVE") return summary;
    await context.wait(POLL_MS);
  }
}

async function stateOf(StreamName: string, context: ResourceContext): Promise<ResourceState> {
  const summary = await settled(StreamName, context);
  const warm = summary?.WarmThroughput;
  return {
    physicalId: StreamName,
    attributes: {
      Arn: arnOf(StreamName, context),
      ...(warm === undefined
        ? {}
        : {
            "WarmThroughputObject.TargetMiBps": warm.TargetMiBps,
            "WarmThroughputObject.CurrentMiBps": warm.CurrentMiBps,
          }),
    },
  };
}

function arnOf(streamName: string, context: ResourceContext): string {
  return streamArn(context, streamName);
}

function modeOf(properties: Properties): "PROVISIONED" | "ON_DEMAND" {
  const details = properties["StreamModeDetails"] as { StreamMode?: string } | undefined;
  // AWS: AWS::Kinesis::Stream: without ShardCount and StreamModeDetails a stream is made on demand.
  if (details?.StreamMode === undefined) return properties["ShardCount"] === undefined ? "ON_DEMAND" : "PROVISIONED";
  return details.StreamMode === "ON_DEMAND" ? "ON_DEMAND" : "PROVISIONED";
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function number(value: unknown): number | undefined {
  return value === undefined ? undefined : Number(value);
}
