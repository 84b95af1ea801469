// Streams: made, described, changed within AWS's limits, shared, and removed.

import {
  AddTagsToStreamCommand,
  CreateStreamCommand,
  DecreaseStreamRetentionPeriodCommand,
  DeleteResourcePolicyCommand,
  DeleteStreamCommand,
  DescribeAccountSettingsCommand,
  DescribeLimitsCommand,
  DescribeStreamCommand,
  DescribeStreamSummaryCommand,
  DisableEnhancedMonitoringCommand,
  EnableEnhancedMonitoringCommand,
  GetResourcePolicyCommand,
  IncreaseStreamRetentionPeriodCommand,
  KinesisClient,
  ListShardsCommand,
  ListStreamsCommand,
  ListTagsForResourceCommand,
  ListTagsForStreamCommand,
  MergeShardsCommand,
  PutRecordCommand,
  PutResourcePolicyCommand,
  RegisterStreamConsumerCommand,
  RemoveTagsFromStreamCommand,
  SplitShardCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAccountSettingsCommand,
  UpdateMaxRecordSizeCommand,
  UpdateShardCountCommand,
  UpdateStreamModeCommand,
  UpdateStreamRecordDistributionStrategyCommand,
  UpdateStreamWarmThroughputCommand,
} from "@aws-sdk/client-kinesis";
import { describe, expect, test } from "vitest";
import { createClock } from "../../../kernel/clock.ts";
import { testYard } from "../../../testing/harness.ts";
import { active, bytes, newPlace, newStream, read, shardsOf, type Place } from "./streams.ts";

const virtualYard = () => testYard({ clock: createClock({ mode: "virtual", startMs: Date.UTC(2026, 0, 1) }) });
const summaryOf = async ({ kinesis }: Place, StreamName = "clicks") =>
  (await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }))).StreamDescriptionSummary;
const scale = (TargetShardCount: number) =>
  new UpdateShardCountCommand({ StreamName: "clicks", TargetShardCount, ScalingType: "UNIFORM_SCALING" });
const arnOf = ({ account }: Place) => `arn:aws:kinesis:us-east-1:${account.account}:stream/clicks`;

// Goal: a new stream has what was asked for, and AWS's defaults. AWS: CreateStream, DescribeStream; the hash keys of three
// shards as kinesalite's tests recorded them.
test("makes, describes, lists and removes streams", async () => {
  const place = await newPlace();
  const { kinesis, account } = place;
  await newStream(place, { ShardCount: 3, Tags: { a: "1" } });
  const { StreamDescription } = await kinesis.send(new DescribeStreamCommand({ StreamName: "clicks", Limit: 2 }));
  expect(StreamDescription).toMatchObject({
    StreamName: "clicks",
    StreamARN: arnOf(place),
    StreamStatus: "ACTIVE",
    StreamModeDetails: { StreamMode: "PROVISIONED" },
    RetentionPeriodHours: 24,
    EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
    EncryptionType: "NONE",
    HasMoreShards: true,
    Shards: [
      {
        ShardId: "shardId-000000000000",
        HashKeyRange: { StartingHashKey: "0", EndingHashKey: "113427455640312821154458202477256070484" },
      },
      {
        ShardId: "shardId-000000000001",
        HashKeyRange: {
          StartingHashKey: "113427455640312821154458202477256070485",
          EndingHashKey: "226854911280625642308916404954512140969",
        },
      },
    ],
  });
  const rest = await kinesis.send(
    new DescribeStreamCommand({ StreamARN: arnOf(place), ExclusiveStartShardId: "shardId-000000000001" }),
  );
  expect(rest.StreamDescription?.Shards).toHaveLength(1);
  expect(rest.StreamDescription?.HasMoreShards).toBe(false);
  expect(await summaryOf(place)).toMatchObject({ OpenShardCount: 3, ConsumerCount: 0, MaxRecordSizeInKiB: 1024 });
  await newStream(place, {
    StreamName: "other",
    ShardCount: undefined,
    StreamModeDetails: { StreamMode: "ON_DEMAND" },
  });
  const first = await kinesis.send(new ListStreamsCommand({ Limit: 1 }));
  expect(first).toMatchObject({ StreamNames: ["clicks"], HasMoreStreams: true });
  const second = await kinesis.send(new ListStreamsCommand({ NextToken: first.NextToken }));
  expect(second).toMatchObject({ StreamNames: ["other"], HasMoreStreams: false });
  expect(await kinesis.send(new DescribeLimitsCommand({}))).toMatchObject({
    ShardLimit: 20_000,
    OpenShardCount: 7,
    OnDemandStreamCount: 1,
    OnDemandStreamCountLimit: 50,
  });
  const again = kinesis.send(new CreateStreamCommand({ StreamName: "clicks", ShardCount: 1 }));
  await expect(again).rejects.toMatchObject({
    name: "ResourceInUseException",
    message: `Stream clicks under account ${account.account} already exists.`,
  });
  await kinesis.send(new RegisterStreamConsumerCommand({ StreamARN: arnOf(place), ConsumerName: "reader" }));
  await expect(kinesis.send(new DeleteStreamCommand({ StreamName: "clicks" }))).rejects.toMatchObject({
    name: "ResourceInUseException",
  });
  await kinesis.send(new DeleteStreamCommand({ StreamName: "clicks", EnforceConsumerDeletion: true }));
  await place.yard.yard.context.jobs.settled();
  await expect(summaryOf(place)).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: `Stream clicks under account ${account.account} not found.`,
  });
});

