// Pruning under kill -9: bodies are removed while others are written, and the process dies at any moment. What was
// acknowledged is there, whole, also in a fork; what nobody has goes with the next prune.

import { spawn, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, test } from "vitest";

/** A server that prunes without a pause; without grace beyond what a write takes. */
const SERVER = `
  import { startYards } from ${JSON.stringify(new URL("../../src/yards.ts", import.meta.url).href)};
  const yards = await startYards({ stateDir: process.argv[1], port: 0, blobGraceMs: 1000 });
  const keys = yards.main.identity.ensureAccount("prune");
  const { accessKeyId, secretAccessKey } = keys;
  process.stdin.on("data", async (line) => {
    if (String(line).startsWith("fork")) await yards.forks.create({ name: "copy", isQuiet: false, leaseMs: undefined });
    else await yards.pruneBlobs();
    console.log("done");
  });
  console.log(JSON.stringify({ endpoint: yards.main.address, accessKeyId, secretAccessKey }));
  if (process.argv[2] === "prune") for (;;) await yards.pruneBlobs();
`;
const Bucket = "pruned";

let stateDir: string;
let server: ChildProcess | undefined;
let lines: AsyncIterator<string>;

beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), "stackyard-prune-"));
});
afterEach(() => {
  server?.kill("SIGKILL");
  rmSync(stateDir, { recursive: true, force: true });
});

async function start(mode: "prune" | "wait"): Promise<S3Client> {
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", SERVER, stateDir, mode], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  server = child;
  lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const { value } = (await lines.next()) as { value: string };
  const { endpoint, ...credentials } = JSON.parse(value) as Record<
    "endpoint" | "accessKeyId" | "secretAccessKey",
    string
  >;
  return new S3Client({ endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
}

async function tell(command: "fork" | "prune"): Promise<void> {
  server?.stdin?.write(`${command}\n`);
  await lines.next();
}

async function kill(): Promise<void> {
  const child = server;
  if (child === undefined) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}

function blobFiles(): number {
  const entries = readdirSync(join(stateDir, "blobs"), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).length;
}

/** Bytes that tell their name, of both ways of storing. */
function contentOf(name: string): Buffer {
  const digest = createHash("sha256").update(name).digest();
  return Buffer.alloc((digest[0] ?? 0) % 2 === 0 ? 3_000 : 100_000, digest);
}

test("no body that an acknowledged object has is pruned, whenever the process dies", async () => {
  // Goal: no loss and no leak. Writers put, overwrite, copy and delete while the server prunes without a pause; it is
  // killed; a new one is asked for every object, and prunes until only their bodies are left.
  let s3 = await start("prune");
  await s3.send(new CreateBucketCommand({ Bucket }));
  const present = new Map<string, string>();
  // What was under way when the server died may have happened, or not.
  const unsure = new Set<string>();
  const progress = { acknowledged: 0 };
  const writer = async (number: number): Promise<void> => {
    for (let round = 0; ; round++) {
      const key = `${number}/${round % 10}`;
      const source = `${number}/${(round + 7) % 10}`;
      const copied = present.get(source);
      const name = `${number}-${round % 13}`;
      unsure.add(key);
      try {
        if (round % 5 === 3) {
          await s3.send(new DeleteObjectCommand({ Bucket, Key: key }));
          present.delete(key);
        } else if (round % 5 === 4 && copied !== undefined && source !== key) {
          await s3.send(new CopyObjectCommand({ Bucket, Key: key, CopySource: `${Bucket}/${source}` }));
          present.set(key, copied);
        } else {
          await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: contentOf(name) }));
          present.set(key, name);
        }
      } catch {
        return;
      }
      unsure.delete(key);
      progress.acknowledged += 1;
    }
  };
  const writers = Array.from({ length: 8 }, (_, number) => writer(number));
  while (progress.acknowledged < 600) await new Promise((resolve) => setImmediate(resolve));
  await kill();
  await Promise.all(writers);

  s3 = await start("wait");
  const read = async (Key: string): Promise<Buffer> => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  };
  for (const [key, name] of present) {
    if (!unsure.has(key)) expect([key, contentOf(name).equals(await read(key))]).toEqual([key, true]);
  }
  await tell("prune");
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  const bodies = await Promise.all(Contents.map(({ Key = "" }) => read(Key)));
  const distinct = new Set(bodies.map((body) => createHash("sha256").update(body).digest("hex")));
  expect(blobFiles()).toBe(distinct.size);
});

test("a fork that is there again after a crash has its bodies, too", async () => {
  // Goal: forks count after a restart. Put, fork, delete in the parent, kill, start, prune: the fork's body is there.
  let s3 = await start("wait");
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: contentOf("forked") }));
  await tell("fork");
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "k" }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "other", Body: contentOf("other") }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "other" }));
  await kill();
  s3 = await start("wait");
  expect(blobFiles()).toBe(2);
  await tell("prune");
  expect(blobFiles()).toBe(1);
});
