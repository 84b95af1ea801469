// Bodies that no object has any more are freed, whatever yard or fork had them; all others stay.

import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AbortMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { testYard, type TestYard } from "../../../testing/harness.ts";

const Bucket = "pruned";
let stateDir: string;
let yard: TestYard;

beforeEach(async () => {
  stateDir = mkdtempSync(join(tmpdir(), "stackyard-pruned-"));
  yard = await testYard({ stateDir, blobGraceMs: 0 });
});
afterEach(async () => {
  await yard.stop();
  rmSync(stateDir, { recursive: true, force: true });
});

function blobCount(): number {
  const entries = readdirSync(join(stateDir, "blobs"), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).length;
}

async function read(s3: S3Client, Key: string): Promise<string | undefined> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return Body?.transformToString();
}

test("overwritten, deleted and aborted bodies go; copies and parts under way stay", async () => {
  // Goal: no leak, no loss. Make one of each kind of garbage, and of what looks like it; prune; read what must be there.
  const s3 = yard.account().client(S3Client);
  const put = (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  await s3.send(new CreateBucketCommand({ Bucket }));
  await put("overwritten", "first");
  await put("overwritten", "second");
  await put("deleted", "gone");
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "deleted" }));
  await put("source", "copied");
  await s3.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource: `${Bucket}/source` }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "source" }));
  const uploads = ["aborted", "under way"].map(async (Key) => {
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: `part of ${Key}` }));
    return { Bucket, Key, UploadId };
  });
  const [aborted] = await Promise.all(uploads);
  if (aborted !== undefined) await s3.send(new AbortMultipartUploadCommand(aborted));
  expect(blobCount()).toBe(6);
  expect(await yard.pruneBlobs()).toEqual({
    blobs: 3,
    bytes: "first".length + "gone".length + "part of aborted".length,
  });
  expect(blobCount()).toBe(3);
  expect(await read(s3, "overwritten")).toBe("second");
  expect(await read(s3, "copy")).toBe("copied");
  expect(await yard.pruneBlobs()).toEqual({ blobs: 0, bytes: 0 });
});

test.each([
  ["that stays", false],
  ["that passes", true],
])("what a fork %s has keeps its body although the parent deletes it", async (_, isQuiet) => {
  // Goal: blobs are shared. Fork, delete in the parent, prune, read in the fork; drop the fork, and the body is freed.
  const account = yard.account();
  const s3 = account.client(S3Client);
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "shared" }));
  const fork = await yard.forks.create({ name: "copy", isQuiet, leaseMs: undefined });
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "k" }));
  expect(await yard.pruneBlobs()).toEqual({ blobs: 0, bytes: 0 });
  expect(blobCount()).toBe(1);
  await yard.forks.drop(fork.name);
  expect(await yard.pruneBlobs()).toEqual({ blobs: 1, bytes: "shared".length });
});
