// Goal: SES is SES to boto3 and the AWS CLI as they are. Method: a boto3 program that calls every operation that is served and asserts
// by itself, and a few commands, against a yard in this process.

import { execFile, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testYard, type TestYard } from "../../src/testing/harness.ts";
import { toolEnvironment } from "./tool-environment.ts";

const PROGRAM = fileURLToPath(new URL("ses_boto3.py", import.meta.url));
const MISSING = fileURLToPath(new URL("../ratchets/not-implemented.txt", import.meta.url));
const hasBoto3 = spawnSync("python3", ["-c", "import boto3"], { stdio: "ignore" }).status === 0;
const hasCli = spawnSync("aws", ["--version"], { stdio: "ignore" }).status === 0;
const execute = promisify(execFile);

let yard: TestYard;
beforeAll(async () => {
  yard = await testYard();
});
afterAll(() => yard.stop());

if (!hasBoto3) test("boto3 is not installed: SES is not tried with it", () => expect(hasBoto3).toBe(false));
if (!hasCli) test("the AWS CLI is not installed: SES is not tried with it", () => expect(hasCli).toBe(false));

test.runIf(hasBoto3)("boto3 calls every operation that is served", async () => {
  const { stdout } = await execute("python3", [PROGRAM], { env: toolEnvironment(yard) });
  const missing = new Set(
    readFileSync(MISSING, "utf8")
      .split("\n")
      .map((line) => line.split(" # ")[0]),
  );
  const served = stdout.split("\n").filter((line) => line !== "" && !missing.has(line));
  expect(served).toEqual([]);
});

test.runIf(hasCli)("the AWS CLI sends a mail, and is told of an identity that is not there", async () => {
  const env = toolEnvironment(yard);
  await execute("aws", ["ses", "verify-domain-identity", "--domain", "cli.example.org"], { env });
  const mail = ["--from", "a@cli.example.org", "--to", "b@example.com", "--subject", "Hi", "--text", "Hello"];
  const { stdout } = await execute("aws", ["ses", "send-email", ...mail, "--output", "json"], { env });
  expect(JSON.parse(stdout)).toEqual({ MessageId: expect.stringMatching(/-000000$/) });
  await expect(
    execute("aws", ["sesv2", "get-email-identity", "--email-identity", "gone.example.org"], { env }),
  ).rejects.toThrow("(NotFoundException) when calling the GetEmailIdentity operation");
});
