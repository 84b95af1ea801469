// Goal: Kinesis is Kinesis to boto3 and the AWS CLI as they are. Method: a boto3 program that calls every operation and
// asserts by itself, and a few commands, against a yard in this process.

import { execFile, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testYard, type TestYard } from "../../src/testing/harness.ts";
import { toolEnvironment } from "./tool-environment.ts";

const PROGRAM = fileURLToPath(new URL("kinesis_boto3.py", import.meta.url));
const hasBoto3 = spawnSync("python3", ["-c", "import boto3"], { stdio: "ignore" }).status === 0;
const hasCli = spawnSync("aws", ["--version"], { stdio: "ignore" }).status === 0;
const execute = promisify(execFile);

let yard: TestYard;
beforeAll(async () => {
  yard = await testYard();
});
afterAll(() => yard.stop());

if (!hasBoto3) test("boto3 is not installed: Kinesis is not tried with it", () => expect(hasBoto3).toBe(false));
if (!hasCli) test("the AWS CLI is not installed: Kinesis is not tried with it", () => expect(hasCli).toBe(false));

test.runIf(hasBoto3)("boto3 calls every operation", async () => {
  const { stdout } = await execute("python3", [PROGRAM], { env: toolEnvironment(yard) });
  expect(stdout).toBe("");
});

test.runIf(hasCli)("the AWS CLI makes a stream, puts and reads", async () => {
  const env = toolEnvironment(yard);
  const aws = async (...args: string[]): Promise<unknown> => {
    const { stdout } = await execute("aws", ["kinesis", ...args, "--output", "json"], { env });
    return stdout.trim() === "" ? undefined : JSON.parse(stdout);
  };
  const stream = ["--stream-name", "clicks"];
  await aws("create-stream", ...stream, "--shard-count", "1");
  await aws("wait", "stream-exists", ...stream);
  await yard.yard.context.jobs.settled();
  // Both versions of the CLI send a file as it is.
  const data = readFileSync(PROGRAM, "base64");
  await aws("put-record", ...stream, "--partition-key", "k", "--data", `fileb://${PROGRAM}`);
  const iterator = await aws(
    ...["get-shard-iterator", ...stream, "--shard-id", "shardId-000000000000"],
    ...["--shard-iterator-type", "TRIM_HORIZON", "--query", "ShardIterator"],
  );
  const read = await aws("get-records", "--shard-iterator", String(iterator), "--query", "Records[].Data");
  expect(read).toEqual([data]);
  const refused = execute(
    "aws",
    ["kinesis", "put-record", "--stream-name", "gone", "--partition-key", "k", "--data", `fileb://${PROGRAM}`],
    {
      env,
    },
  );
  await expect(refused).rejects.toThrow("(ResourceNotFoundException)");
});
