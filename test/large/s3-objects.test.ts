// Objects larger than the memory that the server takes for them: bodies stream in both directions, parts are neither
// copied through memory nor twice onto the disk, and a client that goes away leaves nothing.

import { spawn, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";

const SERVER = `
  import { startYards } from ${JSON.stringify(new URL("../../src/yards.ts", import.meta.url).href)};
  const { main: yard } = await startYards({ stateDir: process.argv[1], port: 0 });
  const keys = yard.identity.ensureAccount("large");
  console.log(JSON.stringify({ endpoint: yard.address, accessKeyId: keys.accessKeyId, secretAccessKey: keys.secretAccessKey }));
`;
const Bucket = "large";
const MIB = 1024 ** 2;
const PIECE = Buffer.alloc(MIB, "0123456789abcdef!");
const PIECES = 1024;
/** What a streamed body may cost: buffers of sockets and files, and what the collector has not yet taken away. */
const MOST_MIB = 150;

let stateDir: string;
let server: ChildProcess;
let s3: S3Client;

beforeAll(async () => {
  stateDir = mkdtempSync(join(tmpdir(), "stackyard-large-"));
  server = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", SERVER, stateDir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (server.stdout === null) throw new Error("The server has no output.");
  const [line] = (await once(createInterface({ input: server.stdout }), "line")) as [string];
  const { endpoint, ...credentials } = JSON.parse(line) as Record<
    "endpoint" | "accessKeyId" | "secretAccessKey",
    string
  >;
  s3 = new S3Client({ endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => {
  server.kill("SIGKILL");
  rmSync(stateDir, { recursive: true, force: true });
});

/** The most memory that the server has had resident so far, in MiB. */
function peakMib(): number {
  const [, kib = ""] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, "utf8")) ?? [];
  return Number(kib) / 1024;
}

function bodyOf(pieces: number): Readable {
  const generate = function* (): Generator<Buffer> {
    for (let index = 0; index < pieces; index++) yield PIECE;
  };
  return Readable.from(generate(), { objectMode: false });
}

function blobFiles(): number {
  const entries = readdirSync(join(stateDir, "blobs"), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).length;
}

async function sha256Of(Key: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  const digest = createHash("sha256");
  for await (const chunk of Body as AsyncIterable<Uint8Array>) digest.update(chunk);
  return digest.digest("hex");
}

test("1 GiB goes in, out, and into a multipart copy with bounded memory", async () => {
  // Goal: no body is ever whole in memory. Put with a trailing checksum, read it back, copy it as a part of an upload and
  // as an object; compare the digests, and the server's peak with what it was before.
  const digest = createHash("sha256");
  for (let index = 0; index < PIECES; index++) digest.update(PIECE);
  const expected = digest.digest("hex");
  const before = peakMib();
  await s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: bodyOf(PIECES), ContentLength: PIECES * MIB }));
  expect(await sha256Of("k")).toBe(expected);
  const address = { Bucket, Key: "parts" };
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(address));
  const { CopyPartResult } = await s3.send(
    new UploadPartCopyCommand({ ...address, UploadId, PartNumber: 1, CopySource: `${Bucket}/k` }),
  );
  const { ETag } = await s3.send(new UploadPartCommand({ ...address, UploadId, PartNumber: 2, Body: "tail" }));
  const Parts = [
    { PartNumber: 1, ETag: CopyPartResult?.ETag },
    { PartNumber: 2, ETag },
  ];
  await s3.send(new CompleteMultipartUploadCommand({ ...address, UploadId, MultipartUpload: { Parts } }));
  await s3.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource: `${Bucket}/k` }));
  expect(await sha256Of("copy")).toBe(expected);
  const end = await s3.send(new GetObjectCommand({ ...address, Range: "bytes=-5" }));
  expect(await end.Body?.transformToString()).toBe(`${PIECE.toString("latin1").at(-1)}tail`);
  // One file for the gibibyte, however often it was copied, and one for the tail.
  expect(blobFiles()).toBe(2);
  expect(peakMib() - before).toBeLessThan(MOST_MIB);
});

test("a reader that does not read holds the server back", async () => {
  // Goal: back-pressure. Sixteen clients ask for a gibibyte and read only its first piece; the server's memory stays.
  const before = peakMib();
  const answers = await Promise.all(
    Array.from({ length: 16 }, () => s3.send(new GetObjectCommand({ Bucket, Key: "k" }))),
  );
  const bodies = answers.map(({ Body }) => Body as Readable);
  for (const body of bodies) await once(body, "readable");
  // The server answers others meanwhile: whatever it would gather, it gathers in these turns.
  for (let index = 0; index < 50; index++)
    await s3.send(new GetObjectCommand({ Bucket, Key: "k", Range: "bytes=0-9" }));
  for (const body of bodies) body.destroy();
  expect(peakMib() - before).toBeLessThan(MOST_MIB);
});
