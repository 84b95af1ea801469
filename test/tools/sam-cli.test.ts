// Goal: `sam deploy` and its companions work as they are. Method: the SAM CLI of the machine, or of the folder STACKYARD_TEST_SAM, against a
// yard; where there is none, it says so.

import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sharedYard, type TestAccount } from "../../src/testing/harness.ts";
import { toolEnvironment } from "./tool-environment.ts";

const program = join(process.env["STACKYARD_TEST_SAM"] ?? "", "sam");
const isInstalled = spawnSync(program, ["--version"], { stdio: "ignore" }).status === 0;
if (!isInstalled)
  test("the SAM CLI is not installed: `sam deploy` is not tried", () => expect(isInstalled).toBe(false));

const TEMPLATE = `Transform: AWS::Serverless-2016-10-31
Parameters: { Word: { Type: String, Default: hello } }
Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: code
      Handler: index.handler
      Runtime: nodejs22.x
      Environment: { Variables: { WORD: !Ref Word } }
      Policies: [{ SQSSendMessagePolicy: { QueueName: !GetAtt Orders.QueueName } }]
      Events:
        Api: { Type: HttpApi, Properties: { Path: /hello, Method: get } }
  Orders: { Type: AWS::SQS::Queue }
Outputs: { Url: { Value: !Sub "\${ServerlessHttpApi.ApiEndpoint}/hello" } }
`;

describe.runIf(isInstalled)("the SAM CLI", () => {
  const folder = mkdtempSync(join(tmpdir(), "stackyard-sam-"));
  let environment: NodeJS.ProcessEnv = {};
  let account: TestAccount;
  let origin = "";

  beforeAll(async () => {
    const yard = await sharedYard();
    ({ origin } = yard);
    account = yard.account();
    environment = { ...toolEnvironment(yard, account), HOME: folder, SAM_CLI_TELEMETRY: "0", CI: "true" };
    mkdirSync(join(folder, "code"));
    writeFileSync(join(folder, "template.yaml"), TEMPLATE);
    const code = "exports.handler = async () => ({ statusCode: 200, body: process.env.WORD });";
    writeFileSync(join(folder, "code/index.js"), code);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs it: all that it wrote. The yard runs in this process, which must not block. */
  function sam(...parameters: readonly string[]): Promise<{ readonly status: number; readonly text: string }> {
    return new Promise((resolve) => {
      execFile(program, parameters, { cwd: folder, env: environment }, (error, stdout, stderr) => {
        const status = typeof error?.code === "number" ? error.code : error === null ? 0 : 1;
        resolve({ status, text: stdout + stderr });
      });
    });
  }

  const deploy = (...more: readonly string[]) =>
    sam(
      ...["deploy", "--stack-name", "shop", "--resolve-s3", "--no-confirm-changeset", "--no-progressbar"],
      ...["--capabilities", "CAPABILITY_IAM", ...more],
    );

  async function ask(): Promise<string> {
    const described = await account.client(CloudFormationClient).send(new DescribeStacksCommand({ StackName: "shop" }));
    const url = new URL(described.Stacks?.[0]?.Outputs?.[0]?.OutputValue ?? "");
    // Names below localhost do not resolve everywhere: the other form of the API's address.
    const [id] = url.hostname.split(".");
    return (await fetch(`${origin}/_aws/execute-api/${id}${url.pathname}`)).text();
  }

  test("deploys with a bucket of its own, finds nothing to do, updates, invokes, tells what was logged, and deletes", async () => {
    const made = await deploy();
    expect(made.text).toContain("Successfully created/updated stack - shop in us-east-1");
    expect(await ask()).toBe("hello");
    expect((await deploy()).text).toContain("No changes to deploy. Stack shop is up to date");
    expect((await deploy("--parameter-overrides", "Word=bye")).status).toBe(0);
    expect(await ask()).toBe("bye");
    expect((await sam("remote", "invoke", "Hello", "--stack-name", "shop")).text).toContain('"body":"bye"');
    expect((await sam("logs", "--stack-name", "shop")).text).toContain("REPORT RequestId");
    const gone = await sam("delete", "--stack-name", "shop", "--no-prompts", "--region", account.region);
    expect(gone.text).toContain("Deleted successfully");
    const { Stacks = [] } = await account.client(CloudFormationClient).send(new DescribeStacksCommand({}));
    expect(Stacks.map(({ StackName }) => StackName)).toEqual(["aws-sam-cli-managed-default"]);
  });
});
