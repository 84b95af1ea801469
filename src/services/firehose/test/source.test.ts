// Streams whose source is a stream of Kinesis.

import { CreateDeliveryStreamCommand, DescribeDeliveryStreamCommand, PutRecordCommand } from "@aws-sdk/client-firehose";
import { CreateStreamCommand, KinesisClient, PutRecordCommand as PutToKinesis } from "@aws-sdk/client-kinesis";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { TestAccount, TestYard } from "../../../testing/harness.ts";
import { sharedYard, testYard } from "../../../testing/harness.ts";
import { deaggregate } from "../kpl.ts";
import { active, newPlace, newRole, objects, type Place } from "./places.ts";

const streamArn = ({ account }: TestAccount): string => `arn:aws:kinesis:us-east-1:${account}:stream/source`;

async function newSourced(place: Place, roleArn = place.roleArn): Promise<void> {
  await place.account.client(KinesisClient).send(new CreateStreamCommand({ StreamName: "source", ShardCount: 1 }));
  await place.yard.yard.context.jobs.settled();
  await place.firehose.send(
    new CreateDeliveryStreamCommand({
      DeliveryStreamName: "clicks",
      DeliveryStreamType: "KinesisStreamAsSource",
      KinesisStreamSourceConfiguration: { KinesisStreamARN: streamArn(place.account), RoleARN: roleArn },
      ExtendedS3DestinationConfiguration: {
        RoleARN: place.roleArn,
        BucketARN: `arn:aws:s3:::${place.bucket}`,
        BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 0 },
      },
    }),
  );
  await active(place, "clicks");
}

const putToKinesis = (kinesis: KinesisClient, Data: Uint8Array) =>
  kinesis.send(new PutToKinesis({ StreamName: "source", PartitionKey: "k", Data }));

/** Waits until so many bytes lie in the bucket; gives them, object by object. */
async function delivered(place: Place, bytes: number): Promise<string> {
  for (;;) {
    const found = Buffer.concat(Object.values(await objects(place)));
    if (found.length >= bytes) return found.toString();
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

/** AWS: "KPL Aggregated Record Format": a record as the library writes it. */
function aggregated(...datas: readonly string[]): Uint8Array {
  const field = (number: number, content: Buffer): Buffer =>
    Buffer.concat([Buffer.from([number * 8 + 2, content.length]), content]);
  const records = datas.map((data) => field(3, Buffer.concat([Buffer.from([8, 0]), field(3, Buffer.from(data))])));
  const message = Buffer.concat([field(1, Buffer.from("key")), ...records]);
  const digest = createHash("md5").update(message).digest();
  return Buffer.concat([Buffer.from([0xf3, 0x89, 0x9a, 0xc2]), message, digest]);
}

test("takes aggregated records apart, and leaves others whole", () => {
  const texts = (data: Uint8Array) => deaggregate(data).map((each) => Buffer.from(each).toString());
  expect(texts(aggregated("one", "two"))).toEqual(["one", "two"]);
  expect(texts(Buffer.from("plain"))).toEqual(["plain"]);
  const broken = Buffer.from(aggregated("one"));
  broken[10] = 0;
  expect(deaggregate(broken)).toEqual([broken]);
});

test("delivers what is put into the stream from now on, aggregated or not", async () => {
  const place = await newPlace(await sharedYard());
  await newSourced(place);
  const kinesis = place.account.client(KinesisClient);
  await putToKinesis(kinesis, Buffer.from("1"));
  await putToKinesis(kinesis, aggregated("2", "3"));
  expect((await delivered(place, 3)).split("").toSorted().join("")).toBe("123");
  const { DeliveryStreamDescription } = await place.firehose.send(
    new DescribeDeliveryStreamCommand({ DeliveryStreamName: "clicks" }),
  );
  expect(DeliveryStreamDescription).toMatchObject({
    DeliveryStreamType: "KinesisStreamAsSource",
    Source: { KinesisStreamSourceDescription: { KinesisStreamARN: streamArn(place.account) } },
  });
  await expect(
    place.firehose.send(new PutRecordCommand({ DeliveryStreamName: "clicks", Record: { Data: Buffer.from("x") } })),
  ).rejects.toMatchObject({
    name: "InvalidArgumentException",
    message: "This operation is not permitted on KinesisStreamAsSource delivery stream type.",
  });
});

test("refuses a source that the role may not read", async () => {
  const place = await newPlace();
  const roleArn = await newRole(place.account, "blind", ["s3:*"]);
  await expect(newSourced(place, roleArn)).rejects.toMatchObject({
    name: "InvalidArgumentException",
    message: expect.stringMatching(/^Access was denied when calling Kinesis\./) as string,
  });
});

// Goal: after a restart the source is read from where it was. Method: a yard on the same state, and a record before and after.
test("goes on after a restart, each record once", async () => {
  const stateDir = mkdtempSync(join(tmpdir(), "stackyard-firehose-"));
  const first: TestYard = await testYard({ stateDir });
  const place = await newPlace(first);
  await newSourced(place);
  await putToKinesis(place.account.client(KinesisClient), Buffer.from("1"));
  await delivered(place, 1);
  await first.stop();
  const second = await testYard({ stateDir });
  const config = { ...place.account.config, endpoint: second.origin };
  await putToKinesis(new KinesisClient(config), Buffer.from("2"));
  const { S3Client } = await import("@aws-sdk/client-s3");
  const later = { ...place, s3: new S3Client(config) };
  expect((await delivered(later, 2)).split("").toSorted().join("")).toBe("12");
  await second.stop();
  rmSync(stateDir, { recursive: true, force: true });
});
