// How each documented error of Kinesis Data Streams is provoked.

import type { ConsumerRecord, StreamRecord } from "../../../src/services/kinesis/records.ts";
import { loadConsumer, loadStream, saveConsumer, saveStream } from "../../../src/services/kinesis/repo.ts";
import { forgetStream } from "../../../src/services/kinesis/streams.ts";
import { type Ask, type ErrorTable, type Grounds, sweepOf, unprovokable } from "./table.ts";

interface Made {
  readonly stream: string;
  arn(streamName: string): string;
  /** A stream with `shards` that is ACTIVE. */
  active(shards?: number): Promise<string>;
  /** One of the mode ON_DEMAND. */
  onDemand(): Promise<string>;
  /** A stream that stays in a state which lasts for milliseconds otherwise. */
  stuck(status?: StreamRecord["status"]): Promise<string>;
  /** The ARN of a consumer in a state. */
  consumer(status?: ConsumerRecord["status"]): Promise<string>;
  iterator(streamName: string): Promise<string>;
  /** An encrypted stream with a record, whose key has been spoilt since, after its data keys are forgotten. */
  withKey(spoil: (keyId: string) => Promise<unknown>): Promise<string>;
  key(): Promise<string>;
}

const FIRST = "shardId-000000000000";

async function prepare({ aws, yard, account, name }: Grounds): Promise<Made> {
  const { store, jobs } = yard.yard.context;
  const arn = (streamName: string): string =>
    `arn:aws:kinesis:${account.region}:${account.account}:stream/${streamName}`;
  const create = async (input: { ShardCount: number } | { StreamModeDetails: { StreamMode: "ON_DEMAND" } }) => {
    const StreamName = name();
    await aws.kinesis.createStream({ StreamName, ...input });
    await jobs.settled();
    return StreamName;
  };
  const active = (ShardCount = 1) => create({ ShardCount });
  const key = async () => (await aws.kms.createKey({})).KeyMetadata?.KeyId ?? "";
  const stream = await active();
  return {
    stream,
    arn,
    active,
    key,
    onDemand: () => create({ StreamModeDetails: { StreamMode: "ON_DEMAND" } }),
    async stuck(status = "UPDATING") {
      const streamName = await active();
      store.write((tx) => {
        const record = loadStream(tx, account, streamName);
        if (record !== undefined) saveStream(tx, account, { ...record, status });
      });
      forgetStream(store, { ...account, streamName });
      return streamName;
    },
    async consumer(status = "ACTIVE") {
      const ConsumerName = name();
      const { Consumer } = await aws.kinesis.registerStreamConsumer({ StreamARN: arn(stream), ConsumerName });
      await jobs.settled();
      store.write((tx) => {
        const record = loadConsumer(tx, account, stream, ConsumerName);
        if (record !== undefined) saveConsumer(tx, account, { ...record, status });
      });
      return Consumer?.ConsumerARN ?? "";
    },
    async iterator(StreamName) {
      const place = { StreamName, ShardId: FIRST, ShardIteratorType: "TRIM_HORIZON" } as const;
      return (await aws.kinesis.getShardIterator(place)).ShardIterator ?? "";
    },
    async withKey(spoil) {
      const KeyId = await key();
      const StreamName = await active();
      await aws.kinesis.startStreamEncryption({ StreamName, EncryptionType: "KMS", KeyId });
      await jobs.settled();
      await aws.kinesis.putRecord({ StreamName, PartitionKey: "key", Data: Buffer.from("data") });
      await spoil(KeyId);
      // AWS: data keys are used for five minutes.
      await yard.advance(5 * 60_000 + 1);
      return StreamName;
    },
  };
}

const RATE = unprovokable(
  "Control operations have no rates here (docs/kinesis.md): nothing is gained by slowing one machine.",
);
const NO_SUBSCRIPTION = unprovokable("An account here has no subscriptions that could be missing.");
const NO_QUOTA = unprovokable("KMS has no request quotas here: nothing is gained by slowing one machine down.");
const OURS = unprovokable("It is the service's own failure: here a bug.");
const NO_DRY_RUN = unprovokable("The operation has no member DryRun.");

const disable = (keyId: string, { aws }: Grounds) => aws.kms.disableKey({ KeyId: keyId });
const bury = (keyId: string, { aws }: Grounds) => aws.kms.scheduleKeyDeletion({ KeyId: keyId });
type Spoil = (keyId: string, grounds: Grounds) => Promise<unknown>;