// AWS: wordings as kinesalite's tests recorded them.
test("refuses what is not well formed", async () => {
  const { kinesis } = await newPlace();
  const refused = (input: object) => kinesis.send(new CreateStreamCommand(input as { StreamName: string }));
  await expect(refused({ StreamName: "a b", ShardCount: 1 })).rejects.toMatchObject({
    name: "ValidationException",
    message:
      "1 validation error detected: Value 'a b' at 'streamName' failed to satisfy constraint: " +
      "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
  });
  await expect(refused({ StreamName: "a" })).rejects.toMatchObject({ name: "InvalidArgumentException" });
  await expect(kinesis.send(new DescribeStreamCommand({}))).rejects.toMatchObject({ name: "InvalidArgumentException" });
  await expect(refused({ StreamName: "a", ShardCount: 20_001 })).rejects.toMatchObject({
    name: "LimitExceededException",
  });
});

// Goal: shards split and merge as told, and the wrong ones are refused. AWS: SplitShard, MergeShards; wordings as kinesalite's
// tests recorded them.
describe("resharding", () => {
  const split = (ShardToSplit: string, NewStartingHashKey: string) =>
    new SplitShardCommand({ StreamName: "clicks", ShardToSplit, NewStartingHashKey });
  const merge = (ShardToMerge: string, AdjacentShardToMerge: string) =>
    new MergeShardsCommand({ StreamName: "clicks", ShardToMerge, AdjacentShardToMerge });

  test("splits and merges", async () => {
    const place = await newPlace();
    const { kinesis, account } = place;
    const within = `in stream clicks under account ${account.account}`;
    await newStream(place, { ShardCount: 2 });
    const half = 2n ** 127n;
    await expect(kinesis.send(split("shardId-000000000000", "1"))).rejects.toMatchObject({
      name: "InvalidArgumentException",
      message:
        `NewStartingHashKey 1 used in SplitShard() on shard shardId-000000000000 ${within} is not both greater than one ` +
        `plus the shard's StartingHashKey 0 and less than the shard's EndingHashKey ${half - 1n}.`,
    });
    await expect(kinesis.send(split("shardId-5", "1"))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: `Could not find shard shardId-000000000005 ${within}.`,
    });
    await kinesis.send(split("shardId-000000000000", "1000"));
    await active(place, "clicks");
    await expect(kinesis.send(split("shardId-000000000000", "1000"))).rejects.toMatchObject({
      name: "InvalidArgumentException",
      message: `Shard shardId-000000000000 ${within} has already been merged or split, and thus is not eligible for merging or splitting.`,
    });
    await expect(kinesis.send(merge("shardId-000000000002", "shardId-000000000002"))).rejects.toMatchObject({
      message: `Shards shardId-000000000002 and shardId-000000000002 ${within} are not an adjacent pair of shards eligible for merging.`,
    });
    await kinesis.send(merge("shardId-000000000003", "shardId-000000000001"));
    await active(place, "clicks");
    const shards = await shardsOf(place, "clicks");
    expect(shards.at(-1)).toMatchObject({
      ShardId: "shardId-000000000004",
      ParentShardId: "shardId-000000000003",
      AdjacentParentShardId: "shardId-000000000001",
      HashKeyRange: { StartingHashKey: "1000", EndingHashKey: String(2n ** 128n - 1n) },
    });
    const open = await kinesis.send(
      new ListShardsCommand({ StreamName: "clicks", ShardFilter: { Type: "AT_LATEST" } }),
    );
    expect(open.Shards?.map(({ ShardId }) => ShardId?.slice(-1))).toEqual(["2", "4"]);
    const later = { Type: "AFTER_SHARD_ID", ShardId: "shardId-000000000002" } as const;
    const after = await kinesis.send(new ListShardsCommand({ StreamName: "clicks", ShardFilter: later }));
    expect(after.Shards?.map(({ ShardId }) => ShardId?.slice(-1))).toEqual(["3", "4"]);
  });

  // AWS: UpdateShardCount: its limits; the wordings as kinesalite's tests recorded them.
  test("scales uniformly, ten times a day, up to double and down to half", async () => {
    const yard = await virtualYard();
    const place = await newPlace(yard);
    const { kinesis } = place;
    await newStream(place, { ShardCount: 2 });
    await expect(kinesis.send(scale(5))).rejects.toMatchObject({
      name: "LimitExceededException",
      message:
        "UpdateShardCount cannot scale up over double your current open shard count. " +
        "Current open shard count: 2, Target shard count: 5",
    });
    expect(await kinesis.send(scale(3))).toMatchObject({ CurrentShardCount: 2, TargetShardCount: 3 });
    await expect(kinesis.send(scale(1))).rejects.toMatchObject({ name: "LimitExceededException" });
    await active(place, "clicks");
    const open = (await shardsOf(place, "clicks")).filter((shard) => !shard.SequenceNumberRange?.EndingSequenceNumber);
    expect(new Set(open.map(({ HashKeyRange }) => HashKeyRange?.StartingHashKey))).toEqual(
      new Set(["0", "113427455640312821154458202477256070485", "226854911280625642308916404954512140970"]),
    );
    for (let count = 1; count < 10; count++) {
      await kinesis.send(scale(count % 2 === 0 ? 3 : 4));
      await active(place, "clicks");
    }
    await expect(kinesis.send(scale(3))).rejects.toMatchObject({ name: "LimitExceededException" });
    await yard.advance(24 * 3_600_000);
    await kinesis.send(scale(3));
    await yard.stop();
  });
});

