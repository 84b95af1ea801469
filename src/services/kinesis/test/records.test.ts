// Records: written, ordered, read from every kind of position, throttled.

import { GetRecordsCommand, PutRecordCommand, PutRecordsCommand, SplitShardCommand } from "@aws-sdk/client-kinesis";
import { describe, expect, test } from "vitest";
import { testYard } from "../../../testing/harness.ts";
import { createClock } from "../../../kernel/clock.ts";
import { active, bytes, iterator, newPlace, newStream, type Place, read, shardsOf } from "./streams.ts";

const put = ({ kinesis }: Place, StreamName: string, Data: string, more: object = {}) =>
  kinesis.send(new PutRecordCommand({ StreamName, PartitionKey: "key", Data: bytes(Data), ...more }));

const virtualYard = () => testYard({ clock: createClock({ mode: "virtual", startMs: Date.UTC(2026, 0, 1) }) });

// Goal: what is put is read, in order, with its keys. AWS: PutRecord, GetRecords in the API reference.
test("keeps records in order", async () => {
  const place = await newPlace();
  const StreamName = await newStream(place);
  const first = await put(place, StreamName, "one");
  const second = await put(place, StreamName, "two", { SequenceNumberForOrdering: first.SequenceNumber });
  expect(first).toMatchObject({ ShardId: "shardId-000000000000", EncryptionType: "NONE" });
  expect(first.SequenceNumber).toMatch(/^\d{56}$/);
  expect(BigInt(second.SequenceNumber ?? 0)).toBeGreaterThan(BigInt(first.SequenceNumber ?? 0));
  const ShardIterator = await iterator(place, StreamName);
  const answer = await place.kinesis.send(new GetRecordsCommand({ ShardIterator }));
  expect(answer.Records).toMatchObject([
    { PartitionKey: "key", SequenceNumber: first.SequenceNumber },
    { PartitionKey: "key", SequenceNumber: second.SequenceNumber },
  ]);
  expect(answer.Records?.map(({ Data }) => Buffer.from(Data ?? []).toString())).toEqual(["one", "two"]);
  expect(answer.MillisBehindLatest).toBe(0);
  const next = await place.kinesis.send(new GetRecordsCommand({ ShardIterator: answer.NextShardIterator }));
  expect(next.Records).toEqual([]);
});

// Goal: hash keys decide the shard. AWS: PutRecords: MD5 of the partition key, or ExplicitHashKey.
test("sends records to the shards of their hash keys", async () => {
  const place = await newPlace();
  const StreamName = await newStream(place, { ShardCount: 2 });
  const half = (2n ** 127n).toString();
  const { Records, FailedRecordCount } = await place.kinesis.send(
    new PutRecordsCommand({
      StreamName,
      Records: [
        { PartitionKey: "a", Data: bytes("0cc1…"), ExplicitHashKey: undefined },
        { PartitionKey: "a", Data: bytes("low"), ExplicitHashKey: "0" },
        { PartitionKey: "a", Data: bytes("high"), ExplicitHashKey: half },
        // MD5("b") = 92eb5ffe...: the upper half; MD5("a") = 0cc175b9...: the lower.
        { PartitionKey: "b", Data: bytes("92eb…") },
      ],
    }),
  );
  expect(FailedRecordCount).toBe(0);
  expect(Records?.map(({ ShardId }) => ShardId?.slice(-1))).toEqual(["0", "0", "1", "1"]);
  await expect(put(place, StreamName, "x", { ExplicitHashKey: (2n ** 128n).toString() })).rejects.toMatchObject({
    name: "InvalidArgumentException",
    message: `Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was ${2n ** 128n}`,
  });
});

// Goal: each kind of iterator begins where it says. AWS: GetShardIterator: ShardIteratorType.
test("reads from every kind of position", async () => {
  const yard = await virtualYard();
  const place = await newPlace(yard);
  const StreamName = await newStream(place);
  const numbers: (string | undefined)[] = [];
  for (const text of ["one", "two", "three"]) {
    numbers.push((await put(place, StreamName, text)).SequenceNumber);
    await yard.advance(1_000);
  }
  const from = (input: object) => read(place, StreamName, input);
  expect(await from({ ShardIteratorType: "TRIM_HORIZON" })).toEqual(["one", "two", "three"]);
  await yard.advance(1_000);
  expect(await from({ ShardIteratorType: "LATEST" })).toEqual([]);
  await yard.advance(1_000);
  const second = { StartingSequenceNumber: numbers[1] };
  expect(await from({ ShardIteratorType: "AT_SEQUENCE_NUMBER", ...second })).toEqual(["two", "three"]);
  await yard.advance(1_000);
  expect(await from({ ShardIteratorType: "AFTER_SEQUENCE_NUMBER", ...second })).toEqual(["three"]);
  await yard.advance(1_000);
  const Timestamp = new Date(Date.UTC(2026, 0, 1) + 1);
  expect(await from({ ShardIteratorType: "AT_TIMESTAMP", Timestamp })).toEqual(["two", "three"]);
  const latest = await iterator(place, StreamName, { ShardIteratorType: "LATEST" });
  await put(place, StreamName, "four");
  await yard.advance(1_000);
  const { Records = [] } = await place.kinesis.send(new GetRecordsCommand({ ShardIterator: latest }));
  expect(Records.map(({ Data }) => Buffer.from(Data ?? []).toString())).toEqual(["four"]);
  await yard.stop();
});

