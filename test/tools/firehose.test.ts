// Goal: Data Firehose is Data Firehose to boto3 and the AWS CLI as they are. Method: a boto3 program that calls every operation and asserts
// by itself, and a few commands, against a yard in this process.

import { execFile, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testYard, type TestYard } from "../../src/testing/harness.ts";
import { toolEnvironment } from "./tool-environment.ts";

const PROGRAM = fileURLToPath(new URL("firehose_boto3.py", import.meta.url));
const hasBoto3 = spawnSync("python3", ["-c", "import boto3"], { stdio: "ignore" }).status === 0;
const hasCli = spawnSync("aws", ["--version"], { stdio: "ignore" }).status === 0;
const execute = promisify(execFile);

let yard: TestYard;
beforeAll(async () => {
  yard = await testYard();
});
afterAll(() => yard.stop());

if (!hasBoto3) test("boto3 is not installed: Data Firehose is not tried with it", () => expect(hasBoto3).toBe(false));
if (!hasCli) test("the AWS CLI is not installed: Data Firehose is not tried with it", () => expect(hasCli).toBe(false));

test.runIf(hasBoto3)("boto3 calls every operation", async () => {
  const { stdout } = await execute("python3", [PROGRAM], { env: toolEnvironment(yard) });
  expect(stdout).toBe("");
});

test.runIf(hasCli)("the AWS CLI lists streams, and is told of one that is not there", async () => {
  const env = toolEnvironment(yard);
  const { stdout } = await execute("aws", ["firehose", "list-delivery-streams", "--output", "json"], { env });
  expect(JSON.parse(stdout)).toEqual({ DeliveryStreamNames: [], HasMoreDeliveryStreams: false });
  const gone = ["firehose", "describe-delivery-stream", "--delivery-stream-name", "gone"];
  await expect(execute("aws", gone, { env })).rejects.toThrow(
    "(ResourceNotFoundException) when calling the DescribeDeliveryStream operation: Firehose gone under account",
  );
});
