// Kinesis's limits: what the service's model says (botocore 1.43, kinesis/2013-12-02), and its documented quotas.

import type { Constraint, Constraints } from "../../service/constraints.ts";

/** AWS: "Quotas and limits" in the Kinesis Data Streams Developer Guide. */
export const LIMITS = {
  shardBytesPerSecond: 1_048_576,
  shardRecordsPerSecond: 1_000,
  shardReadBytesPerSecond: 2_097_152,
  shardReadsPerSecond: 5,
  iteratorsPerSecond: 5,
  getRecordsBytes: 10_485_760,
  getRecords: 10_000,
  putRecordsBytes: 10_485_760,
  creatingStreams: 5,
  onDemandStreams: 50,
  onDemandShards: 4,
  /** AWS: "On-demand mode": 200 MB a second at most by default. */
  mostOnDemandShards: 200,
  consumers: 20,
  creatingConsumers: 5,
  tags: 50,
  modeChanges: 2,
  shardCountChanges: 10,
  encryptionChanges: 25,
  shardsPerStream: 10_000,
  leastRetentionHours: 24,
  mostRetentionHours: 8_760,
  defaultRecordKiB: 1_024,
  policyBytes: 20_480,
  subscriptionMs: 5 * 60_000,
  subscriptionPauseMs: 5_000,
} as const;

/** AWS: "Quotas and limits": the default quota of shards an account, by region. */
export function shardLimit(region: string): number {
  return ["us-east-1", "us-west-2", "eu-west-1"].includes(region) ? 20_000 : 1_000;
}

const NAME: Constraint = { length: [1, 128], pattern: "[a-zA-Z0-9_.-]+" };
const ARN: Constraint = { length: [1, 2_048], pattern: "arn:aws.*:kinesis:.*:\\d{12}:stream/\\S+" };
const RESOURCE_ARN: Constraint = { length: [1, 2_048], pattern: "arn:aws.*:kinesis:.*:\\d{12}:.*stream/\\S+" };
const CONSUMER_ARN: Constraint = {
  length: [1, 2_048],
  pattern: "^(arn):aws.*:kinesis:.*:\\d{12}:.*stream\\/[a-zA-Z0-9_.-]+\\/consumer\\/[a-zA-Z0-9_.-]+:[0-9]+",
};
const HASH_KEY: Constraint = { pattern: "0|([1-9]\\d{0,38})" };
const SEQUENCE: Constraint = { pattern: "0|([1-9]\\d{0,128})" };
const PARTITION_KEY: Constraint = { length: [1, 256] };
const DATA: Constraint = { length: [0, 10_485_760] };
const PAGE: Constraint = { range: [1, 10_000] };
const NATURAL: Constraint = { range: [0, Number.MAX_SAFE_INTEGER] };
const POSITIVE: Constraint = { range: [1, Number.MAX_SAFE_INTEGER] };
const TOKEN: Constraint = { length: [1, 1_048_576] };
const MODE: Constraint = { oneOf: ["PROVISIONED", "ON_DEMAND"] };
const RECORD_KIB: Constraint = { range: [1_024, 10_240] };
const ENCRYPTION: Constraint = { oneOf: ["NONE", "KMS"] };
const TAG_KEY: Constraint = { length: [1, 128] };
const STRATEGY: Constraint = { oneOf: ["AUTO", "USER_PARTITION_KEY"] };
const STREAM_ID: Constraint = { length: [1, 24], pattern: "[a-z0-9]{20}-[a-z0-9]{3}" };
const ITERATOR_TYPE: Constraint = {
  oneOf: ["AFTER_SEQUENCE_NUMBER", "LATEST", "AT_TIMESTAMP", "AT_SEQUENCE_NUMBER", "TRIM_HORIZON"],
};
const METRICS: Readonly<Record<string, Constraint>> = {
  ShardLevelMetrics: { length: [1, 7] },
  "ShardLevelMetrics.member": {
    oneOf: [
      "IncomingBytes",
      "IncomingRecords",
      "OutgoingBytes",
      "OutgoingRecords",
      "WriteProvisionedThroughputExceeded",
      "ReadProvisionedThroughputExceeded",
      "IteratorAgeMilliseconds",
      "ALL",
    ],
  },
};

const STREAM = { StreamName: NAME, StreamARN: ARN, StreamId: STREAM_ID };
const RESOURCE = { ResourceARN: RESOURCE_ARN, StreamId: STREAM_ID };
const TAGS = { Tags: { length: [1, 200] }, "Tags.key": TAG_KEY, "Tags.value": { length: [0, 256] } } as const;
const CONSUMER = { StreamARN: ARN, ConsumerName: NAME, ConsumerARN: CONSUMER_ARN, StreamId: STREAM_ID };

