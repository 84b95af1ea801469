// Streams and consumers as answers have them. Pure.

import type { Consumer, StreamDescriptionSummary, StreamSummary } from "@aws-sdk/client-kinesis";
import type { Present } from "../../service/apis.ts";
import type { Scope } from "../../service/context.ts";
import { LIMITS } from "./constraints.ts";
import { consumerArn, streamArn } from "./names.ts";
import type { ConsumerRecord, StreamRecord } from "./records.ts";

/** What all descriptions of a stream have. */
export function describeSettings(scope: Scope, record: StreamRecord) {
  return {
    StreamName: record.name,
    StreamARN: streamArn(scope, record.name),
    StreamStatus: record.status,
    StreamModeDetails: { StreamMode: record.mode },
    RetentionPeriodHours: record.retentionHours,
    StreamCreationTimestamp: new Date(record.createdAtMs),
    EnhancedMonitoring: [{ ShardLevelMetrics: metricNames(record.metrics) }],
    EncryptionType: record.encryptionKeyId === undefined ? "NONE" : "KMS",
    ...(record.encryptionKeyId === undefined ? {} : { KeyId: record.encryptionKeyId }),
  } satisfies Partial<StreamDescriptionSummary>;
}

export function describeSummary(
  scope: Scope,
  record: StreamRecord,
  counts: { readonly openShards: number; readonly consumers: number },
): StreamDescriptionSummary {
  const warm = record.warmMiBps;
  return {
    ...describeSettings(scope, record),
    OpenShardCount: counts.openShards,
    ConsumerCount: counts.consumers,
    MaxRecordSizeInKiB: record.maxRecordKiB,
    ...(record.mode === "ON_DEMAND" ? { RecordDistributionStrategy: record.distribution ?? "USER_PARTITION_KEY" } : {}),
    ...(warm === undefined ? {} : { WarmThroughput: describeWarmth(warm, counts.openShards) }),
  };
}

/** AWS: a shard takes 1 MiB a second, so there are as many as there are MiB a second. */
export function describeWarmth(TargetMiBps: number, openShards: number) {
  return { TargetMiBps, CurrentMiBps: Math.max(LIMITS.onDemandShards, openShards) };
}

export function describeInList(scope: Scope, record: StreamRecord): StreamSummary {
  return {
    StreamName: record.name,
    StreamARN: streamArn(scope, record.name),
    StreamStatus: record.status,
    StreamModeDetails: { StreamMode: record.mode },
    StreamCreationTimestamp: new Date(record.createdAtMs),
  };
}

export function describeConsumer(scope: Scope, record: ConsumerRecord): Present<Consumer> {
  return {
    ConsumerName: record.name,
    ConsumerARN: consumerArn(scope, record),
    ConsumerStatus: record.status,
    // The ARN has the second of creation, and AWS's timestamp is no finer.
    ConsumerCreationTimestamp: new Date(Math.floor(record.createdAtMs / 1_000) * 1_000),
  };
}

type MetricName = NonNullable<NonNullable<StreamDescriptionSummary["EnhancedMonitoring"]>[number]["ShardLevelMetrics"]>;

/** The names came in through a constraint, so they are of the list. */
export function metricNames(names: readonly string[]): MetricName {
  return [...names] as MetricName;
}
