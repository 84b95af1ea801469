// Goal: S3's objects are S3's to boto3 as it is. Method: a boto3 program that calls every operation on objects and asserts
// by itself, against a yard in this process. Where boto3 is not installed, there is nothing to try.

import { execFile, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { testYard } from "../../src/testing/harness.ts";

const PROGRAM = fileURLToPath(new URL("s3_boto3.py", import.meta.url));
const hasBoto3 = spawnSync("python3", ["-c", "import boto3"], { stdio: "ignore" }).status === 0;
const execute = promisify(execFile);

if (!hasBoto3) test("boto3 is not installed: S3's objects are not tried with it", () => expect(hasBoto3).toBe(false));

test.runIf(hasBoto3)("boto3 calls every operation on objects", async () => {
  const yard = await testYard();
  try {
    const { config } = yard.account();
    const env = {
      ...process.env,
      AWS_ENDPOINT_URL: yard.origin,
      AWS_ACCESS_KEY_ID: config.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: config.credentials.secretAccessKey,
      AWS_DEFAULT_REGION: config.region,
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    };
    const { stdout } = await execute("python3", [PROGRAM], { env });
    expect(stdout).toBe("");
  } finally {
    await yard.stop();
  }
});
