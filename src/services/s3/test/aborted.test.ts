// Clients that go away in the middle of a body: nothing of it stays, whatever the way the body was protected.

import { createHash, createHmac } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, HeadObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { testYard, type TestAccount } from "../../../testing/harness.ts";

const BYTES = 1_000_000;

/** The head of a PUT whose signature covers the SHA-256 of the body (Signature Version 4, header form). */
function signedHead(account: TestAccount, path: string, host: string, bodySha256: string, nowMs: number): string {
  const time = new Date(nowMs).toISOString().replaceAll(/[-:]|\.\d{3}/g, "");
  const scope = `${time.slice(0, 8)}/${account.region}/s3/aws4_request`;
  const headers = { host, "x-amz-content-sha256": bodySha256, "x-amz-date": time };
  const names = Object.keys(headers).join(";");
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const canonical = ["PUT", path, "", lines.join(""), names, bodySha256].join("\n");
  const digest = createHash("sha256").update(canonical).digest("hex");
  const { accessKeyId, secretAccessKey } = account.config.credentials;
  let key: string | Buffer = `AWS4${secretAccessKey}`;
  for (const part of scope.split("/")) key = createHmac("sha256", key).update(part).digest();
  const signature = createHmac("sha256", key)
    .update(["AWS4-HMAC-SHA256", time, scope, digest].join("\n"))
    .digest("hex");
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  const all = { ...headers, authorization, "content-length": String(BYTES) };
  return `PUT ${path} HTTP/1.1\r\n${Object.entries(all)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("")}\r\n`;
}

test("a body that breaks off leaves neither an object nor a file", async () => {
  // Goal: no leak by clients that go away. Send half of a body whose digest is signed, close, and watch the files come
  // and go.
  const stateDir = mkdtempSync(join(tmpdir(), "stackyard-aborted-"));
  const yard = await testYard({ stateDir });
  try {
    const account = yard.account();
    const s3 = account.client(S3Client);
    const Bucket = "aborted";
    await s3.send(new CreateBucketCommand({ Bucket }));
    const { host, hostname, port } = new URL(yard.origin);
    const body = Buffer.alloc(BYTES, "x");
    const sha256 = createHash("sha256").update(body).digest("hex");
    const unfinished = (): number =>
      readdirSync(join(stateDir, "blobs", "incoming"), { recursive: true, withFileTypes: true }).filter((entry) =>
        entry.isFile(),
      ).length;
    const until = async (count: number): Promise<void> => {
      while (unfinished() !== count) await new Promise((resolve) => setImmediate(resolve));
    };
    const socket = connect(Number(port), hostname);
    socket.write(signedHead(account, `/${Bucket}/k`, host, sha256, yard.clock.nowMs()));
    socket.write(body.subarray(0, BYTES / 2));
    await until(1);
    socket.destroy();
    await until(0);
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: "k" }))).rejects.toMatchObject({ name: "NotFound" });
  } finally {
    await yard.stop();
    rmSync(stateDir, { recursive: true, force: true });
  }
});
