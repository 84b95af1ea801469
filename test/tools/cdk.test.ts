// Goal: the CDK's command line, as npm has it, takes a yard for AWS with nothing but its environment variables. Method: one app with several
// stacks (cdk-app/) is bootstrapped for, deployed, updated, compared, checked for drift, hotswapped and destroyed by the real program.

import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { DescribeRepositoriesCommand, ECRClient } from "@aws-sdk/client-ecr";
import { IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { CreateHostedZoneCommand, Route53Client } from "@aws-sdk/client-route-53";
import { ListBucketsCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { ListTopicsCommand, SNSClient } from "@aws-sdk/client-sns";
import { ListQueuesCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { DescribeParametersCommand, GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sharedYard, type TestAccount, type TestYard } from "../../src/testing/harness.ts";
import { toolEnvironment } from "./tool-environment.ts";

const require = createRequire(import.meta.url);
const program = join(dirname(require.resolve("aws-cdk/package.json")), "bin/cdk");
const folder = mkdtempSync(join(tmpdir(), "stackyard-cdk-"));
const outputsFile = join(folder, "outputs.json");
const ALL = ["**"];
const DEPLOY = ["--require-approval", "never", "--concurrency", "6", "--outputs-file", outputsFile];

let yard: TestYard;
let account: TestAccount;

beforeAll(async () => {
  yard = await sharedYard();
  account = yard.account();
  cpSync(join(import.meta.dirname, "cdk-app"), folder, { recursive: true });
  // What the app imports; and what its bundler takes for the root of the project.
  symlinkSync(join(import.meta.dirname, "../../node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package-lock.json"), "{}");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the program and gives all that it wrote; the yard is in this process, which must not block. */
function cdk(parameters: readonly string[], variables: NodeJS.ProcessEnv = {}): Promise<string> {
  const env = { ...toolEnvironment(yard, account), HOME: folder, CI: "true", NO_COLOR: "1", ...variables };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [program, ...parameters], { cwd: folder, env }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout + stderr);
      else reject(new Error(`cdk ${parameters.join(" ")}: ${error.message}\n${stdout}${stderr}`));
    });
  });
}

const outputs = (): Record<string, Record<string, string>> =>
  JSON.parse(readFileSync(outputsFile, "utf8")) as Record<string, Record<string, string>>;

async function stackNames(): Promise<readonly string[]> {
  const { Stacks = [] } = await account.client(CloudFormationClient).send(new DescribeStacksCommand({}));
  return Stacks.map(({ StackName = "" }) => StackName).toSorted();
}

