// Goal: `aws cloudformation deploy` and its companions work as they are. Method: the AWS CLI of this machine against a yard; where it is
// not installed, there is nothing to run.

import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sharedYard, type TestAccount } from "../../src/testing/harness.ts";

const isInstalled = spawnSync("aws", ["--version"], { stdio: "ignore" }).status === 0;
const folder = mkdtempSync(join(tmpdir(), "stackyard-cli-"));
const template = join(folder, "template.yaml");
let environment: NodeJS.ProcessEnv = {};
let account: TestAccount;

beforeAll(async () => {
  const yard = await sharedYard();
  account = yard.account();
  const { region, config } = account;
  environment = {
    PATH: process.env["PATH"],
    HOME: folder,
    AWS_ENDPOINT_URL: yard.origin,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: config.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: config.credentials.secretAccessKey,
  };
  writeFileSync(
    template,
    `Parameters: { Seconds: { Type: Number, Default: 5 } }
Resources:
  Orders: { Type: AWS::SQS::Queue, Properties: { VisibilityTimeout: !Ref Seconds } }
`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the CLI: standard output, or standard error where it failed. The yard runs in this process, so it must not block. */
function cloudformation(...parameters: readonly string[]): Promise<{ status: number; text: string }> {
  return new Promise((resolve) => {
    execFile("aws", ["cloudformation", ...parameters], { env: environment }, (error, stdout, stderr) => {
      const status = typeof error?.code === "number" ? error.code : error === null ? 0 : 1;
      resolve({ status, text: (status === 0 ? stdout : stderr).trim() });
    });
  });
}

const deploy = ["deploy", "--stack-name", "orders", "--template-file", template];

test.runIf(isInstalled)("deploys, updates, finds nothing to do, tells its events, and deletes", async () => {
  expect(await cloudformation(...deploy)).toEqual({
    status: 0,
    text: "Waiting for changeset to be created..\nWaiting for stack create/update to complete\nSuccessfully created/updated stack - orders",
  });
  expect((await cloudformation(...deploy)).text).toBe("No changes to deploy. Stack orders is up to date");
  expect((await cloudformation(...deploy, "--parameter-overrides", "Seconds=9")).status).toBe(0);
  const query = "StackEvents[].[LogicalResourceId, ResourceStatus, ResourceStatusReason]";
  const events = await cloudformation(
    "describe-stack-events",
    "--stack-name",
    "orders",
    "--query",
    query,
    "--output",
    "text",
  );
  expect(events.text.split("\n").toReversed()).toEqual([
    "orders\tREVIEW_IN_PROGRESS\tUser Initiated",
    "orders\tCREATE_IN_PROGRESS\tUser Initiated",
    "Orders\tCREATE_IN_PROGRESS\tNone",
    "Orders\tCREATE_IN_PROGRESS\tResource creation Initiated",
    "Orders\tCREATE_COMPLETE\tNone",
    "orders\tCREATE_COMPLETE\tNone",
    "orders\tUPDATE_IN_PROGRESS\tUser Initiated",
    "Orders\tUPDATE_IN_PROGRESS\tNone",
    "Orders\tUPDATE_COMPLETE\tNone",
    "orders\tUPDATE_COMPLETE_CLEANUP_IN_PROGRESS\tNone",
    "orders\tUPDATE_COMPLETE\tNone",
  ]);
  expect((await cloudformation("delete-stack", "--stack-name", "orders")).status).toBe(0);
  expect((await cloudformation("wait", "stack-delete-complete", "--stack-name", "orders")).status).toBe(0);
});

test.runIf(isInstalled)("shows what is wrong with a template and where", async () => {
  const wrong = join(folder, "wrong.yaml");
  writeFileSync(wrong, "Resources:\n  Orders:\n    Type: AWS::SQS::Queue\n    Properties:\n      Colour: red\n");
  const { status, text } = await cloudformation("deploy", "--stack-name", "wrong", "--template-file", wrong);
  expect(status).toBeGreaterThan(0);
  expect(text).toContain(
    "An error occurred (ValidationError) when calling the CreateChangeSet operation: Properties validation failed for resource Orders with message: #: extraneous key [Colour] is not permitted (template.yaml:5:7)",
  );
});

// Goal: code that lies beside a template is uploaded and runs. Method: `package`, then `deploy` of what it wrote, and an invocation.
test.runIf(isInstalled)("packages the code beside a template, and deploys it", async () => {
  mkdirSync(join(folder, "code"));
  writeFileSync(join(folder, "code/index.js"), "exports.handler = async () => 'packaged';");
  const source = join(folder, "sam.yaml");
  writeFileSync(
    source,
    `Transform: AWS::Serverless-2016-10-31
Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties: { FunctionName: packaged, CodeUri: code, Handler: index.handler, Runtime: nodejs22.x }
`,
  );
  await account.client(S3Client).send(new CreateBucketCommand({ Bucket: "packages-of-the-cli" }));
  const packaged = join(folder, "packaged.yaml");
  const where = ["--s3-bucket", "packages-of-the-cli", "--output-template-file", packaged];
  const told = await cloudformation("package", "--template-file", source, ...where);
  expect(told.text).toContain("Successfully packaged artifacts and wrote output template");
  const again = ["deploy", "--stack-name", "packaged", "--template-file", packaged];
  const { status, text } = await cloudformation(...again, "--capabilities", "CAPABILITY_IAM");
  expect({ status, text }).toMatchObject({ status: 0 });
  const { Payload } = await account.client(LambdaClient).send(new InvokeCommand({ FunctionName: "packaged" }));
  expect(Buffer.from(Payload ?? []).toString()).toBe('"packaged"');
});
