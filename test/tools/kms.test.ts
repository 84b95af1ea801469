// Goal: KMS is KMS to boto3 and the AWS CLI as they are. Method: a boto3 program that asserts by itself, and a few commands, against a
// yard in this process. Where the tools are not installed, there is nothing to try.

import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testYard, type TestYard } from "../../src/testing/harness.ts";
import { toolEnvironment } from "./tool-environment.ts";

const PROGRAM = fileURLToPath(new URL("kms_boto3.py", import.meta.url));
const hasTool = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args, { stdio: "ignore" }).status === 0;
const hasBoto3 = hasTool("python3", "-c", "import boto3") && hasTool("openssl", "version");
const hasCli = hasTool("aws", "--version");
const execute = promisify(execFile);

let yard: TestYard;
beforeAll(async () => {
  yard = await testYard();
});
afterAll(() => yard.stop());

if (!hasBoto3) test("boto3 or openssl is not installed: KMS is not tried with it", () => expect(hasBoto3).toBe(false));
if (!hasCli) test("the AWS CLI is not installed: KMS is not tried with it", () => expect(hasCli).toBe(false));

test.runIf(hasBoto3)("boto3 calls every operation of KMS", async () => {
  const { stdout } = await execute("python3", [PROGRAM], { env: toolEnvironment(yard) });
  expect(stdout).toBe("");
});

test.runIf(hasCli)("the AWS CLI encrypts, decrypts, and tells why not", async () => {
  const env = toolEnvironment(yard);
  const kms = async (...args: string[]): Promise<unknown> => {
    const { stdout } = await execute("aws", ["kms", ...args, "--output", "json"], { env });
    return stdout.trim() === "" ? undefined : JSON.parse(stdout);
  };
  const keyId = String(await kms("create-key", "--description", "cli", "--query", "KeyMetadata.KeyId"));
  await kms("create-alias", "--alias-name", "alias/cli", "--target-key-id", keyId);
  // Bytes in files mean the same to both versions of the CLI; in arguments version 2 takes them for base 64.
  const folder = mkdtempSync(join(tmpdir(), "stackyard-kms-"));
  const fileOf = (name: string, bytes: Uint8Array): string => {
    writeFileSync(join(folder, name), bytes);
    return `fileb://${join(folder, name)}`;
  };
  const plaintext = ["--plaintext", fileOf("plaintext", Buffer.from("secret"))];
  const encrypted = await kms("encrypt", "--key-id", "alias/cli", ...plaintext, "--query", "CiphertextBlob");
  const blob = fileOf("ciphertext", Buffer.from(String(encrypted), "base64"));
  const decrypted = await kms("decrypt", "--ciphertext-blob", blob, "--query", "Plaintext");
  expect(Buffer.from(String(decrypted), "base64").toString()).toBe("secret");
  await kms("disable-key", "--key-id", keyId);
  await expect(kms("decrypt", "--ciphertext-blob", blob)).rejects.toMatchObject({
    stderr: expect.stringContaining("(DisabledException)"),
  });
  rmSync(folder, { recursive: true });
});
