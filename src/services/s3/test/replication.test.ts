// Replication through the real SDK: across regions and accounts, as the configured role and with its rights only.

import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateBucketCommand,
  DeleteBucketReplicationCommand,
  DeleteObjectCommand,
  GetBucketReplicationCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutBucketPolicyCommand,
  PutBucketReplicationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
  type ReplicationRule,
} from "@aws-sdk/client-s3";
import { beforeAll, expect, test } from "vitest";
import { sharedYard, type TestAccount, type TestYard } from "../../../testing/harness.ts";

let yard: TestYard;
let owner: TestAccount;
let other: TestAccount;
let s3: S3Client;
let names = 0;

beforeAll(async () => {
  yard = await sharedYard();
  owner = yard.account();
  other = yard.account();
  s3 = owner.client(S3Client);
});

async function versionedBucket(client: S3Client, LocationConstraint?: "eu-west-1"): Promise<string> {
  const Bucket = `replicated-${process.pid}-${++names}`;
  await client.send(
    new CreateBucketCommand({
      Bucket,
      ...(LocationConstraint === undefined ? {} : { CreateBucketConfiguration: { LocationConstraint } }),
    }),
  );
  await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
  return Bucket;
}

/** A role that S3 may assume, with these statements. */
async function roleWith(...Statement: object[]): Promise<string> {
  const iam = owner.client(IAMClient);
  const RoleName = `replication-${++names}`;
  const trust = { Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: "sts:AssumeRole" };
  const policy = (statements: object[]): string => JSON.stringify({ Version: "2012-10-17", Statement: statements });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: policy([trust]) }));
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "replicate", PolicyDocument: policy(Statement) }));
  return Role?.Arn ?? "";
}

const readSource = {
  Effect: "Allow",
  Action: [
    "s3:GetReplicationConfiguration",
    "s3:GetObjectVersionForReplication",
    "s3:GetObjectVersionAcl",
    "s3:GetObjectVersionTagging",
  ],
  Resource: "*",
};
const replicate = {
  Effect: "Allow",
  Action: ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"],
  Resource: "*",
};

function ruleTo(Bucket: string, more: Partial<ReplicationRule> = {}): ReplicationRule {
  return {
    ID: Bucket,
    Status: "Enabled",
    Priority: 1,
    Filter: { Prefix: "in/" },
    DeleteMarkerReplication: { Status: "Enabled" },
    Destination: { Bucket: `arn:aws:s3:::${Bucket}` },
    ...more,
  };
}

function configure(Bucket: string, Role: string, ...Rules: ReplicationRule[]) {
  return s3.send(new PutBucketReplicationCommand({ Bucket, ReplicationConfiguration: { Role, Rules } }));
}

test("versions, tags and delete markers come to another region with their ids", async () => {
  // Goal: PENDING to COMPLETED and REPLICA, storage class, and what no rule is about. AWS: "Getting replication status
  // information" and "What does Amazon S3 replicate?" (user guide).
  const Bucket = await versionedBucket(s3);
  const west = new S3Client({ ...owner.config, region: "eu-west-1" });
  const target = await versionedBucket(west, "eu-west-1");
  const Destination = { Bucket: `arn:aws:s3:::${target}`, StorageClass: "STANDARD_IA" as const };
  await configure(Bucket, await roleWith(readSource, replicate), ruleTo(target, { Destination }));
  const { ReplicationConfiguration } = await s3.send(new GetBucketReplicationCommand({ Bucket }));
  expect(ReplicationConfiguration?.Rules).toEqual([ruleTo(target, { Destination })]);

  const Key = "in/a";
  const put = await s3.send(
    new PutObjectCommand({ Bucket, Key, Body: "text", Tagging: "a=b", Metadata: { m: "1" }, ContentType: "text/x" }),
  );
  await s3.send(new PutObjectCommand({ Bucket, Key: "elsewhere", Body: "x" }));
  await yard.yard.context.jobs.settled();
  expect((await s3.send(new HeadObjectCommand({ Bucket, Key }))).ReplicationStatus).toBe("COMPLETED");
  expect((await s3.send(new HeadObjectCommand({ Bucket, Key: "elsewhere" }))).ReplicationStatus).toBeUndefined();
  const replica = await west.send(new GetObjectCommand({ Bucket: target, Key, VersionId: put.VersionId }));
  expect(replica).toMatchObject({
    ReplicationStatus: "REPLICA",
    ETag: put.ETag,
    ContentType: "text/x",
    Metadata: { m: "1" },
    StorageClass: "STANDARD_IA",
  });
  expect(await replica.Body?.transformToString()).toBe("text");
  const tags = await west.send(new GetObjectTaggingCommand({ Bucket: target, Key }));
  expect(tags.TagSet).toEqual([{ Key: "a", Value: "b" }]);

  const marker = await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  await yard.yard.context.jobs.settled();
  const listed = await west.send(new ListObjectVersionsCommand({ Bucket: target }));
  expect(listed.DeleteMarkers?.map(({ VersionId, IsLatest }) => [VersionId, IsLatest])).toEqual([
    [marker.VersionId, true],
  ]);
  expect(listed.Versions?.map(({ Key: listedKey }) => listedKey)).toEqual([Key]);
  // AWS: deletions of versions are not replicated.
  await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId: put.VersionId }));
  await yard.yard.context.jobs.settled();
  expect((await west.send(new ListObjectVersionsCommand({ Bucket: target }))).Versions).toHaveLength(1);
});

