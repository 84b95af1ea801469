// Goal: SQS is SQS to boto3 and the AWS CLI as they are. Method: a boto3 program that asserts by itself, and a few commands, against a
// yard in this process. Where the tools are not installed, there is nothing to try.

import { execFile, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testYard, type TestYard } from "../../src/testing/harness.ts";
import { toolEnvironment } from "./tool-environment.ts";

const PROGRAM = fileURLToPath(new URL("sqs_boto3.py", import.meta.url));
const hasTool = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args, { stdio: "ignore" }).status === 0;
const hasBoto3 = hasTool("python3", "-c", "import boto3");
const hasCli = hasTool("aws", "--version");
const execute = promisify(execFile);

let yard: TestYard;
beforeAll(async () => {
  yard = await testYard();
});
afterAll(() => yard.stop());

if (!hasBoto3) test("boto3 is not installed: SQS is not tried with it", () => expect(hasBoto3).toBe(false));
if (!hasCli) test("the AWS CLI is not installed: SQS is not tried with it", () => expect(hasCli).toBe(false));

test.runIf(hasBoto3)("boto3 calls every operation of SQS", async () => {
  const { stdout } = await execute("python3", [PROGRAM], { env: toolEnvironment(yard) });
  expect(stdout).toBe("");
});

test.runIf(hasCli)("the AWS CLI sends, waits, receives and deletes", async () => {
  const env = toolEnvironment(yard);
  const sqs = async (...args: string[]): Promise<unknown> => {
    const { stdout } = await execute("aws", ["sqs", ...args, "--endpoint-url", yard.origin, "--output", "json"], {
      env,
    });
    return stdout.trim() === "" ? undefined : JSON.parse(stdout);
  };
  const url = String(await sqs("create-queue", "--queue-name", "cli", "--query", "QueueUrl"));
  const queue = ["--queue-url", url];
  await sqs("send-message", ...queue, "--message-body", "from the CLI");
  const received = ["receive-message", ...queue, "--wait-time-seconds", "5", "--query", "Messages[0]"];
  const message = (await sqs(...received)) as { Body: string; ReceiptHandle: string };
  expect(message.Body).toBe("from the CLI");
  await sqs("delete-message", ...queue, "--receipt-handle", message.ReceiptHandle);
  await sqs("delete-queue", ...queue);
  await expect(sqs("get-queue-url", "--queue-name", "cli")).rejects.toMatchObject({
    stderr: expect.stringContaining("(AWS.SimpleQueueService.NonExistentQueue)"),
  });
});
