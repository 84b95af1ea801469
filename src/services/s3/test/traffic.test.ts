// Who pays, by which endpoint requests come, and where they are written down.

import { request as httpRequest } from "node:http";
import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  GetBucketAccelerateConfigurationCommand,
  GetBucketLoggingCommand,
  GetBucketRequestPaymentCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketAccelerateConfigurationCommand,
  PutBucketLoggingCommand,
  PutBucketPolicyCommand,
  PutBucketRequestPaymentCommand,
  PutObjectCommand,
  S3Client,
  type LoggingEnabled,
} from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { sharedYard, testYard } from "../../../testing/harness.ts";

let names = 0;
const newName = (): string => `traffic-${process.pid}-${++names}`;

test("in a bucket whose callers pay, others say that they know", async () => {
  // AWS: "Using Requester Pays buckets" (user guide): owner free, others with the header, nobody anonymous.
  const yard = await sharedYard();
  const owner = yard.account();
  const other = yard.account();
  const s3 = owner.client(S3Client);
  const Bucket = newName();
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x" }));
  const arn = `arn:aws:s3:::${Bucket}`;
  const Statement = { Effect: "Allow", Principal: { AWS: other.account }, Action: "s3:*", Resource: [arn, `${arn}/*`] };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  const payer = async () => (await s3.send(new GetBucketRequestPaymentCommand({ Bucket }))).Payer;
  expect(await payer()).toBe("BucketOwner");
  const setPayer = (Payer: "Requester" | "BucketOwner") =>
    s3.send(new PutBucketRequestPaymentCommand({ Bucket, RequestPaymentConfiguration: { Payer } }));
  await setPayer("Requester");
  expect(await payer()).toBe("Requester");
  const theirs = other.client(S3Client);
  const get = new GetObjectCommand({ Bucket, Key: "k" });
  const paid = new GetObjectCommand({ Bucket, Key: "k", RequestPayer: "requester" });
  await expect(theirs.send(get)).rejects.toMatchObject({ name: "AccessDenied" });
  await expect(theirs.send(new ListObjectsV2Command({ Bucket }))).rejects.toMatchObject({ name: "AccessDenied" });
  expect((await theirs.send(paid)).RequestCharged).toBe("requester");
  expect((await s3.send(get)).RequestCharged).toBeUndefined();
  await setPayer("BucketOwner");
  expect((await theirs.send(paid)).RequestCharged).toBeUndefined();
  await expect(setPayer("Nobody" as "Requester")).rejects.toMatchObject({ name: "MalformedXML" });
});

test("the accelerate endpoint is for buckets that have it", async () => {
  // AWS: "Configuring fast, secure file transfers using Amazon S3 Transfer Acceleration" (user guide).
  const yard = await sharedYard();
  const s3 = new S3Client({ ...yard.account().config, forcePathStyle: true });
  const Bucket = newName();
  await s3.send(new CreateBucketCommand({ Bucket, ObjectOwnership: "ObjectWriter" }));
  await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "open", ACL: "public-read" }));
  const answer = () =>
    new Promise<string>((resolve, reject) => {
      const host = `${Bucket}.s3-accelerate.localhost:${new URL(yard.origin).port}`;
      const sent = httpRequest(`${yard.origin}/k`, { headers: { host } }, (reply) => {
        let body = "";
        reply.on("data", (chunk: Buffer) => (body += chunk.toString()));
        reply.on("end", () => resolve(`${reply.statusCode} ${body}`));
      });
      sent.on("error", reject);
      sent.end();
    });
  const status = async () => (await s3.send(new GetBucketAccelerateConfigurationCommand({ Bucket }))).Status;
  expect(await status()).toBeUndefined();
  expect(await answer()).toContain("<Message>S3 Transfer Acceleration is not configured on this bucket</Message>");
  const set = (Status: "Enabled" | "Suspended", bucketName = Bucket) =>
    s3.send(new PutBucketAccelerateConfigurationCommand({ Bucket: bucketName, AccelerateConfiguration: { Status } }));
  await set("Enabled");
  expect(await status()).toBe("Enabled");
  expect(await answer()).toBe("200 open");
  await set("Suspended");
  expect(await status()).toBe("Suspended");
  const dotted = `${newName()}.dots`;
  await s3.send(new CreateBucketCommand({ Bucket: dotted }));
  await expect(set("Enabled", dotted)).rejects.toThrow(
    "S3 Transfer Acceleration is not supported for buckets with periods (.) in their names",
  );
});