test("another account's bucket lets the role in by its policy, or the replication fails", async () => {
  // Goal: both sides decide across accounts. AWS: "Configuring replication for buckets in different accounts".
  const theirs = other.client(S3Client);
  const Bucket = await versionedBucket(s3);
  const target = await versionedBucket(theirs);
  const Role = await roleWith(readSource, replicate);
  await configure(Bucket, Role, ruleTo(target));
  await s3.send(new PutObjectCommand({ Bucket, Key: "in/refused", Body: "x" }));
  await yard.yard.context.jobs.settled();
  expect((await s3.send(new HeadObjectCommand({ Bucket, Key: "in/refused" }))).ReplicationStatus).toBe("FAILED");
  const Statement = {
    Effect: "Allow",
    Principal: { AWS: Role },
    Action: "s3:Replicate*",
    Resource: `arn:aws:s3:::${target}/*`,
  };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
  await theirs.send(new PutBucketPolicyCommand({ Bucket: target, Policy }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "in/a", Body: "x" }));
  await yard.yard.context.jobs.settled();
  expect((await s3.send(new HeadObjectCommand({ Bucket, Key: "in/a" }))).ReplicationStatus).toBe("COMPLETED");
  // Where lists are disabled, the replica is the destination owner's.
  expect(
    await (await theirs.send(new GetObjectCommand({ Bucket: target, Key: "in/a" }))).Body?.transformToString(),
  ).toBe("x");
});

test("a role without a right replicates nothing", async () => {
  const Bucket = await versionedBucket(s3);
  const target = await versionedBucket(s3);
  await configure(Bucket, await roleWith(readSource), ruleTo(target));
  await s3.send(new PutObjectCommand({ Bucket, Key: "in/a", Body: "x" }));
  await yard.yard.context.jobs.settled();
  expect((await s3.send(new HeadObjectCommand({ Bucket, Key: "in/a" }))).ReplicationStatus).toBe("FAILED");
  expect((await s3.send(new ListObjectVersionsCommand({ Bucket: target }))).Versions).toBeUndefined();
});

test("configurations that cannot replicate are refused", async () => {
  // AWS: "PutBucketReplication" (API reference) and the messages that S3 gives.
  const Bucket = `replicated-${process.pid}-${++names}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  const target = await versionedBucket(s3);
  const role = await roleWith(readSource);
  await expect(configure(Bucket, role, ruleTo(target))).rejects.toThrow(
    "Versioning must be 'Enabled' on the bucket to apply a replication configuration",
  );
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
  await expect(configure(Bucket, role, ruleTo("nobody-has-this"))).rejects.toThrow("Destination bucket must exist.");
  const plain = `replicated-${process.pid}-${++names}`;
  await s3.send(new CreateBucketCommand({ Bucket: plain }));
  await expect(configure(Bucket, role, ruleTo(plain))).rejects.toThrow("must have versioning enabled");
  await expect(configure(Bucket, "arn:aws:iam::1:role", ruleTo(target))).rejects.toMatchObject({
    name: "InvalidArgument",
  });
  await expect(configure(Bucket, role, ruleTo(target), ruleTo(target, { ID: "b" }))).rejects.toThrow(
    "duplicate priority 1",
  );
  const timed = ruleTo(target, {
    Destination: { Bucket: `arn:aws:s3:::${target}`, Metrics: { Status: "Enabled", EventThreshold: { Minutes: 15 } } },
  });
  await expect(configure(Bucket, role, timed)).rejects.toMatchObject({ name: "NotImplemented" });
  await configure(Bucket, role, ruleTo(target));
  const suspend = new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Suspended" } });
  await expect(s3.send(suspend)).rejects.toMatchObject({
    name: "InvalidBucketState",
    $metadata: { httpStatusCode: 409 },
  });
  await s3.send(new DeleteBucketReplicationCommand({ Bucket }));
  await s3.send(suspend);
  await expect(s3.send(new GetBucketReplicationCommand({ Bucket }))).rejects.toMatchObject({
    name: "ReplicationConfigurationNotFoundError",
  });
});
