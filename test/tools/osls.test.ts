// Goal: the Serverless Framework, in the form that is still kept (osls), deploys to a yard as it does to AWS, by AWS_ENDPOINT_URL alone. Method:
// the program, from npm into a folder of the test's, deploys a service with an HTTP event, a queue and a table's stream, updates it, calls it
// and removes it; where npm cannot give it, the test says so.

import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sharedYard, type TestAccount, type TestYard } from "../../src/testing/harness.ts";
import { toolEnvironment } from "./tool-environment.ts";

const folder = mkdtempSync(join(tmpdir(), "stackyard-osls-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// The service lies apart from the program, which would be packed with it otherwise.
const service = join(folder, "shop");
mkdirSync(service);
writeFileSync(join(folder, "package.json"), "{}");
const npm = ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline", "osls@4"];
const installed = spawnSync("npm", npm, { cwd: folder, encoding: "utf8", timeout: 120_000 });
const isInstalled = installed.status === 0;
if (!isInstalled)
  test("npm does not give osls here: the Serverless Framework is not tried", () => expect(isInstalled).toBe(false));

const SERVICE = `service: shop
frameworkVersion: "4"
provider:
  name: aws
  runtime: nodejs22.x
  environment: { WORD: "\${param:word}", QUEUE: !Ref Changes }
  iam:
    role:
      statements: [{ Effect: Allow, Action: "sqs:SendMessage", Resource: !GetAtt Changes.Arn }]
params: { default: { word: hello } }
functions:
  hello:
    handler: index.hello
    events: [{ httpApi: "GET /hello" }]
  changed:
    handler: index.changed
    events: [{ stream: { type: dynamodb, arn: !GetAtt Orders.StreamArn, startingPosition: TRIM_HORIZON, batchWindow: 0 } }]
resources:
  Resources:
    Changes: { Type: AWS::SQS::Queue }
    Orders:
      Type: AWS::DynamoDB::Table
      Properties:
        AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
        KeySchema: [{ AttributeName: id, KeyType: HASH }]
        BillingMode: PAY_PER_REQUEST
        StreamSpecification: { StreamViewType: NEW_IMAGE }
  Outputs: { Queue: { Value: !Ref Changes }, Table: { Value: !Ref Orders } }
`;
const CODE = `const { SQSClient, SendMessageCommand } = require("@aws-sdk/client-sqs");
exports.hello = async () => ({ statusCode: 200, body: process.env.WORD });
exports.changed = async ({ Records }) => {
  for (const { dynamodb } of Records)
    await new SQSClient({}).send(new SendMessageCommand({ QueueUrl: process.env.QUEUE, MessageBody: dynamodb.Keys.id.S }));
};
`;

describe.runIf(isInstalled)("osls", () => {
  let yard: TestYard;
  let account: TestAccount;
  beforeAll(async () => {
    yard = await sharedYard();
    account = yard.account();
    writeFileSync(join(service, "serverless.yml"), SERVICE);
    writeFileSync(join(service, "index.js"), CODE);
  });

  /** Runs it: all that it wrote. The yard runs in this process, which must not block. */
  function osls(...parameters: readonly string[]): Promise<string> {
    const env = { ...toolEnvironment(yard, account), HOME: folder, CI: "true", SLS_TELEMETRY_DISABLED: "1" };
    const program = join(folder, "node_modules/.bin/osls");
    return new Promise((resolve, reject) => {
      const child = execFile(program, parameters, { cwd: service, env }, (error, stdout, stderr) => {
        if (error === null) resolve(stdout + stderr);
        else reject(new Error(`osls ${parameters.join(" ")}: ${error.message}\n${stdout}${stderr}`));
      });
      // It takes an event from there, if anybody writes one.
      child.stdin?.end();
    });
  }

  async function outputs(): Promise<Map<string | undefined, string>> {
    const { Stacks } = await account
      .client(CloudFormationClient)
      .send(new DescribeStacksCommand({ StackName: "shop-dev" }));
    return new Map(Stacks?.[0]?.Outputs?.map(({ OutputKey, OutputValue = "" }) => [OutputKey, OutputValue]));
  }

  async function ask(): Promise<string> {
    const [id] = new URL((await outputs()).get("HttpApiUrl") ?? "").hostname.split(".");
    return (await fetch(`${yard.origin}/_aws/execute-api/${id}/hello`)).text();
  }

  test("deploys, answers, follows the stream, updates, invokes and removes", async () => {
    expect(await osls("deploy")).toContain("Service deployed to stack shop-dev");
    expect(await ask()).toBe("hello");
    const made = await outputs();
    await account
      .client(DynamoDBClient)
      .send(new PutItemCommand({ TableName: made.get("Table"), Item: { id: { S: "order-1" } } }));
    const { Messages } = await account
      .client(SQSClient)
      .send(new ReceiveMessageCommand({ QueueUrl: made.get("Queue"), WaitTimeSeconds: 20 }));
    expect(Messages?.[0]?.Body).toBe("order-1");
    await osls("deploy", "--param", "word=bye");
    expect(await ask()).toBe("bye");
    expect(await osls("invoke", "--function", "hello")).toContain('"body": "bye"');
    expect(await osls("remove")).toContain("Service shop has been successfully removed");
    const { Stacks } = await account.client(CloudFormationClient).send(new DescribeStacksCommand({}));
    expect(Stacks).toEqual([]);
  }, 90_000);
});