test("requests are written down in the target bucket, if that lets the log service in", async () => {
  // Goal: what was answered, with its error, after the delay; in both kinds of keys. AWS: "Amazon S3 server access log
  // format" and "Enabling Amazon S3 server access logging" (user guide).
  const yard = await testYard();
  try {
    const account = yard.account();
    const s3 = account.client(S3Client);
    const Bucket = "logged-bucket";
    const target = "log-bucket";
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new CreateBucketCommand({ Bucket: target }));
    const log = (LoggingEnabled?: LoggingEnabled) =>
      s3.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: { LoggingEnabled } }));
    await expect(log({ TargetBucket: "nobody-has-this", TargetPrefix: "" })).rejects.toMatchObject({
      name: "InvalidTargetBucketForLogging",
    });
    const plain = { TargetBucket: target, TargetPrefix: "plain/" };
    await log(plain);
    expect((await s3.send(new GetBucketLoggingCommand({ Bucket }))).LoggingEnabled).toEqual(plain);
    // Nobody lets the log service in yet: this line is lost.
    await s3.send(new PutObjectCommand({ Bucket, Key: "lost", Body: "x" }));
    await yard.advance(300_000);
    const keys = async () =>
      (await s3.send(new ListObjectsV2Command({ Bucket: target }))).Contents?.map(({ Key = "" }) => Key) ?? [];
    expect(await keys()).toEqual([]);
    const Statement = {
      Effect: "Allow",
      Principal: { Service: "logging.s3.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: `arn:aws:s3:::${target}/*`,
      Condition: { ArnLike: { "aws:SourceArn": `arn:aws:s3:::${Bucket}` } },
    };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
    await s3.send(new PutBucketPolicyCommand({ Bucket: target, Policy }));
    await s3.send(new PutObjectCommand({ Bucket, Key: "a b", Body: "text" }));
    await s3.send(new GetObjectCommand({ Bucket, Key: "none" })).catch(() => undefined);
    await fetch(`${yard.origin}/${Bucket}/a?versionId=v`, { headers: { "user-agent": 'a "b"' } });
    await yard.advance(300_000);
    const [first = ""] = await keys();
    expect(first).toMatch(/^plain\/\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d-[0-9A-F]{16}$/);
    const text = await (await s3.send(new GetObjectCommand({ Bucket: target, Key: first }))).Body?.transformToString();
    const lines = (text ?? "").trimEnd().split("\n");
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(
      new RegExp(
        `^[0-9a-f]{64} ${Bucket} \\[\\d\\d/\\w{3}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000\\] \\S+ \\S+ \\S+ REST\\.PUT\\.OBJECT a%20b ` +
          `"PUT /${Bucket}/a%20b\\?x-id=PutObject HTTP/1\\.1" 200 - - \\d+ \\d+ \\d+ "-" "[^"]+" - \\S+ SigV4 - AuthHeader \\S+ - - -$`,
      ),
    );
    expect(lines[1]).toContain(" REST.GET.OBJECT none ");
    expect(lines[1]).toContain(" 404 NoSuchKey ");
    expect(lines[2]).toContain(` REST.GET.OBJECT a "GET /${Bucket}/a?versionId=v HTTP/1.1" 403 AccessDenied `);
    expect(lines[2]).toContain('"a %22b%22"');

    const partitioned = {
      TargetBucket: target,
      TargetPrefix: "by-day/",
      TargetObjectKeyFormat: { PartitionedPrefix: { PartitionDateSource: "EventTime" as const } },
    };
    await log(partitioned);
    expect((await s3.send(new GetBucketLoggingCommand({ Bucket }))).LoggingEnabled).toEqual(partitioned);
    await s3.send(new GetObjectCommand({ Bucket, Key: "a b" }));
    await yard.advance(300_000);
    expect((await keys()).find((key) => key.startsWith("by-day/"))).toMatch(
      new RegExp(
        `^by-day/${account.account}/us-east-1/${Bucket}/\\d{4}/\\d\\d/\\d\\d/\\d{4}-\\d\\d-\\d\\d-00-00-00-[0-9A-F]{16}$`,
      ),
    );
    await log();
    expect((await s3.send(new GetBucketLoggingCommand({ Bucket }))).LoggingEnabled).toBeUndefined();
  } finally {
    await yard.stop();
  }
});
