// Buckets with the clients of other languages, where they are installed: every operation by boto3, and the AWS CLI's
// website and sync.

import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadModel } from "../../src/model/load.ts";
import { testYard, type TestAccount, type TestYard } from "../../src/testing/harness.ts";

const hasBoto3 = spawnSync("python3", ["-c", "import boto3"], { stdio: "ignore" }).status === 0;
const hasCli = spawnSync("aws", ["--version"], { stdio: "ignore" }).status === 0;
const PROGRAM = fileURLToPath(new URL("s3_buckets_boto3.py", import.meta.url));

let yard: TestYard;
let account: TestAccount;
let folder: string;

beforeAll(async () => {
  yard = await testYard();
  account = yard.account();
  folder = mkdtempSync(join(tmpdir(), "stackyard-s3-buckets-"));
});
afterAll(async () => {
  await yard.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a program as the account, beside the yard in this process; what it printed. */
function run(command: string, parameters: readonly string[]): Promise<{ out: string; error: string }> {
  const { credentials, region, endpoint } = account.config;
  const child = spawn(command, parameters, {
    cwd: folder,
    env: {
      PATH: process.env["PATH"],
      HOME: folder,
      AWS_CONFIG_FILE: "/nonexistent",
      AWS_SHARED_CREDENTIALS_FILE: "/nonexistent",
      AWS_PAGER: "",
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_DEFAULT_REGION: region,
      AWS_ENDPOINT_URL: endpoint,
    },
  });
  const [out, error]: [string[], string[]] = [[], []];
  child.stdout.on("data", (bytes: Buffer) => void out.push(bytes.toString()));
  child.stderr.on("data", (bytes: Buffer) => void error.push(bytes.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => resolve({ out: out.join("").trim(), error: error.join("").trim() }));
  });
}

if (!hasBoto3) test("boto3 is not installed: buckets are not tried with it", () => expect(hasBoto3).toBe(false));
if (!hasCli) test("the AWS CLI is not installed: buckets are not tried with it", () => expect(hasCli).toBe(false));

// Goal: boto3 reads every answer and every error. AWS: codes and values as the API reference has them.
test.runIf(hasBoto3)("boto3 calls every operation on buckets", async () => {
  const { out, error } = await run("python3", [PROGRAM]);
  expect(error).toBe("");
  const { called, ...result } = JSON.parse(out) as { called: string[] };
  expect(result).toEqual({
    region: "us-east-1",
    location: null,
    listed: ["boto3-buckets", "boto3-target"],
    taken: "BucketAlreadyOwnedByYou",
    name: "InvalidBucketName",
    absent: {
      cors: "NoSuchCORSConfiguration",
      lifecycle: "NoSuchLifecycleConfiguration",
      policy: "NoSuchBucketPolicy",
      policyStatus: "NoSuchBucketPolicy",
      replication: "ReplicationConfigurationNotFoundError",
      tagging: "NoSuchTagSet",
      website: "NoSuchWebsiteConfiguration",
      objectLock: "ObjectLockConfigurationNotFoundError",
      publicAccessBlock: "NoSuchPublicAccessBlockConfiguration",
      ownership: "OwnershipControlsNotFoundError",
    },
    grants: 2,
    bucketGrants: 1,
    anonymous: "open",
    blocked: "AccessDenied",
    block: true,
    disabled: "AccessControlListNotSupported",
    ownership: true,
    policy: true,
    public: false,
    malformed: "MalformedPolicy",
    tags: [{ Key: "a", Value: "b" }],
    cors: true,
    website: true,
    lifecycle: true,
    encryption: "AES256",
    versioning: "Enabled",
    replication: true,
    payer: "Requester",
    acceleration: "Enabled",
    logging: true,
    notifications: true,
    destination: "InvalidArgument",
    archived: "InvalidObjectState",
    restore: 'ongoing-request="true"',
    notEmpty: "BucketNotEmpty",
    gone: "404",
  });
  // Nothing that is there is left out.
  const known = [...loadModel("s3").operations.keys()].filter((name) => /Bucket|PublicAccess/.test(name));
  const registry = await yard.registry();
  const missing = known.filter((name) => registry.has("s3", name) && !called.includes(name));
  expect(missing).toEqual([]);
});

// Goal: what people type, with a visitor's look at the result.
test.runIf(hasCli)("the AWS CLI makes a website that visitors see", async () => {
  const aws = (...parameters: string[]) => run("aws", parameters);
  mkdirSync(join(folder, "site/docs"), { recursive: true });
  writeFileSync(join(folder, "site/index.html"), "home");
  writeFileSync(join(folder, "site/docs/index.html"), "docs");
  expect((await aws("s3", "mb", "s3://cli-site")).out).toBe("make_bucket: cli-site");
  const documents = ["--index-document", "index.html", "--error-document", "error.html"];
  expect(await aws("s3", "website", "s3://cli-site", ...documents)).toEqual({ out: "", error: "" });
  expect((await aws("s3api", "delete-public-access-block", "--bucket", "cli-site")).error).toBe("");
  const ownership = "Rules=[{ObjectOwnership=ObjectWriter}]";
  await aws("s3api", "put-bucket-ownership-controls", "--bucket", "cli-site", "--ownership-controls", ownership);
  expect((await aws("s3", "sync", "site", "s3://cli-site", "--acl", "public-read")).error).toBe("");
  const visit = async (path: string): Promise<string> => {
    const answer = await fetch(`${yard.origin}/_aws/s3-website/cli-site${path}`);
    return `${answer.status} ${await answer.text()}`;
  };
  expect([await visit("/"), await visit("/docs")]).toEqual(["200 home", "200 docs"]);
  expect(await visit("/none")).toContain("403 ");
  const configuration = await aws("s3api", "get-bucket-website", "--bucket", "cli-site");
  expect(JSON.parse(configuration.out)).toEqual({
    IndexDocument: { Suffix: "index.html" },
    ErrorDocument: { Key: "error.html" },
  });
  expect((await aws("s3api", "get-bucket-cors", "--bucket", "cli-site")).error).toContain(
    "An error occurred (NoSuchCORSConfiguration) when calling the GetBucketCors operation: The CORS configuration does not exist",
  );
  expect((await aws("s3", "rb", "--force", "s3://cli-site")).out).toContain("remove_bucket: cli-site");
});
