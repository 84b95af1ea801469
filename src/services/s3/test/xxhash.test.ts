// The XXHASH family, which the SDK's client has no implementation of by itself: the values are given.

import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { beforeAll, expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";

const Bucket = "xxhash";
let s3: S3Client;

beforeAll(async () => {
  s3 = (await sharedYard()).account().client(S3Client);
  await s3.send(new CreateBucketCommand({ Bucket }));
});

const base64 = (hex: string): string => Buffer.from(hex, "hex").toString("base64");

// The hashes of nothing and of "abc", without a seed, in canonical form: xxHash's own specification and test values.
test.each([
  ["XXHASH64", "ef46db3751d8e999", "44bc2cf5ad770999"],
  ["XXHASH3", "2d06800538d394c2", "78af5f94892f3950"],
  ["XXHASH128", "99aa06d3014798d86001c324468d497f", "06b05ab6733a618578af5f94892f3950"],
] as const)("%s is verified, kept and shown", async (algorithm, ofNothing, ofAbc) => {
  // Goal: the family is AWS's third kind of checksum. Claim right and wrong values, read them back, and join those of parts.
  const member = `Checksum${algorithm}` as const;
  for (const [Body, hex] of [
    ["", ofNothing],
    ["abc", ofAbc],
  ] as const) {
    const Key = `${algorithm}/${Body}.`;
    const put = await s3.send(new PutObjectCommand({ Bucket, Key, Body, [member]: base64(hex) }));
    expect(put[member]).toBe(base64(hex));
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }));
    expect(head).toMatchObject({ [member]: base64(hex), ChecksumType: "FULL_OBJECT" });
  }
  const wrong = new PutObjectCommand({ Bucket, Key: "wrong", Body: "abd", [member]: base64(ofAbc) });
  await expect(s3.send(wrong)).rejects.toMatchObject({ name: "BadDigest" });

  const address = { Bucket, Key: `${algorithm}/parts` };
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ ...address, ChecksumAlgorithm: algorithm }));
  const part = { ...address, UploadId, PartNumber: 1, Body: "abc", [member]: base64(ofAbc) };
  const { ETag } = await s3.send(new UploadPartCommand(part));
  const Parts = [{ PartNumber: 1, ETag, [member]: base64(ofAbc) }];
  const done = await s3.send(new CompleteMultipartUploadCommand({ ...address, UploadId, MultipartUpload: { Parts } }));
  expect(done).toMatchObject({ ChecksumType: "COMPOSITE", [member]: expect.stringMatching(/-1$/) });
});