/** KMS's errors of an operation on an encrypted stream, which `ask` is told. */
const keyErrors = (on: (made: Made & Grounds, streamName: string) => Promise<object>) => {
  const after =
    (spoil: Spoil) =>
    async (made: Made & Grounds, ask: Ask): Promise<unknown> =>
      ask(await on(made, await made.withKey((keyId) => spoil(keyId, made))));
  return {
    KMSAccessDeniedException: async (made, ask) =>
      ask(await on(made, await made.withKey(async () => undefined)), await made.user("kinesis:*")),
    KMSDisabledException: after(disable),
    KMSInvalidStateException: after(bury),
    KMSNotFoundException: unprovokable(
      "A key that encrypts a stream was there, and is pending deletion before it goes.",
    ),
    KMSOptInRequired: NO_SUBSCRIPTION,
    KMSThrottlingException: NO_QUOTA,
  } satisfies ErrorTable<Made>["everywhere"];
};

/** Any operation on a stream that is not ACTIVE. */
const onStuck = async ({ stuck }: Made, ask: Ask) => ask({ StreamName: await stuck() });
const onStuckArn = async ({ arn, stuck }: Made, ask: Ask) => ask({ StreamARN: arn(await stuck()) });
const onStuckResource = async ({ arn, stuck }: Made, ask: Ask) => ask({ ResourceARN: arn(await stuck()) });
const onNew = async ({ stuck }: Made, ask: Ask) => ask({ StreamName: await stuck("CREATING") });
const noArn = ({ arn }: Made, ask: Ask) => ask({ StreamARN: arn("nobody") });
const noResource = ({ arn }: Made, ask: Ask) => ask({ ResourceARN: arn("nobody") });
const badResource = ({ arn }: Made, ask: Ask) => ask({ ResourceARN: arn("no!body") });
const badTag = (_: Made, ask: Ask) => ask({ Tags: { "key#": "value" } });
const unlike = ({ arn }: Made, ask: Ask) => ask({ StreamARN: arn("another") });
const onDemandOnly = async ({ onDemand }: Made, ask: Ask) => ask({ StreamName: await onDemand() });
const onGone = ({ arn, stream }: Made, ask: Ask) => ask({ ConsumerARN: `${arn(stream)}/consumer/nobody:1` });
const noConsumer = (_: Made, ask: Ask) => ask({ ConsumerARN: undefined });

