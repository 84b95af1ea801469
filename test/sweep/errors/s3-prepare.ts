// What the samples of S3's errors stand on: buckets, objects in all states, an upload, and keys of KMS that cannot be used.

import { S3Client } from "@aws-sdk/client-s3";
import { MOST_BUCKETS } from "../../../src/services/s3/operations/create-bucket.ts";
import { loadBucket, saveBucket } from "../../../src/services/s3/repo.ts";
import { groundsFor } from "./grounds.ts";
import type { Caller, Grounds } from "./table.ts";

/** What is there. */
export interface S3Made {
  /** With the object "key" of ten bytes, and without any configuration. */
  readonly bucket: string;
  /** Has object lock, thus versions; with the object "key". */
  readonly locked: string;
  /** The delete marker of "marked" in `locked`. */
  readonly markerId: string;
  /** A bucket from which what new buckets have was taken away. */
  readonly bare: string;
  /** A bucket of another Region. */
  readonly elsewhere: string;
  /** Of the key "upload" in `bucket`. */
  readonly uploadId: string;
  /** Trusts S3. */
  readonly roleArn: string;
  /** A key that cannot be used: after the object of this name in `bucket` was encrypted with it. */
  spoiled(how: "disabled" | "deleted"): Promise<{ readonly Key: string; readonly SSEKMSKeyId: string }>;
  /** Calls the endpoint of another Region. */
  abroad(): Caller;
  /** Somebody in an account that has as many buckets as it may. */
  withAllBuckets(): Promise<Caller>;
}

/** Makes it. */
export async function prepare(grounds: Grounds): Promise<S3Made> {
  const { aws, account, name, yard } = grounds;
  const { s3, kms, iam } = aws;
  const owned = (suffix: string): string => `${name()}-${suffix}-${account.account}`;
  const bucket = owned("plain");
  const locked = owned("locked");
  const bare = owned("bare");
  const elsewhere = owned("elsewhere");
  await s3.createBucket({ Bucket: bucket });
  await s3.createBucket({ Bucket: locked, ObjectLockEnabledForBucket: true });
  await s3.createBucket({ Bucket: bare });
  await s3.deleteBucketOwnershipControls({ Bucket: bare });
  await s3.deletePublicAccessBlock({ Bucket: bare });
  const CreateBucketConfiguration = { LocationConstraint: "eu-west-1" as const };
  await s3.createBucket({ Bucket: elsewhere, CreateBucketConfiguration });
  for (const Bucket of [bucket, locked]) await s3.putObject({ Bucket, Key: "key", Body: "0123456789" });
  await s3.putObject({ Bucket: locked, Key: "marked", Body: "" });
  const { VersionId: markerId = "" } = await s3.deleteObject({ Bucket: locked, Key: "marked" });
  await s3.putObject({ Bucket: bucket, Key: "cold", Body: "x", StorageClass: "GLACIER" });
  const { UploadId: uploadId = "" } = await s3.createMultipartUpload({ Bucket: bucket, Key: "upload" });
  const trust = { Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: "sts:AssumeRole" };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
  const { Role } = await iam.createRole({ RoleName: name(), AssumeRolePolicyDocument });
  return {
    ...{ bucket, locked, markerId, bare, elsewhere, uploadId, roleArn: Role?.Arn ?? "" },
    async spoiled(how) {
      const Key = name();
      const SSEKMSKeyId = (await kms.createKey({})).KeyMetadata?.Arn ?? "";
      await s3.putObject({ Bucket: bucket, Key, Body: "x", ServerSideEncryption: "aws:kms", SSEKMSKeyId });
      if (how === "disabled") await kms.disableKey({ KeyId: SSEKMSKeyId });
      else await kms.scheduleKeyDeletion({ KeyId: SSEKMSKeyId });
      return { Key, SSEKMSKeyId };
    },
    abroad: () => new S3Client({ ...account.config, region: "eu-west-1" }),
    async withAllBuckets() {
      const full = await groundsFor(yard, "s3");
      const Bucket = owned("first");
      await full.aws.s3.createBucket({ Bucket });
      yard.yard.context.store.write((tx) => {
        const record = loadBucket(tx, Bucket);
        if (record === undefined) throw new Error("The bucket is not there.");
        for (let made = 1; made < MOST_BUCKETS; made += 1)
          saveBucket(tx, { ...record, bucketName: `${Bucket}-${made}` });
      });
      return full.user("s3:*");
    },
  };
}