// Goal: records are there for as long as the stream keeps them, and no longer. Method: a clock that is moved. AWS:
// IncreaseStreamRetentionPeriod, DecreaseStreamRetentionPeriod.
test("trims by the clock, and keeps closed shards until they are empty", async () => {
  const yard = await virtualYard();
  const place = await newPlace(yard);
  const { kinesis } = place;
  await newStream(place);
  const put = (text: string) =>
    kinesis.send(new PutRecordCommand({ StreamName: "clicks", PartitionKey: "k", Data: bytes(text) }));
  const retain = (RetentionPeriodHours: number) => ({ StreamName: "clicks", RetentionPeriodHours });
  await put("old");
  await kinesis.send(
    new SplitShardCommand({ StreamName: "clicks", ShardToSplit: "shardId-0", NewStartingHashKey: "1000" }),
  );
  await active(place, "clicks");
  expect(await read(place, "clicks")).toEqual(["old"]);
  await kinesis.send(new IncreaseStreamRetentionPeriodCommand(retain(48)));
  await yard.advance(30 * 3_600_000);
  expect(await read(place, "clicks")).toEqual(["old"]);
  expect(await shardsOf(place, "clicks")).toHaveLength(3);
  await kinesis.send(new DecreaseStreamRetentionPeriodCommand(retain(24)));
  await yard.yard.context.jobs.settled();
  // The closed shard has gone with its last record.
  expect(await shardsOf(place, "clicks")).toHaveLength(2);
  await expect(read(place, "clicks")).rejects.toMatchObject({
    message: `Shard shardId-000000000000 in stream clicks under account ${place.account.account} does not exist`,
  });
  await expect(kinesis.send(new IncreaseStreamRetentionPeriodCommand(retain(8_761)))).rejects.toMatchObject({
    name: "InvalidArgumentException",
    message: "Maximum allowed retention period is 8760 hours. Requested retention period (8761 hours) is too long.",
  });
  await expect(kinesis.send(new DecreaseStreamRetentionPeriodCommand(retain(23)))).rejects.toMatchObject({
    message: "Minimum allowed retention period is 24 hours. Requested retention period (23 hours) is too short.",
  });
  await yard.stop();
});

