// Lifecycle rules on the yard's clock, through the real SDK over HTTP.

import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketLifecycleCommand,
  GetBucketLifecycleConfigurationCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
  type LifecycleRule,
} from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { testYard } from "../../../testing/harness.ts";

const DAY_MS = 86_400_000;

test("objects, versions and uploads go when their days are over", async () => {
  // Goal: the daily run, plain and versioned. Write, move the clock, and list.
  const yard = await testYard();
  try {
    const s3 = yard.account().client(S3Client);
    const setRules = (Bucket: string, Rules: LifecycleRule[]) =>
      s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
    const put = (Bucket: string, Key: string, Body = "x") => s3.send(new PutObjectCommand({ Bucket, Key, Body }));
    const keys = async (Bucket: string) =>
      (await s3.send(new ListObjectsV2Command({ Bucket }))).Contents?.map(({ Key }) => Key);

    const Bucket = "lifecycle-plain";
    await s3.send(new CreateBucketCommand({ Bucket }));
    await setRules(Bucket, [
      { ID: "tmp", Status: "Enabled", Filter: { Prefix: "tmp/" }, Expiration: { Days: 2 } },
      { ID: "uploads", Status: "Enabled", Filter: {}, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
    ]);
    expect((await put(Bucket, "tmp/a")).Expiration).toMatch(/^expiry-date=".+ 00:00:00 GMT", rule-id="tmp"$/);
    await put(Bucket, "kept");
    await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: "upload" }));
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: "kept" }))).Expiration).toBeUndefined();

    const versioned = "lifecycle-versions";
    await s3.send(new CreateBucketCommand({ Bucket: versioned }));
    await s3.send(
      new PutBucketVersioningCommand({ Bucket: versioned, VersioningConfiguration: { Status: "Enabled" } }),
    );
    await setRules(versioned, [
      {
        ID: "all",
        Status: "Enabled",
        Filter: {},
        Expiration: { Days: 5 },
        NoncurrentVersionExpiration: { NoncurrentDays: 1 },
      },
    ]);
    await put(versioned, "k", "old");
    await put(versioned, "k", "new");

    await yard.advance(3 * DAY_MS);
    expect(await keys(Bucket)).toEqual(["kept"]);
    expect((await s3.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads).toBeUndefined();
    const versions = await s3.send(new ListObjectVersionsCommand({ Bucket: versioned }));
    expect(versions.Versions?.map(({ IsLatest }) => IsLatest)).toEqual([true]);

    await yard.advance(3 * DAY_MS);
    expect(await keys(versioned)).toBeUndefined();
    expect((await s3.send(new ListObjectVersionsCommand({ Bucket: versioned }))).DeleteMarkers).toHaveLength(1);

    const shown = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    expect(shown.Rules?.map(({ ID }) => ID)).toEqual(["tmp", "uploads"]);
    await s3.send(new DeleteBucketLifecycleCommand({ Bucket }));
    await put(Bucket, "tmp/b");
    await yard.advance(4 * DAY_MS);
    expect(await keys(Bucket)).toEqual(["kept", "tmp/b"]);
  } finally {
    await yard.stop();
  }
});
