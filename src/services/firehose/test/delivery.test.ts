// Delivery into buckets: what lies there, under which names, and when.

import { PutRecordBatchCommand, PutRecordCommand, UpdateDestinationCommand } from "@aws-sdk/client-firehose";
import { HeadObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  CloudWatchLogsClient,
  GetLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TestYard } from "../../../testing/harness.ts";
import { newPlace, newRole, newStream, objects, put, texts, timedYard } from "./places.ts";

let yard: TestYard;
beforeAll(async () => {
  yard = await timedYard();
});
afterAll(() => yard.stop());

const MINUTE_MS = 60_000;
const TIME = "2026-11-21";

describe("buffering", () => {
  // Goal: records lie until the interval is over. Method: the clock is moved to before and to after its end.
  test("delivers when the interval is over, counted from the first record", async () => {
    const place = await newPlace(yard);
    const name = await newStream(place, { BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 60 } });
    const time = new Date(yard.clock.nowMs()).toISOString();
    await put(place, name, "one", "two");
    await yard.advance(40_000);
    await put(place, name, "three");
    await yard.advance(19_000);
    expect(await objects(place)).toEqual({});
    await yard.advance(1_000);
    // AWS: "Configure Amazon S3 object name format": YYYY/MM/dd/HH and NAME-VERSION-time-uuid, of the oldest record.
    const folder = time.slice(0, 13).replaceAll(/[-T]/g, "/");
    const stamp = time.slice(0, 19).replaceAll(/[T:]/g, "-");
    expect(await texts(place)).toEqual({ [`${folder}/clicks-1-${stamp}-UUID`]: "onetwothree" });
  });

  // Goal: a full buffer does not wait. Method: records of more than a megabyte, without moving the clock.
  test("delivers when the size is reached, and begins anew", async () => {
    const place = await newPlace(yard);
    const name = await newStream(place, { BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 900 } });
    await put(place, name, "a".repeat(600_000), "b".repeat(600_000), "c");
    await yard.yard.context.jobs.settled();
    const first = Object.values(await objects(place));
    expect(first.map(({ length }) => length)).toEqual([1_200_000]);
    await yard.advance(900_000);
    const sizes = Object.values(await objects(place)).map(({ length }) => length);
    expect(sizes.toSorted((left, right) => left - right)).toEqual([1, 1_200_000]);
  });

  // AWS: "Configure buffering hints": five minutes by default; zero delivers at once.
  test("delivers at once with an interval of zero", async () => {
    const place = await newPlace(yard);
    const name = await newStream(place, { Prefix: "now/", BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 0 } });
    await place.firehose.send(new PutRecordCommand({ DeliveryStreamName: name, Record: { Data: Buffer.from("x") } }));
    await yard.yard.context.jobs.settled();
    expect(Object.values(await texts(place))).toEqual(["x"]);
  });
});

describe("names and content", () => {
  test("evaluates prefixes, time zones and extensions, and compresses", async () => {
    const place = await newPlace(yard);
    const name = await newStream(place, {
      Prefix: "data/!{timestamp:yyyy-MM}/'day'=!{timestamp:dd}/!{firehose:random-string}/",
      ErrorOutputPrefix: "bad/!{firehose:error-output-type}/",
      CompressionFormat: "GZIP",
      CustomTimeZone: "Asia/Tokyo",
    });
    await put(place, name, "hello");
    await yard.advance(5 * MINUTE_MS);
    const [[key, body] = ["", Buffer.alloc(0)]] = Object.entries(await objects(place));
    expect(key).toMatch(
      /^data\/2026-11\/'day'=2[12]\/[a-z0-9]{11}\/clicks-1-2026-11-2[12]-\d\d-\d\d-\d\d-[0-9a-f-]{36}\.gz$/,
    );
    expect(gunzipSync(body).toString()).toBe("hello");
  });

  test("packs into ZIP archives, and takes the extension that is asked for", async () => {
    const place = await newPlace(yard);
    const name = await newStream(place, { CompressionFormat: "ZIP", FileExtension: ".json.zip", Prefix: "z/" });
    await put(place, name, "hello");
    await yard.advance(5 * MINUTE_MS);
    const [[key, body] = ["", Buffer.alloc(0)]] = Object.entries(await objects(place));
    expect(key).toMatch(new RegExp(`^z/2026/11/2\\d/\\d\\d/clicks-1-${TIME.slice(0, 8)}.*\\.json\\.zip$`));
    expect(body.readUInt32LE(0)).toBe(0x04034b50);
  });

  test("encrypts objects with the key that the destination names", async () => {
    const place = await newPlace(yard);
    const { KeyMetadata } = await place.account.client(KMSClient).send(new CreateKeyCommand({}));
    const AWSKMSKeyARN = KeyMetadata?.Arn;
    const name = await newStream(place, { EncryptionConfiguration: { KMSEncryptionConfig: { AWSKMSKeyARN } } });
    await put(place, name, "secret");
    await yard.advance(5 * MINUTE_MS);
    const { Contents: [object] = [] } = await place.s3.send(new ListObjectsV2Command({ Bucket: place.bucket }));
    const head = await place.s3.send(new HeadObjectCommand({ Bucket: place.bucket, Key: object?.Key }));
    expect(head).toMatchObject({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: AWSKMSKeyARN });
    expect(Object.values(await texts(place))).toEqual(["secret"]);
  });

  test("names objects after the version that delivers them", async () => {
    const place = await newPlace(yard);
    const name = await newStream(place);
    await place.firehose.send(
      new UpdateDestinationCommand({
        DeliveryStreamName: name,
        CurrentDeliveryStreamVersionId: "1",
        DestinationId: "destinationId-000000000001",
        ExtendedS3DestinationUpdate: { Prefix: "second/" },
      }),
    );
    await put(place, name, "x");
    await yard.advance(5 * MINUTE_MS);
    expect(Object.keys(await objects(place))[0]).toMatch(/^second\/2026\/.*\/clicks-2-/);
  });
});

