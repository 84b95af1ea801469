// Goal: SNS is SNS to boto3 and the AWS CLI as they are. Method: a boto3 program that calls every operation and asserts by itself, and a few
// commands, against a yard in this process. Where the tools are not installed, there is nothing to try.

import { execFile, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testYard, type TestYard } from "../../src/testing/harness.ts";
import { toolEnvironment } from "./tool-environment.ts";

const PROGRAM = fileURLToPath(new URL("sns_boto3.py", import.meta.url));
const hasBoto3 = spawnSync("python3", ["-c", "import boto3"], { stdio: "ignore" }).status === 0;
const hasCli = spawnSync("aws", ["--version"], { stdio: "ignore" }).status === 0;
const execute = promisify(execFile);

let yard: TestYard;
beforeAll(async () => {
  yard = await testYard();
});
afterAll(() => yard.stop());

if (!hasBoto3) test("boto3 is not installed: SNS is not tried with it", () => expect(hasBoto3).toBe(false));
if (!hasCli) test("the AWS CLI is not installed: SNS is not tried with it", () => expect(hasCli).toBe(false));

test.runIf(hasBoto3)("boto3 calls every operation", async () => {
  const { stdout } = await execute("python3", [PROGRAM], { env: toolEnvironment(yard) });
  expect(stdout).toBe("");
});

test.runIf(hasCli)("the AWS CLI makes a topic, publishes, and words an error", async () => {
  const env = toolEnvironment(yard);
  const aws = async (...args: string[]): Promise<unknown> => {
    const { stdout } = await execute("aws", ["sns", ...args, "--output", "json"], { env });
    return stdout.trim() === "" ? undefined : JSON.parse(stdout);
  };
  const { TopicArn } = (await aws("create-topic", "--name", "cli", "--attributes", "DisplayName=Cli")) as {
    TopicArn: string;
  };
  expect(await aws("list-topics")).toEqual({ Topics: [{ TopicArn }] });
  expect(await aws("publish", "--topic-arn", TopicArn, "--message", "hello")).toMatchObject({
    MessageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  await expect(aws("publish", "--topic-arn", `${TopicArn}x`, "--message", "hello")).rejects.toMatchObject({
    stderr: expect.stringContaining(
      "An error occurred (NotFound) when calling the Publish operation: Topic does not exist",
    ),
  });
});