/** The errors sweep of Kinesis. */
export const kinesis = sweepOf<Made>({
  service: "kinesis",
  prepare,
  inputs: {
    AddTagsToStream: ({ stream }) => ({ StreamName: stream, Tags: { key: "value" } }),
    CreateStream: ({ name }) => ({ StreamName: name(), ShardCount: 1 }),
    DecreaseStreamRetentionPeriod: ({ stream }) => ({ StreamName: stream, RetentionPeriodHours: 24 }),
    DeleteResourcePolicy: ({ arn, stream }) => ({ ResourceARN: arn(stream) }),
    DeleteStream: ({ stream }) => ({ StreamName: stream }),
    DeregisterStreamConsumer: ({ arn, stream }) => ({ ConsumerARN: `${arn(stream)}/consumer/nobody:1` }),
    DescribeAccountSettings: () => ({}),
    DescribeLimits: () => ({}),
    DescribeStream: ({ stream }) => ({ StreamName: stream }),
    DescribeStreamConsumer: ({ arn, stream }) => ({ ConsumerARN: `${arn(stream)}/consumer/nobody:1` }),
    DescribeStreamSummary: ({ stream }) => ({ StreamName: stream }),
    DisableEnhancedMonitoring: ({ stream }) => ({ StreamName: stream, ShardLevelMetrics: ["ALL"] }),
    EnableEnhancedMonitoring: ({ stream }) => ({ StreamName: stream, ShardLevelMetrics: ["ALL"] }),
    GetRecords: () => ({}),
    GetResourcePolicy: ({ arn, stream }) => ({ ResourceARN: arn(stream) }),
    GetShardIterator: ({ stream }) => ({ StreamName: stream, ShardId: FIRST, ShardIteratorType: "TRIM_HORIZON" }),
    IncreaseStreamRetentionPeriod: ({ stream }) => ({ StreamName: stream, RetentionPeriodHours: 48 }),
    ListShards: ({ stream }) => ({ StreamName: stream }),
    ListStreamConsumers: ({ arn, stream }) => ({ StreamARN: arn(stream) }),
    ListStreams: () => ({}),
    ListTagsForResource: ({ arn, stream }) => ({ ResourceARN: arn(stream) }),
    ListTagsForStream: ({ stream }) => ({ StreamName: stream }),
    MergeShards: ({ stream }) => ({ StreamName: stream, ShardToMerge: FIRST, AdjacentShardToMerge: FIRST }),
    PutRecord: ({ stream }) => ({ StreamName: stream, PartitionKey: "key", Data: Buffer.from("data") }),
    PutRecords: ({ stream }) => ({
      StreamName: stream,
      Records: [{ PartitionKey: "key", Data: Buffer.from("data") }],
    }),
    PutResourcePolicy: ({ arn, stream }) => ({ ResourceARN: arn(stream), Policy: '{"Statement":[]}' }),
    RegisterStreamConsumer: ({ arn, stream, name }) => ({ StreamARN: arn(stream), ConsumerName: name() }),
    RemoveTagsFromStream: ({ stream }) => ({ StreamName: stream, TagKeys: ["key"] }),
    SplitShard: ({ stream }) => ({ StreamName: stream, ShardToSplit: FIRST, NewStartingHashKey: "1000" }),
    StartStreamEncryption: ({ stream }) => ({ StreamName: stream, EncryptionType: "KMS", KeyId: "alias/aws/kinesis" }),
    StopStreamEncryption: ({ stream }) => ({ StreamName: stream, EncryptionType: "KMS", KeyId: "alias/aws/kinesis" }),
    SubscribeToShard: ({ arn, stream }) => ({
      ConsumerARN: `${arn(stream)}/consumer/nobody:1`,
      ShardId: FIRST,
      StartingPosition: { Type: "LATEST" },
    }),
    TagResource: ({ arn, stream }) => ({ ResourceARN: arn(stream), Tags: { key: "value" } }),
    UntagResource: ({ arn, stream }) => ({ ResourceARN: arn(stream), TagKeys: ["key"] }),
    UpdateAccountSettings: () => ({ MinimumThroughputBillingCommitment: { Status: "ENABLED" } }),
    UpdateMaxRecordSize: ({ arn, stream }) => ({ StreamARN: arn(stream), MaxRecordSizeInKiB: 2048 }),
    UpdateShardCount: ({ stream }) => ({ StreamName: stream, TargetShardCount: 1, ScalingType: "UNIFORM_SCALING" }),
    UpdateStreamMode: ({ arn, stream }) => ({
      StreamARN: arn(stream),
      StreamModeDetails: { StreamMode: "PROVISIONED" },
    }),
    UpdateStreamRecordDistributionStrategy: ({ arn, stream }) => ({
      StreamARN: arn(stream),
      RecordDistributionStrategy: "USER_PARTITION_KEY",
    }),
    UpdateStreamWarmThroughput: ({ stream }) => ({ StreamName: stream, WarmThroughputMiBps: 1 }),
  },
  everywhere: {
    AccessDeniedException: async ({ user }, ask) => ask({}, await user()),
    InternalFailureException: OURS,
    // A name and an ARN of different streams.
    InvalidArgumentException: unlike,
    LimitExceededException: RATE,
    ResourceInUseException: onStuck,
    ResourceNotFoundException: (_, ask) => ask({ StreamName: "nobody" }),
  },
  operations: {
    CreateStream: {
      InvalidArgumentException: (_, ask) => ask({ ShardCount: undefined }),
      LimitExceededException: (_, ask) => ask({ ShardCount: 20_001 }),
      ResourceInUseException: ({ stream }, ask) => ask({ StreamName: stream }),
      ValidationException: (_, ask) => ask({ ShardCount: 0 }),
    },
    DecreaseStreamRetentionPeriod: { InvalidArgumentException: (_, ask) => ask({ RetentionPeriodHours: 23 }) },
    DeleteResourcePolicy: {
      InvalidArgumentException: badResource,
      ResourceInUseException: onStuckResource,
      ResourceNotFoundException: noResource,
    },
    DeleteStream: {
      ResourceInUseException: async ({ consumer }, ask) => {
        await consumer();
        return ask();
      },
    },
    DeregisterStreamConsumer: { InvalidArgumentException: noConsumer, ResourceNotFoundException: onGone },
    DescribeStreamConsumer: { InvalidArgumentException: noConsumer, ResourceNotFoundException: onGone },
    GetRecords: {
      ...keyErrors(async ({ iterator }, streamName) => ({ ShardIterator: await iterator(streamName) })),
      AccessDeniedException: async ({ iterator, active, user }, ask) =>
        ask({ ShardIterator: await iterator(await active()) }, await user()),
      DryRunOperationException: async ({ iterator, active }, ask) =>
        ask({ ShardIterator: await iterator(await active()), DryRun: true }),
      ExpiredIteratorException: async ({ iterator, active, yard }, ask) => {
        const ShardIterator = await iterator(await active());
        await yard.advance(5 * 60_000 + 1);
        return ask({ ShardIterator });
      },
      InvalidArgumentException: (_, ask) => ask({ ShardIterator: "nothing" }),
      ProvisionedThroughputExceededException: async ({ iterator, active }, ask) => {
        const ShardIterator = await iterator(await active());
        for (let reads = 0; reads < 5; reads += 1) await ask({ ShardIterator });
        return ask({ ShardIterator });
      },
      ResourceNotFoundException: async ({ iterator, active, aws, yard }, ask) => {
        const StreamName = await active();
        const ShardIterator = await iterator(StreamName);
        await aws.kinesis.deleteStream({ StreamName });
        await yard.yard.context.jobs.settled();
        return ask({ ShardIterator });
      },
    },
    GetResourcePolicy: {
      InvalidArgumentException: badResource,
      ResourceInUseException: async ({ consumer }, ask) => ask({ ResourceARN: await consumer("CREATING") }),
      ResourceNotFoundException: noResource,
    },
    GetShardIterator: {
      DryRunOperationException: async ({ active }, ask) => ask({ StreamName: await active(), DryRun: true }),
      InvalidArgumentException: (_, ask) => ask({ ShardIteratorType: "AT_SEQUENCE_NUMBER" }),
      ProvisionedThroughputExceededException: async ({ active, iterator }, ask) => {
        const StreamName = await active();
        for (let asked = 0; asked < 5; asked += 1) await iterator(StreamName);
        return ask({ StreamName });
      },
    },
    IncreaseStreamRetentionPeriod: { InvalidArgumentException: (_, ask) => ask({ RetentionPeriodHours: 9_000 }) },
    ListShards: {
      ExpiredNextTokenException: async ({ active, aws, yard }, ask) => {
        const { NextToken } = await aws.kinesis.listShards({ StreamName: await active(2), MaxResults: 1 });
        await yard.advance(301_000);
        return ask({ StreamName: undefined, NextToken });
      },
      ResourceInUseException: onNew,
    },
    ListStreamConsumers: {
      ExpiredNextTokenException: async ({ arn, stream, consumer, aws, yard }, ask) => {
        await consumer();
        await consumer();
        const { NextToken } = await aws.kinesis.listStreamConsumers({ StreamARN: arn(stream), MaxResults: 1 });
        await yard.advance(301_000);
        return ask({ NextToken });
      },
      InvalidArgumentException: (_, ask) => ask({ NextToken: "nothing" }),
      ResourceInUseException: async ({ arn, stuck }, ask) => ask({ StreamARN: arn(await stuck("CREATING")) }),
      ResourceNotFoundException: noArn,
    },
    ListStreams: {
      ExpiredNextTokenException: async ({ active, aws, yard }, ask) => {
        await active();
        const { NextToken } = await aws.kinesis.listStreams({ Limit: 1 });
        await yard.advance(301_000);
        return ask({ NextToken });
      },
      InvalidArgumentException: (_, ask) => ask({ NextToken: "nothing" }),
    },
    ListTagsForResource: {
      InvalidArgumentException: badResource,
      ResourceInUseException: async ({ consumer }, ask) => ask({ ResourceARN: await consumer("CREATING") }),
      ResourceNotFoundException: noResource,
    },
    MergeShards: { ValidationException: onDemandOnly },
    PutRecord: {
      ...keyErrors(async (_, StreamName) => ({ StreamName })),
      DryRunOperationException: (_, ask) => ask({ DryRun: true }),
      ProvisionedThroughputExceededException: async ({ active }, ask) => {
        const input = { StreamName: await active(), Data: Buffer.alloc(1_048_000) };
        await ask(input);
        return ask(input);
      },
    },
    PutRecords: {
      ...keyErrors(async (_, StreamName) => ({ StreamName })),
      DryRunOperationException: NO_DRY_RUN,
      ProvisionedThroughputExceededException: unprovokable(
        "The records that are too many have it in the answer, one by one.",
      ),
    },
    PutResourcePolicy: {
      InvalidArgumentException: (_, ask) => ask({ Policy: "nothing" }),
      ResourceInUseException: onStuckResource,
      ResourceNotFoundException: noResource,
    },
    RegisterStreamConsumer: {
      InvalidArgumentException: badTag,
      LimitExceededException: async ({ active, arn, aws, yard }, ask) => {
        const StreamARN = arn(await active());
        for (let consumers = 0; consumers < 20; consumers += 1) {
          await aws.kinesis.registerStreamConsumer({ StreamARN, ConsumerName: `consumer-${consumers}` });
          await yard.yard.context.jobs.settled();
        }
        return ask({ StreamARN });
      },
      ResourceInUseException: onStuckArn,
      ResourceNotFoundException: noArn,
    },
    SplitShard: {
      LimitExceededException: RATE,
      ValidationException: onDemandOnly,
    },
    StartStreamEncryption: {
      InvalidArgumentException: (_, ask) => ask({ EncryptionType: "NONE" }),
      KMSAccessDeniedException: async ({ key, user }, ask) => ask({ KeyId: await key() }, await user("kinesis:*")),
      KMSDisabledException: async (made, ask) => {
        const KeyId = await made.key();
        await disable(KeyId, made);
        return ask({ KeyId });
      },
      KMSInvalidStateException: async (made, ask) => {
        const KeyId = await made.key();
        await bury(KeyId, made);
        return ask({ KeyId });
      },
      KMSNotFoundException: (_, ask) => ask({ KeyId: "alias/nobody" }),
      KMSOptInRequired: NO_SUBSCRIPTION,
      KMSThrottlingException: NO_QUOTA,
    },
    StopStreamEncryption: { InvalidArgumentException: (_, ask) => ask({ EncryptionType: "NONE" }) },
    SubscribeToShard: {
      DryRunOperationException: NO_DRY_RUN,
      InvalidArgumentException: async ({ consumer }, ask) =>
        ask({ ConsumerARN: await consumer(), StartingPosition: { Type: "AT_SEQUENCE_NUMBER" } }),
      ResourceInUseException: async ({ consumer }, ask) => ask({ ConsumerARN: await consumer("CREATING") }),
      ResourceNotFoundException: onGone,
    },
    TagResource: {
      InvalidArgumentException: badTag,
      ResourceInUseException: onStuckResource,
      ResourceNotFoundException: noResource,
    },
    UntagResource: {
      InvalidArgumentException: badResource,
      ResourceInUseException: onStuckResource,
      ResourceNotFoundException: noResource,
    },
    UpdateAccountSettings: {
      InvalidArgumentException: unprovokable(
        "Its only member is an enumeration, whose wrong values are ValidationException.",
      ),
      ValidationException: (_, ask) => ask({ MinimumThroughputBillingCommitment: { Status: "NEITHER" } }),
    },
    UpdateMaxRecordSize: {
      InvalidArgumentException: (_, ask) => ask({ StreamARN: undefined }),
      ResourceInUseException: onStuckArn,
      ResourceNotFoundException: noArn,
      ValidationException: (_, ask) => ask({ MaxRecordSizeInKiB: 1 }),
    },
    UpdateShardCount: {
      LimitExceededException: (_, ask) => ask({ TargetShardCount: 3 }),
      ValidationException: onDemandOnly,
    },
    UpdateStreamMode: {
      InvalidArgumentException: async ({ aws }, ask) => {
        await aws.kinesis.updateAccountSettings({ MinimumThroughputBillingCommitment: { Status: "ENABLED" } });
        return ask({ StreamModeDetails: { StreamMode: "ON_DEMAND" }, WarmThroughputMiBps: 10_241 });
      },
      // AWS: "Switch between capacity modes": twice within 24 hours.
      LimitExceededException: async ({ active, arn, yard }, ask) => {
        const StreamARN = arn(await active());
        for (const StreamMode of ["ON_DEMAND", "PROVISIONED"]) {
          await ask({ StreamARN, StreamModeDetails: { StreamMode } });
          await yard.yard.context.jobs.settled();
        }
        return ask({ StreamARN, StreamModeDetails: { StreamMode: "ON_DEMAND" } });
      },
      ResourceInUseException: onStuckArn,
      ResourceNotFoundException: noArn,
      ValidationException: (_, ask) => ask({ StreamModeDetails: { StreamMode: "NEITHER" } }),
    },
    UpdateStreamRecordDistributionStrategy: {
      InvalidArgumentException: (_, ask) => ask({ RecordDistributionStrategy: "AUTO" }),
      ResourceInUseException: onStuckArn,
      ResourceNotFoundException: noArn,
      ValidationException: (_, ask) => ask({ RecordDistributionStrategy: "NEITHER" }),
    },
    UpdateStreamWarmThroughput: { ValidationException: (_, ask) => ask() },
  },
});