describe("failures", () => {
  // Goal: what cannot be delivered waits and is told of. Method: the bucket is made an hour later.
  // AWS: "Monitor Amazon Data Firehose Using CloudWatch Logs": the members of entries, S3.NoSuchBucket.
  test("tries again for a day, and writes why into the log", async () => {
    const place = await newPlace(yard);
    const logs = place.account.client(CloudWatchLogsClient);
    await logs.send(new CreateLogGroupCommand({ logGroupName: "hose" }));
    await logs.send(new CreateLogStreamCommand({ logGroupName: "hose", logStreamName: "s3" }));
    const BucketARN = `arn:aws:s3:::later-${place.account.account}`;
    const name = await newStream(place, {
      BucketARN,
      CloudWatchLoggingOptions: { Enabled: true, LogGroupName: "hose", LogStreamName: "s3" },
    });
    await put(place, name, "patient");
    await yard.advance(60 * MINUTE_MS);
    const { events = [] } = await logs.send(
      new GetLogEventsCommand({ logGroupName: "hose", logStreamName: "s3", startFromHead: true }),
    );
    expect(JSON.parse(events[0]?.message ?? "")).toEqual({
      deliveryStreamARN: `arn:aws:firehose:us-east-1:${place.account.account}:deliverystream/clicks`,
      destination: BucketARN,
      deliveryStreamVersionId: 1,
      message: "The specified bucket does not exist. Create the bucket or use a different bucket that does exist.",
      errorCode: "S3.NoSuchBucket",
    });
    const { CreateBucketCommand } = await import("@aws-sdk/client-s3");
    await place.s3.send(new CreateBucketCommand({ Bucket: `later-${place.account.account}` }));
    await yard.advance(5 * MINUTE_MS);
    expect(Object.values(await objects(place, `later-${place.account.account}`)).map(String)).toEqual(["patient"]);
  });

  // Goal: a role that may not write is not stepped over. Method: a role without any right to the bucket.
  test("delivers nothing that its role may not", async () => {
    const place = await newPlace(yard);
    const RoleARN = await newRole(place.account, "nobody", ["logs:PutLogEvents"]);
    const name = await newStream(place, { RoleARN });
    await put(place, name, "mine");
    await yard.advance(60 * MINUTE_MS);
    expect(await objects(place)).toEqual({});
    // AWS: "Handle data delivery failures": after 24 hours the data is lost.
    await yard.advance(25 * 60 * MINUTE_MS);
    expect(
      yard.yard.context.store.read((tx) => [
        ...tx.range({ prefix: ["firehose", place.account.account, "us-east-1", "waiting"] }),
      ]),
    ).toEqual([]);
  });
});

describe("limits of batches", () => {
  test("refuses batches of more than 4 MiB", async () => {
    const place = await newPlace(yard);
    const name = await newStream(place);
    const Records = Array.from({ length: 5 }, () => ({ Data: Buffer.alloc(900_000) }));
    await expect(
      place.firehose.send(new PutRecordBatchCommand({ DeliveryStreamName: name, Records })),
    ).rejects.toMatchObject({ name: "InvalidArgumentException", message: "Records size exceeds 4 MB limit" });
  });

  // AWS: "Amazon Data Firehose Quota": 5 MiB a second in us-east-1. Method: three batches in a second that does not pass.
  test("slows down who puts more than a stream takes in a second", async () => {
    const place = await newPlace(yard);
    const name = await newStream(place);
    const send = (count: number) => {
      const Records = Array.from({ length: count }, () => ({ Data: Buffer.alloc(1_000_000) }));
      return place.firehose.send(new PutRecordBatchCommand({ DeliveryStreamName: name, Records }));
    };
    expect((await send(4)).FailedPutCount).toBe(0);
    const { FailedPutCount, RequestResponses = [] } = await send(4);
    expect(FailedPutCount).toBe(2);
    expect(RequestResponses[3]).toEqual({ ErrorCode: "ServiceUnavailableException", ErrorMessage: "Slow down." });
    await expect(send(1)).rejects.toMatchObject({ name: "ServiceUnavailableException", message: "Slow down." });
    await yard.advance(1_000);
    expect((await send(1)).FailedPutCount).toBe(0);
  });
});
