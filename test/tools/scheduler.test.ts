// Goal: EventBridge Scheduler is itself to boto3 and the AWS CLI as they are. Method: a boto3 program that calls every operation and asserts by itself, and a few
// commands, against a yard in this process. Where the tools are not installed, there is nothing to try.

import { execFile, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testYard, type TestYard } from "../../src/testing/harness.ts";
import { toolEnvironment } from "./tool-environment.ts";

const PROGRAM = fileURLToPath(new URL("scheduler_boto3.py", import.meta.url));
const hasBoto3 = spawnSync("python3", ["-c", "import boto3"], { stdio: "ignore" }).status === 0;
const hasCli = spawnSync("aws", ["--version"], { stdio: "ignore" }).status === 0;
const execute = promisify(execFile);

let yard: TestYard;
beforeAll(async () => {
  yard = await testYard();
});
afterAll(() => yard.stop());

if (!hasBoto3) test("boto3 is not installed: Scheduler is not tried with it", () => expect(hasBoto3).toBe(false));
if (!hasCli) test("the AWS CLI is not installed: Scheduler is not tried with it", () => expect(hasCli).toBe(false));

test.runIf(hasBoto3)("boto3 calls every operation", async () => {
  const { stdout } = await execute("python3", [PROGRAM], { env: toolEnvironment(yard) });
  expect(stdout).toBe("");
});

test.runIf(hasCli)("the AWS CLI lists groups, and words an error", async () => {
  const env = toolEnvironment(yard);
  const aws = async (...args: string[]): Promise<unknown> => {
    const { stdout } = await execute("aws", ["scheduler", ...args, "--output", "json"], { env });
    return JSON.parse(stdout);
  };
  expect(await aws("list-schedule-groups", "--query", "ScheduleGroups[].Name")).toEqual(["default"]);
  await expect(aws("get-schedule", "--name", "none")).rejects.toMatchObject({
    stderr: expect.stringContaining(
      "An error occurred (ResourceNotFoundException) when calling the GetSchedule operation: Schedule none does not exist.",
    ),
  });
});