export const constraints: Constraints = {
  AddTagsToStream: { ...STREAM, ...TAGS },
  CreateStream: {
    StreamName: NAME,
    ShardCount: POSITIVE,
    "StreamModeDetails.StreamMode": MODE,
    ...TAGS,
    WarmThroughputMiBps: NATURAL,
    MaxRecordSizeInKiB: RECORD_KIB,
    RecordDistributionStrategy: STRATEGY,
  },
  DecreaseStreamRetentionPeriod: STREAM,
  DeleteResourcePolicy: RESOURCE,
  DeleteStream: STREAM,
  DeregisterStreamConsumer: CONSUMER,
  DescribeStream: { ...STREAM, Limit: PAGE, ExclusiveStartShardId: NAME },
  DescribeStreamConsumer: CONSUMER,
  DescribeStreamSummary: STREAM,
  DisableEnhancedMonitoring: { ...STREAM, ...METRICS },
  EnableEnhancedMonitoring: { ...STREAM, ...METRICS },
  GetRecords: { ShardIterator: { length: [1, 512] }, Limit: PAGE, StreamARN: ARN, StreamId: STREAM_ID },
  GetResourcePolicy: RESOURCE,
  GetShardIterator: {
    ...STREAM,
    ShardId: NAME,
    ShardIteratorType: ITERATOR_TYPE,
    StartingSequenceNumber: SEQUENCE,
  },
  IncreaseStreamRetentionPeriod: STREAM,
  ListShards: {
    ...STREAM,
    NextToken: TOKEN,
    ExclusiveStartShardId: NAME,
    MaxResults: PAGE,
    "ShardFilter.Type": {
      oneOf: ["AFTER_SHARD_ID", "AT_TRIM_HORIZON", "FROM_TRIM_HORIZON", "AT_LATEST", "AT_TIMESTAMP", "FROM_TIMESTAMP"],
    },
    "ShardFilter.ShardId": NAME,
  },
  ListStreamConsumers: { StreamARN: ARN, NextToken: TOKEN, MaxResults: PAGE, StreamId: STREAM_ID },
  ListStreams: { Limit: PAGE, ExclusiveStartStreamName: NAME, NextToken: TOKEN },
  ListTagsForResource: RESOURCE,
  ListTagsForStream: { ...STREAM, ExclusiveStartTagKey: TAG_KEY, Limit: { range: [1, 50] } },
  MergeShards: { ...STREAM, ShardToMerge: NAME, AdjacentShardToMerge: NAME },
  PutRecord: {
    ...STREAM,
    Data: DATA,
    PartitionKey: PARTITION_KEY,
    ExplicitHashKey: HASH_KEY,
    SequenceNumberForOrdering: SEQUENCE,
  },
  PutRecords: {
    ...STREAM,
    Records: { length: [1, 500] },
    "Records.member.Data": DATA,
    "Records.member.PartitionKey": PARTITION_KEY,
    "Records.member.ExplicitHashKey": HASH_KEY,
  },
  PutResourcePolicy: RESOURCE,
  RegisterStreamConsumer: { StreamARN: ARN, ConsumerName: NAME, StreamId: STREAM_ID, ...TAGS },
  RemoveTagsFromStream: { ...STREAM, TagKeys: { length: [1, 50] }, "TagKeys.member": TAG_KEY },
  SplitShard: { ...STREAM, ShardToSplit: NAME, NewStartingHashKey: HASH_KEY },
  StartStreamEncryption: { ...STREAM, EncryptionType: ENCRYPTION, KeyId: { length: [1, 2_048] } },
  StopStreamEncryption: { ...STREAM, EncryptionType: ENCRYPTION, KeyId: { length: [1, 2_048] } },
  SubscribeToShard: {
    ConsumerARN: CONSUMER_ARN,
    ShardId: NAME,
    StreamId: STREAM_ID,
    "StartingPosition.Type": ITERATOR_TYPE,
    "StartingPosition.SequenceNumber": SEQUENCE,
  },
  TagResource: { ...RESOURCE, ...TAGS },
  UntagResource: { ...RESOURCE, TagKeys: { length: [1, 50] }, "TagKeys.member": TAG_KEY },
  UpdateAccountSettings: { "MinimumThroughputBillingCommitment.Status": { oneOf: ["ENABLED", "DISABLED"] } },
  UpdateMaxRecordSize: { StreamARN: ARN, StreamId: STREAM_ID, MaxRecordSizeInKiB: RECORD_KIB },
  UpdateShardCount: { ...STREAM, TargetShardCount: POSITIVE, ScalingType: { oneOf: ["UNIFORM_SCALING"] } },
  UpdateStreamMode: {
    StreamARN: ARN,
    StreamId: STREAM_ID,
    "StreamModeDetails.StreamMode": MODE,
    WarmThroughputMiBps: NATURAL,
  },
  UpdateStreamRecordDistributionStrategy: { StreamARN: ARN, RecordDistributionStrategy: STRATEGY },
  UpdateStreamWarmThroughput: { ...STREAM, WarmThroughputMiBps: NATURAL },
};