// Goal: the capacity modes and what only streams on demand have. AWS: UpdateStreamMode, UpdateStreamWarmThroughput,
// UpdateStreamRecordDistributionStrategy, UpdateAccountSettings.
test("changes the capacity mode twice a day, and keeps streams on demand warm", async () => {
  const yard = await virtualYard();
  const place = await newPlace(yard);
  const { kinesis } = place;
  await newStream(place);
  const StreamARN = arnOf(place);
  const mode = (StreamMode: "ON_DEMAND" | "PROVISIONED") =>
    kinesis.send(new UpdateStreamModeCommand({ StreamARN, StreamModeDetails: { StreamMode } }));
  const spread = new UpdateStreamRecordDistributionStrategyCommand({ StreamARN, RecordDistributionStrategy: "AUTO" });
  await expect(kinesis.send(spread)).rejects.toMatchObject({ name: "InvalidArgumentException" });
  await mode("ON_DEMAND");
  await active(place, "clicks");
  expect(await summaryOf(place)).toMatchObject({
    OpenShardCount: 4,
    StreamModeDetails: { StreamMode: "ON_DEMAND" },
    RecordDistributionStrategy: "USER_PARTITION_KEY",
  });
  await expect(kinesis.send(scale(5))).rejects.toMatchObject({ name: "ValidationException" });
  await kinesis.send(spread);
  await kinesis.send(new PutRecordCommand({ StreamName: "clicks", Data: bytes("anywhere") }));
  const warm = new UpdateStreamWarmThroughputCommand({ StreamName: "clicks", WarmThroughputMiBps: 6 });
  await expect(kinesis.send(warm)).rejects.toMatchObject({ name: "ValidationException" });
  const commit = (Status: "ENABLED" | "DISABLED") =>
    kinesis.send(new UpdateAccountSettingsCommand({ MinimumThroughputBillingCommitment: { Status } }));
  expect(await commit("ENABLED")).toMatchObject({ MinimumThroughputBillingCommitment: { Status: "ENABLED" } });
  await kinesis.send(warm);
  await active(place, "clicks");
  expect(await summaryOf(place)).toMatchObject({
    OpenShardCount: 6,
    WarmThroughput: { TargetMiBps: 6, CurrentMiBps: 6 },
  });
  await expect(commit("DISABLED")).rejects.toMatchObject({ name: "ValidationException" });
  await mode("PROVISIONED");
  await active(place, "clicks");
  await expect(mode("ON_DEMAND")).rejects.toMatchObject({ name: "LimitExceededException" });
  await yard.advance(24 * 3_600_000);
  await mode("ON_DEMAND");
  await commit("DISABLED");
  expect(await kinesis.send(new DescribeAccountSettingsCommand({}))).toMatchObject({
    MinimumThroughputBillingCommitment: { Status: "DISABLED" },
  });
  await yard.stop();
});

// AWS: "On-demand mode": a stream takes up to double its peak.
test("lets a stream on demand grow with what is written", async () => {
  const yard = await virtualYard();
  const place = await newPlace(yard);
  await newStream(place, { ShardCount: undefined, StreamModeDetails: { StreamMode: "ON_DEMAND" } });
  for (let count = 0; count < 4; count++)
    await place.kinesis.send(
      new PutRecordCommand({
        StreamName: "clicks",
        PartitionKey: "k",
        ExplicitHashKey: String((2n ** 128n * BigInt(count)) / 4n),
        Data: new Uint8Array(900_000),
      }),
    );
  await active(place, "clicks");
  expect((await summaryOf(place))?.OpenShardCount).toBeGreaterThanOrEqual(7);
  await yard.stop();
});

// AWS: UpdateMaxRecordSize; "Handle large records".
test("takes records as large as the stream says", async () => {
  const yard = await virtualYard();
  const place = await newPlace(yard);
  await newStream(place);
  const put = (size: number) =>
    place.kinesis.send(new PutRecordCommand({ StreamName: "clicks", PartitionKey: "k", Data: new Uint8Array(size) }));
  await expect(put(1_048_576)).rejects.toMatchObject({ name: "InvalidArgumentException" });
  await place.kinesis.send(new UpdateMaxRecordSizeCommand({ StreamARN: arnOf(place), MaxRecordSizeInKiB: 10_240 }));
  await active(place, "clicks");
  await put(5_000_000);
  await expect(put(1)).rejects.toMatchObject({ name: "ProvisionedThroughputExceededException" });
  await yard.advance(4_000);
  await put(1);
  await yard.stop();
});

