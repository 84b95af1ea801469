// Goal: Lambda is Lambda to boto3 as it is. Method: a boto3 program that asserts by itself, against a yard in this process; it calls
// every operation that is there.

import { execFile, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lambda } from "../../src/services/lambda/service.ts";
import { testYard, type TestYard } from "../../src/testing/harness.ts";
import { toolEnvironment } from "./tool-environment.ts";

const PROGRAM = fileURLToPath(new URL("lambda_boto3.py", import.meta.url));
const hasBoto3 = spawnSync("python3", ["-c", "import boto3"], { stdio: "ignore" }).status === 0;
const execute = promisify(execFile);

let yard: TestYard;
beforeAll(async () => {
  yard = await testYard();
});
afterAll(() => yard.stop());

if (!hasBoto3) test("boto3 is not installed: Lambda is not tried with it", () => expect(hasBoto3).toBe(false));

test.runIf(hasBoto3)("boto3 calls every operation of Lambda that is there", { timeout: 120_000 }, async () => {
  const program = readFileSync(PROGRAM, "utf8");
  const snake = (name: string): string => name.replaceAll(/(?<!^)([A-Z])/g, "_$1").toLowerCase();
  const called = (name: string): boolean =>
    program.includes(`client.${snake(name)}(`) || program.includes(`client.${snake(name)},`);
  expect(lambda.operations.map(({ name }) => name).filter((name) => name !== "ListFunctions" && !called(name))).toEqual(
    [],
  );
  const { stdout } = await execute("python3", [PROGRAM], { env: toolEnvironment(yard) });
  expect(stdout).toBe("");
});
