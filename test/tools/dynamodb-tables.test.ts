// Goal: DynamoDB's control plane is DynamoDB's to boto3 and the AWS CLI as they are. Method: a boto3 program that calls
// every operation and asserts by itself, and a few commands, against a yard in this process.

import { execFile, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testYard, type TestYard } from "../../src/testing/harness.ts";
import { toolEnvironment } from "./tool-environment.ts";

const PROGRAM = fileURLToPath(new URL("dynamodb_tables_boto3.py", import.meta.url));
const hasBoto3 = spawnSync("python3", ["-c", "import boto3"], { stdio: "ignore" }).status === 0;
const hasCli = spawnSync("aws", ["--version"], { stdio: "ignore" }).status === 0;
const execute = promisify(execFile);

let yard: TestYard;
beforeAll(async () => {
  yard = await testYard();
});
afterAll(() => yard.stop());

if (!hasBoto3) test("boto3 is not installed: DynamoDB's tables are not tried", () => expect(hasBoto3).toBe(false));
if (!hasCli) test("the AWS CLI is not installed: DynamoDB's tables are not tried", () => expect(hasCli).toBe(false));

test.runIf(hasBoto3)("boto3 calls every operation of the control plane", async () => {
  const { stdout, stderr } = await execute("python3", [PROGRAM], { env: toolEnvironment(yard) });
  expect([stdout, stderr.includes("Traceback")]).toEqual(["", false]);
});

test.runIf(hasCli)("the AWS CLI backs a table up and restores it", async () => {
  const env = toolEnvironment(yard);
  const aws = async (...args: string[]): Promise<unknown> => {
    const { stdout } = await execute("aws", ["dynamodb", ...args, "--output", "json"], { env });
    return stdout.trim() === "" ? undefined : (JSON.parse(stdout) as unknown);
  };
  await aws(
    ...["create-table", "--table-name", "Music", "--billing-mode", "PAY_PER_REQUEST"],
    ...["--attribute-definitions", "AttributeName=Artist,AttributeType=S"],
    ...["--key-schema", "AttributeName=Artist,KeyType=HASH"],
  );
  await aws("wait", "table-exists", "--table-name", "Music");
  await aws("put-item", "--table-name", "Music", "--item", JSON.stringify({ Artist: { S: "No One You Know" } }));
  const backup = await aws(
    ...["create-backup", "--table-name", "Music", "--backup-name", "MusicBackup", "--query", "BackupDetails.BackupArn"],
  );
  await yard.yard.context.jobs.settled();
  await aws("restore-table-from-backup", "--target-table-name", "Restored", "--backup-arn", String(backup));
  await aws("wait", "table-exists", "--table-name", "Restored");
  expect(await aws("scan", "--table-name", "Restored", "--query", "Items[0].Artist.S")).toBe("No One You Know");
  const missing = execute("aws", ["dynamodb", "describe-backup", "--backup-arn", `${String(backup)}0`], { env });
  await expect(missing).rejects.toThrow("BackupNotFoundException");
});
