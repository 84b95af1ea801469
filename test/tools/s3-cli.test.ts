// S3 and CloudWatch Logs with the AWS CLI as it is, where it is installed: the flows that people type.

import { execFile, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testYard, type TestAccount, type TestYard } from "../../src/testing/harness.ts";

const isInstalled = spawnSync("aws", ["--version"], { stdio: "ignore" }).status === 0;

let yard: TestYard;
let account: TestAccount;
let folder: string;

beforeAll(async () => {
  yard = await testYard();
  account = yard.account();
  folder = mkdtempSync(join(tmpdir(), "stackyard-s3-cli-"));
});

afterAll(async () => {
  await yard.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs `aws ...` in the folder; its output, or its complaint. */
function aws(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const { accessKeyId, secretAccessKey } = account.config.credentials;
  const env = {
    PATH: process.env["PATH"],
    HOME: folder,
    AWS_ENDPOINT_URL: yard.origin,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_DEFAULT_REGION: account.region,
    AWS_PAGER: "",
  };
  return new Promise((resolve) => {
    execFile("aws", args, { cwd: folder, env }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), out: out.trim(), err: err.trim() });
    });
  });
}

if (!isInstalled) test("the AWS CLI is not installed: S3 is not tried with it", () => expect(isInstalled).toBe(false));

describe.runIf(isInstalled)("the AWS CLI", () => {
  test("makes buckets, copies, lists, synchronises, moves and removes", async () => {
    // Goal: `aws s3` unchanged. A folder with an awkward name goes up, nothing goes up twice, all comes back.
    mkdirSync(join(folder, "files/sub"), { recursive: true });
    writeFileSync(join(folder, "files/a.txt"), "one");
    writeFileSync(join(folder, "files/sub/b c+d.txt"), "two");
    expect((await aws("s3", "mb", "s3://cli-bucket")).out).toBe("make_bucket: cli-bucket");
    expect((await aws("s3", "sync", "files", "s3://cli-bucket/up")).code).toBe(0);
    expect((await aws("s3", "sync", "files", "s3://cli-bucket/up")).out).toBe("");
    const listed = await aws("s3", "ls", "--recursive", "s3://cli-bucket");
    expect(listed.out.split("\n").map((line) => line.slice(31))).toEqual(["up/a.txt", "up/sub/b c+d.txt"]);
    expect((await aws("s3", "ls", "s3://cli-bucket/up/")).out).toContain("PRE sub/");
    expect((await aws("s3", "cp", "s3://cli-bucket/up/sub/b c+d.txt", "-")).out).toBe("two");
    expect((await aws("s3", "mv", "s3://cli-bucket/up/a.txt", "s3://cli-bucket/moved.txt")).code).toBe(0);
    expect((await aws("s3", "rb", "s3://cli-bucket")).err).toContain("(BucketNotEmpty)");
    expect((await aws("s3", "rm", "--recursive", "s3://cli-bucket")).code).toBe(0);
    expect((await aws("s3", "rb", "s3://cli-bucket")).out).toBe("remove_bucket: cli-bucket");
  });

  test("signs links that anyone can open", async () => {
    // Goal: `aws s3 presign`. Signature Version 4, as AWS demands of buckets made since 2020.
    writeFileSync(join(folder, "page"), "signed");
    await aws("s3", "mb", "s3://cli-links");
    await aws("s3", "cp", "page", "s3://cli-links/a b");
    await aws("configure", "set", "default.s3.signature_version", "s3v4");
    const { out: url } = await aws("s3", "presign", "s3://cli-links/a b");
    expect(await (await fetch(url)).text()).toBe("signed");
    const changed = await fetch(url.replace("a%20b", "other"));
    expect([changed.status, await changed.text()]).toEqual([403, expect.stringContaining("SignatureDoesNotMatch")]);
  });

  test("moves 100 MB through without holding them", async () => {
    // Goal: bodies stream. Send a large file up and down, and watch what this process, which serves, holds meanwhile.
    const content = Buffer.alloc(100 * 1024 * 1024);
    for (let at = 0; at < content.byteLength; at += 4096) content.writeUInt32LE(at, at);
    const digest = createHash("sha256").update(content).digest("hex");
    writeFileSync(join(folder, "large"), content);
    await aws("s3", "mb", "s3://cli-large");
    const held = (): number => process.memoryUsage().arrayBuffers;
    const before = held();
    let peak = before;
    const timer = setInterval(() => (peak = Math.max(peak, held())), 10);
    const up = await aws("s3", "cp", "large", "s3://cli-large/large");
    const down = await aws("s3", "cp", "s3://cli-large/large", "back");
    clearInterval(timer);
    expect([up.code, down.code]).toEqual([0, 0]);
    expect(
      createHash("sha256")
        .update(readFileSync(join(folder, "back")))
        .digest("hex"),
    ).toBe(digest);
    // Ten parts at a time with their buffers, not the file.
    expect(peak - before).toBeLessThan(64 * 1024 * 1024);
  });

  test("writes and reads logs", async () => {
    // Goal: `aws logs` unchanged, and AWS's words where something is missing.
    const group = ["--log-group-name", "/cli"];
    const stream = [...group, "--log-stream-name", "s"];
    await aws("logs", "create-log-group", ...group);
    await aws("logs", "create-log-stream", ...stream);
    const event = `timestamp=${yard.clock.nowMs()},message=hello`;
    expect((await aws("logs", "put-log-events", ...stream, "--log-events", event)).code).toBe(0);
    const query = ["--query", "events[].message", "--output", "text"];
    expect((await aws("logs", "get-log-events", ...stream, ...query)).out).toBe("hello");
    expect((await aws("logs", "filter-log-events", ...group, "--filter-pattern", "hello", ...query)).out).toBe("hello");
    expect((await aws("logs", "get-log-events", "--log-group-name", "/none", "--log-stream-name", "s")).err).toBe(
      "An error occurred (ResourceNotFoundException) when calling the GetLogEvents operation: " +
        "The specified log group does not exist.",
    );
  });
});