describe("the CDK's command line", () => {
  // Goal: both bootstraps make what they make on AWS. Method: the default one, and one with a qualifier, trust, policies and a key of its own.
  test("bootstraps an account", async () => {
    const place = `aws://${account.account}/${account.region}`;
    const own = [
      "--toolkit-stack-name",
      "Own",
      "--qualifier",
      "own",
      "--trust",
      "111122223333",
      "--bootstrap-customer-key",
    ];
    const policies = ["--cloudformation-execution-policies", "arn:aws:iam::aws:policy/PowerUserAccess"];
    // In a folder without an app.
    const app = ["--app", ""];
    await Promise.all([cdk(["bootstrap", place, ...app]), cdk(["bootstrap", place, ...app, ...own, ...policies])]);
    expect(await stackNames()).toEqual(["CDKToolkit", "Own"]);
    const suffix = `${account.account}-${account.region}`;
    const { repositories = [] } = await account.client(ECRClient).send(new DescribeRepositoriesCommand({}));
    expect(repositories.map((each) => each.repositoryName)).toEqual([
      `cdk-hnb659fds-container-assets-${suffix}`,
      `cdk-own-container-assets-${suffix}`,
    ]);
    const version = new GetParameterCommand({ Name: "/cdk-bootstrap/own/version" });
    expect(Number((await account.client(SSMClient).send(version)).Parameter?.Value)).toBeGreaterThan(20);
  });

  test("deploys an app of several stacks, with what is looked up, published and made by functions", async () => {
    await account
      .client(Route53Client)
      .send(new CreateHostedZoneCommand({ Name: "example.test", CallerReference: "1" }));
    const looked = new PutParameterCommand({ Name: "/looked/up", Value: "found", Type: "String" });
    await account.client(SSMClient).send(looked);
    await cdk(["deploy", ...ALL, ...DEPLOY]);
    expect(await stackNames()).toEqual([
      "Api",
      "CDKToolkit",
      "Custom",
      "Data",
      "Own",
      "Parts",
      expect.stringMatching(/^Parts-Inner/),
      "Prod-One",
      "Prod-Two",
    ]);
    const made = outputs();
    expect(made["Custom"]?.["Answer"]).toBe("Create made");
    const found = await account.client(SSMClient).send(new GetParameterCommand({ Name: "/made/by-custom" }));
    expect(found.Parameter?.Value).toBe("value");
    expect(JSON.parse(readFileSync(join(folder, "cdk.context.json"), "utf8"))).toMatchObject({
      [`ssm:account=${account.account}:parameterName=/looked/up:region=${account.region}`]: "found",
    });

    // The API's function keeps a thing in the other stack's table, and the bucket tells the queue of an object.
    const { Bucket = "", Queue: QueueUrl = "" } = made["Data"] ?? {};
    expect(await ask()).toBe("kept");
    await account.client(S3Client).send(new PutObjectCommand({ Bucket, Key: "a", Body: "b" }));
    const told: string[] = [];
    while (!told.some((body) => body.includes('"ObjectCreated:Put"'))) {
      const receive = new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 });
      const { Messages = [] } = await account.client(SQSClient).send(receive);
      told.push(...Messages.map(({ Body = "" }) => Body));
    }
  });

  test("deploys a change, and then finds neither differences nor drift", async () => {
    const variables = { CHANGE: "2" };
    await cdk(["deploy", ...ALL, ...DEPLOY, "--output", "changed"], variables);
    expect(outputs()["Custom"]?.["Answer"]).toBe("Update made2");
    expect(await ask()).toBe("kept2");
    const app = ["--app", "changed"];
    const difference = await cdk(["diff", ...ALL, ...app]);
    expect(difference).toContain("Number of stacks with differences: 0");
    const drift = await cdk(["drift", ...ALL, ...app]);
    expect(drift).toContain("Number of resources with drift: 0");
  });

  test("swaps a function's code without a deployment", async () => {
    const keeper = join(folder, "keeper.ts");
    writeFileSync(keeper, readFileSync(keeper, "utf8").replace("`kept", "`swapped"));
    const told = await cdk(["deploy", "Api", "--hotswap", ...DEPLOY.slice(0, 2)], { CHANGE: "2" });
    expect(told).toContain("hotswapped!");
    expect(await ask()).toBe("swapped2");
  });

  test("destroys the app, and nothing of it is left", async () => {
    await cdk(["destroy", ...ALL, "--force", "--app", "changed"]);
    expect(await stackNames()).toEqual(["CDKToolkit", "Own"]);
    const left = await Promise.all([
      account.client(LambdaClient).send(new ListFunctionsCommand({})),
      account.client(DynamoDBClient).send(new ListTablesCommand({})),
      account.client(SQSClient).send(new ListQueuesCommand({})),
      account.client(SNSClient).send(new ListTopicsCommand({})),
    ]);
    expect([left[0].Functions, left[1].TableNames, left[2].QueueUrls, left[3].Topics]).toEqual([[], [], undefined, []]);
    const { Buckets = [] } = await account.client(S3Client).send(new ListBucketsCommand({}));
    expect(Buckets.filter(({ Name = "" }) => !Name.startsWith("cdk-"))).toEqual([]);
    const { Roles = [] } = await account.client(IAMClient).send(new ListRolesCommand({}));
    expect(Roles.filter(({ RoleName = "" }) => !RoleName.startsWith("cdk-"))).toEqual([]);
    const { Parameters = [] } = await account.client(SSMClient).send(new DescribeParametersCommand({}));
    expect(Parameters.map(({ Name = "" }) => Name).toSorted()).toEqual([
      "/cdk-bootstrap/hnb659fds/version",
      "/cdk-bootstrap/own/version",
      "/looked/up",
    ]);
  });
});

/** What the app's API answers. Names below localhost do not resolve everywhere: the other form of its address. */
async function ask(): Promise<string> {
  const url = new URL(outputs()["Api"]?.["Url"] ?? "");
  const [id] = url.hostname.split(".");
  const answer = await fetch(`${yard.origin}/_aws/execute-api/${id}${url.pathname}thing`);
  return answer.text();
}
