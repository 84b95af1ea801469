// S3 under kill -9: what was acknowledged is there, whole; what was not is there whole or not at all.

import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, test } from "vitest";

const SERVER = `
  import { startYards } from ${JSON.stringify(new URL("../../src/yards.ts", import.meta.url).href)};
  const { main: yard } = await startYards({ stateDir: process.argv[1], port: 0 });
  const keys = yard.identity.ensureAccount("crash");
  console.log(JSON.stringify({ endpoint: yard.address, accessKeyId: keys.accessKeyId, secretAccessKey: keys.secretAccessKey }));
`;

let stateDir: string;
let server: ChildProcess | undefined;

beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), "stackyard-crash-"));
});
afterEach(() => {
  server?.kill("SIGKILL");
  rmSync(stateDir, { recursive: true, force: true });
});

async function start(): Promise<S3Client> {
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", SERVER, stateDir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  server = child;
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  const { endpoint, ...credentials } = JSON.parse(line) as Record<
    "endpoint" | "accessKeyId" | "secretAccessKey",
    string
  >;
  return new S3Client({ endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
}

async function kill(): Promise<void> {
  const child = server;
  if (child === undefined) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}

/** Bytes that tell their key and are large enough for both ways of storing. */
function contentOf(key: string, bytes: number): Buffer {
  return Buffer.alloc(bytes, createHash("sha256").update(key).digest());
}

test("every acknowledged object is there and whole after kill -9", async () => {
  // Goal: no acknowledged write is lost, none is half there. Sixteen writers put objects of several sizes and overwrite
  // one key; the server is killed while they do; a new server on the same folder is asked for all of them.
  const sizes = [10, 5_000, 70_000, 300_000];
  const Bucket = "crash-bucket";
  let s3 = await start();
  await s3.send(new CreateBucketCommand({ Bucket }));
  const acknowledged = new Map<string, number>();
  let lastVersion = -1;
  const stopping = new AbortController();
  const writer = async (writerNumber: number): Promise<void> => {
    for (let index = 0; !stopping.signal.aborted; index++) {
      const key = `${writerNumber}/${index}`;
      const bytes = sizes[index % sizes.length] ?? 0;
      try {
        await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: contentOf(key, bytes) }));
        acknowledged.set(key, bytes);
      } catch {
        // The server is gone: what was under way is not acknowledged.
        return;
      }
    }
  };
  const overwriter = async (): Promise<void> => {
    for (let version = 0; !stopping.signal.aborted; version++) {
      try {
        await s3.send(new PutObjectCommand({ Bucket, Key: "same", Body: String(version) }));
        lastVersion = version;
      } catch {
        return;
      }
    }
  };
  const writers = [overwriter(), ...Array.from({ length: 15 }, (_, index) => writer(index))];
  // Enough that the kill falls among writes of every size.
  while (acknowledged.size < 200) await new Promise((resolve) => setImmediate(resolve));
  await kill();
  stopping.abort();
  await Promise.all(writers);

  s3 = await start();
  const read = async (Key: string): Promise<Buffer> => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  };
  for (const [key, bytes] of acknowledged)
    expect([key, contentOf(key, bytes).equals(await read(key))]).toEqual([key, true]);
  expect(Number((await read("same")).toString())).toBeGreaterThanOrEqual(lastVersion);
  // What was not acknowledged is whole if it is listed at all.
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, MaxKeys: 1000 }));
  for (const { Key = "", Size = 0 } of Contents) {
    if (Key !== "same") expect([Key, contentOf(Key, Size).equals(await read(Key))]).toEqual([Key, true]);
  }
  // And nothing half written stays on the disk.
  const incoming = readdirSync(join(stateDir, "blobs", "incoming"), { recursive: true, withFileTypes: true });
  expect(incoming.filter((entry) => entry.isFile())).toEqual([]);
});

test("an upload goes on after kill -9 with the parts that were acknowledged", async () => {
  // Goal: multipart uploads survive. Upload a part, kill, upload the other, complete, and read.
  const address = { Bucket: "crash-parts", Key: "k" };
  const first = contentOf("first", 5 * 1024 * 1024);
  let s3 = await start();
  await s3.send(new CreateBucketCommand(address));
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(address));
  const one = await s3.send(new UploadPartCommand({ ...address, UploadId, PartNumber: 1, Body: first }));
  await kill();
  s3 = await start();
  const two = await s3.send(new UploadPartCommand({ ...address, UploadId, PartNumber: 2, Body: "tail" }));
  const Parts = [one, two].map(({ ETag }, index) => ({ ETag, PartNumber: index + 1 }));
  await s3.send(new CompleteMultipartUploadCommand({ ...address, UploadId, MultipartUpload: { Parts } }));
  const { Body } = await s3.send(new GetObjectCommand(address));
  const whole = Buffer.from((await Body?.transformToByteArray()) ?? []);
  expect(whole.equals(Buffer.concat([first, Buffer.from("tail")]))).toBe(true);
});