// AWS: AddTagsToStream and its like; TagResource for streams and consumers.
test("keeps tags", async () => {
  const place = await newPlace();
  const { kinesis } = place;
  const StreamName = await newStream(place, { Tags: { a: "1" } });
  const ResourceARN = arnOf(place);
  await kinesis.send(new AddTagsToStreamCommand({ StreamName, Tags: { b: "2", c: "3" } }));
  expect(await kinesis.send(new ListTagsForStreamCommand({ StreamName, Limit: 2 }))).toMatchObject({
    Tags: [
      { Key: "a", Value: "1" },
      { Key: "b", Value: "2" },
    ],
    HasMoreTags: true,
  });
  await kinesis.send(new RemoveTagsFromStreamCommand({ StreamName, TagKeys: ["a", "gone"] }));
  await kinesis.send(new TagResourceCommand({ ResourceARN, Tags: { d: "4" } }));
  await kinesis.send(new UntagResourceCommand({ ResourceARN, TagKeys: ["b"] }));
  expect((await kinesis.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags).toEqual([
    { Key: "c", Value: "3" },
    { Key: "d", Value: "4" },
  ]);
  const many = Object.fromEntries(Array.from({ length: 49 }, (_, index) => [`t${index}`, "x"]));
  await expect(kinesis.send(new TagResourceCommand({ ResourceARN, Tags: many }))).rejects.toMatchObject({
    name: "InvalidArgumentException",
  });
  await expect(kinesis.send(new TagResourceCommand({ ResourceARN, Tags: { "a#": "" } }))).rejects.toMatchObject({
    name: "InvalidArgumentException",
  });
});

// AWS: EnableEnhancedMonitoring, DisableEnhancedMonitoring.
test("keeps which metrics are asked for", async () => {
  const place = await newPlace();
  const StreamName = await newStream(place);
  const on = await place.kinesis.send(
    new EnableEnhancedMonitoringCommand({ StreamName, ShardLevelMetrics: ["IncomingBytes"] }),
  );
  expect(on).toMatchObject({ CurrentShardLevelMetrics: [], DesiredShardLevelMetrics: ["IncomingBytes"] });
  await place.kinesis.send(new EnableEnhancedMonitoringCommand({ StreamName, ShardLevelMetrics: ["ALL"] }));
  const off = await place.kinesis.send(
    new DisableEnhancedMonitoringCommand({ StreamName, ShardLevelMetrics: ["IncomingBytes"] }),
  );
  expect(off.CurrentShardLevelMetrics).toHaveLength(7);
  expect(off.DesiredShardLevelMetrics).toHaveLength(6);
});

// Goal: another account writes by the ARN once the policy lets it. AWS: "Sharing your data stream with another account".
test("is shared by a resource policy", async () => {
  const place = await newPlace();
  const other = place.yard.account();
  await newStream(place);
  const ResourceARN = arnOf(place);
  const put = () =>
    other
      .client(KinesisClient)
      .send(new PutRecordCommand({ StreamARN: ResourceARN, PartitionKey: "k", Data: bytes("theirs") }));
  await expect(put()).rejects.toMatchObject({ name: "AccessDeniedException" });
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { AWS: other.account }, Action: "kinesis:PutRecord", Resource: ResourceARN },
    ],
  });
  await place.kinesis.send(new PutResourcePolicyCommand({ ResourceARN, Policy }));
  expect(await place.kinesis.send(new GetResourcePolicyCommand({ ResourceARN }))).toMatchObject({ Policy });
  await put();
  expect(await read(place, "clicks")).toEqual(["theirs"]);
  await place.kinesis.send(new DeleteResourcePolicyCommand({ ResourceARN }));
  await expect(put()).rejects.toMatchObject({ name: "AccessDeniedException" });
  await expect(
    place.kinesis.send(new PutResourcePolicyCommand({ ResourceARN, Policy: "no policy" })),
  ).rejects.toMatchObject({ name: "InvalidArgumentException" });
});
