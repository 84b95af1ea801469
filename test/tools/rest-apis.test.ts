// Goal: API Gateway's REST APIs are themselves to boto3 and the AWS CLI as they are. Method: a boto3 program that calls every operation
// and asserts by itself, and a few commands, against a yard in this process. Where the tools are not installed, there is nothing to try.

import { execFile, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testYard, type TestYard } from "../../src/testing/harness.ts";
import { toolEnvironment } from "./tool-environment.ts";

const PROGRAM = fileURLToPath(new URL("rest_apis_boto3.py", import.meta.url));
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

if (!hasBoto3) test("boto3 is not installed: REST APIs are not tried with it", () => expect(hasBoto3).toBe(false));
if (!hasCli) test("the AWS CLI is not installed: REST APIs are not tried with it", () => expect(hasCli).toBe(false));

test.runIf(hasBoto3)("boto3 calls every operation of REST APIs", async () => {
  const { stdout } = await execute("python3", [PROGRAM], { env: toolEnvironment(yard) });
  expect(stdout).toBe("");
});

test.runIf(hasCli)("the AWS CLI makes an API, patches it, and tells what it refuses", async () => {
  const env = toolEnvironment(yard);
  const gateway = async (...args: string[]): Promise<unknown> => {
    const { stdout } = await execute("aws", ["apigateway", ...args, "--output", "json"], { env });
    return stdout.trim() === "" ? undefined : (JSON.parse(stdout) as unknown);
  };
  const id = String(await gateway("create-rest-api", "--name", "cli", "--query", "id"));
  const update = ["update-rest-api", "--rest-api-id", id, "--patch-operations"];
  expect(await gateway(...update, "op=replace,path=/name,value=patched")).toMatchObject({ id, name: "patched" });
  await expect(gateway(...update, "op=replace,path=/nothing,value=x")).rejects.toMatchObject({
    stderr: expect.stringContaining("(BadRequestException)"),
  });
});