// Goal: iterators end after five minutes. AWS: GetShardIterator; the wording as recorded in kinesalite's tests.
test("lets iterators expire", async () => {
  const yard = await virtualYard();
  const place = await newPlace(yard);
  const StreamName = await newStream(place);
  const ShardIterator = await iterator(place, StreamName);
  await yard.advance(5 * 60_000);
  await expect(place.kinesis.send(new GetRecordsCommand({ ShardIterator }))).resolves.toMatchObject({ Records: [] });
  await yard.advance(1_000);
  await expect(place.kinesis.send(new GetRecordsCommand({ ShardIterator }))).rejects.toMatchObject({
    name: "ExpiredIteratorException",
    message:
      "Iterator expired. The iterator was created at time Thu Jan 01 00:00:00 UTC 2026 while right now it is " +
      "Thu Jan 01 00:05:01 UTC 2026 which is further in the future than the tolerated delay of 300000 milliseconds.",
  });
  await yard.stop();
});

// Goal: a closed shard is read to its end, and tells its children. AWS: GetRecords: NextShardIterator, ChildShards.
test("ends a shard that was split", async () => {
  const place = await newPlace();
  const StreamName = await newStream(place);
  await put(place, StreamName, "before");
  await place.kinesis.send(
    new SplitShardCommand({ StreamName, ShardToSplit: "shardId-000000000000", NewStartingHashKey: String(2n ** 127n) }),
  );
  await active(place, StreamName);
  expect((await put(place, StreamName, "after")).ShardId).toBe("shardId-000000000001");
  const { Records, NextShardIterator, ChildShards } = await place.kinesis.send(
    new GetRecordsCommand({ ShardIterator: await iterator(place, StreamName) }),
  );
  expect(Records).toHaveLength(1);
  expect(NextShardIterator).toBeUndefined();
  expect(ChildShards).toEqual([
    {
      ShardId: "shardId-000000000001",
      ParentShards: ["shardId-000000000000"],
      HashKeyRange: { StartingHashKey: "0", EndingHashKey: String(2n ** 127n - 1n) },
    },
    {
      ShardId: "shardId-000000000002",
      ParentShards: ["shardId-000000000000"],
      HashKeyRange: { StartingHashKey: String(2n ** 127n), EndingHashKey: String(2n ** 128n - 1n) },
    },
  ]);
  const [parent, left, right] = await shardsOf(place, StreamName);
  const start = BigInt(left?.SequenceNumberRange?.StartingSequenceNumber ?? 0);
  expect(start).toBeGreaterThan(BigInt(parent?.SequenceNumberRange?.EndingSequenceNumber ?? 0));
  expect(right?.SequenceNumberRange?.EndingSequenceNumber).toBeUndefined();
});

// Goal: a shard takes and gives only so much. Method: a clock that stands still. AWS: "Quotas and limits".
describe("throughput", () => {
  test("takes 1,000 records a second, and tells of the others one by one", async () => {
    const yard = await virtualYard();
    const place = await newPlace(yard);
    const StreamName = await newStream(place);
    const send = (count: number) =>
      place.kinesis.send(
        new PutRecordsCommand({
          StreamName,
          Records: Array.from({ length: count }, () => ({ PartitionKey: "k", Data: bytes("x") })),
        }),
      );
    expect(await send(500)).toMatchObject({ FailedRecordCount: 0 });
    const answer = await send(500).then(() => send(3));
    expect(answer.FailedRecordCount).toBe(3);
    expect(answer.Records?.[0]).toEqual({
      ErrorCode: "ProvisionedThroughputExceededException",
      ErrorMessage: `Rate exceeded for shard shardId-000000000000 in stream clicks under account ${place.account.account}.`,
    });
    await expect(put(place, StreamName, "x")).rejects.toMatchObject({ name: "ProvisionedThroughputExceededException" });
    await yard.advance(2);
    expect(await send(3)).toMatchObject({ FailedRecordCount: 1 });
    await yard.stop();
  });

  test("takes 1 MiB a second", async () => {
    const yard = await virtualYard();
    const place = await newPlace(yard);
    const StreamName = await newStream(place);
    const large = "x".repeat(600_000);
    await put(place, StreamName, large);
    await expect(put(place, StreamName, large)).rejects.toMatchObject({
      name: "ProvisionedThroughputExceededException",
    });
    await yard.advance(200);
    await put(place, StreamName, large);
    await yard.stop();
  });

  test("gives five reads a second", async () => {
    const yard = await virtualYard();
    const place = await newPlace(yard);
    const StreamName = await newStream(place);
    const ShardIterator = await iterator(place, StreamName);
    const get = () => place.kinesis.send(new GetRecordsCommand({ ShardIterator }));
    for (let count = 0; count < 5; count++) await get();
    await expect(get()).rejects.toMatchObject({ name: "ProvisionedThroughputExceededException" });
    await yard.advance(1_000);
    await get();
    await yard.stop();
  });

  // AWS: GetRecords: 10 MiB at most, and after them 5 seconds of nothing.
  test("gives 10 MiB at once, and then nothing for as long as they were worth", async () => {
    const yard = await virtualYard();
    const place = await newPlace(yard);
    const StreamName = await newStream(place);
    for (let count = 0; count < 12; count++) {
      await put(place, StreamName, "x".repeat(1_000_000));
      await yard.advance(1_000);
    }
    const ShardIterator = await iterator(place, StreamName);
    const { Records, NextShardIterator, MillisBehindLatest } = await place.kinesis.send(
      new GetRecordsCommand({ ShardIterator }),
    );
    expect(Records).toHaveLength(10);
    expect(MillisBehindLatest).toBe(3_000);
    const next = () => place.kinesis.send(new GetRecordsCommand({ ShardIterator: NextShardIterator }));
    await yard.advance(4_500);
    await expect(next()).rejects.toMatchObject({ name: "ProvisionedThroughputExceededException" });
    await yard.advance(500);
    expect((await next()).Records).toHaveLength(2);
    await yard.stop();
  });
});
