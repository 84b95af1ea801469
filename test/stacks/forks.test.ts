// Forks of a yard: a copy of everything at an address of its own, which shares nothing with its parent from then on.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudFormationClient, CreateStackCommand, waitUntilStackCreateComplete } from "@aws-sdk/client-cloudformation";
import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createControlClient, type ControlClient, type ControlFork } from "../../src/delivery/cloud/control-client.ts";
import { createClock } from "../../src/kernel/clock.ts";
import { testYard, type ClientConfig, type TestYard } from "../../src/testing/harness.ts";

let yard: TestYard;
let control: ControlClient;

beforeAll(async () => {
  yard = await testYard({ clock: createClock({ mode: "virtual", startMs: Date.UTC(2026, 10, 21) }) });
  control = createControlClient({ origin: yard.origin, credentials: yard.controlKey });
});
afterAll(() => yard.stop());

interface Side {
  readonly config: ClientConfig;
  client<C>(constructor: new (config: ClientConfig) => C): C;
}

/** An account in a yard, by the control API at its address, as the delivery gets it. */
async function accountAt(address: string, name: string): Promise<Side> {
  const keys = await createControlClient({ origin: address, credentials: yard.controlKey }).ensureAccount(name);
  const { accessKeyId, secretAccessKey, region } = keys;
  const config = { endpoint: address, region, credentials: { accessKeyId, secretAccessKey }, maxAttempts: 1 };
  return { config, client: (constructor) => new constructor(config) };
}

async function forked(name: string, options: { isQuiet?: boolean } = {}): Promise<{ fork: ControlFork; side: Side }> {
  const fork = await control.createFork({ name, ...options });
  return { fork, side: await accountAt(fork.address, "shop") };
}

async function depth(sqs: SQSClient, queueUrl: string): Promise<number> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ["ApproximateNumberOfMessages"] }),
  );
  return Number(Attributes?.["ApproximateNumberOfMessages"]);
}

// Goal: both sides start equal and then differ. Method: a message before the fork, one more on either side.
test("a fork has what its parent had, and both go their own ways", async () => {
  const parent = await accountAt(yard.origin, "shop");
  const sqs = parent.client(SQSClient);
  const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: "orders" }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "before" }));

  const { fork, side } = await forked("copy");
  const forkedSqs = side.client(SQSClient);
  const { QueueUrl: forkedUrl = "" } = await forkedSqs.send(new GetQueueUrlCommand({ QueueName: "orders" }));
  expect(forkedUrl.startsWith(fork.address)).toBe(true);
  await forkedSqs.send(new SendMessageCommand({ QueueUrl: forkedUrl, MessageBody: "in the fork" }));
  await forkedSqs.send(new SendMessageCommand({ QueueUrl: forkedUrl, MessageBody: "in the fork" }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "in the parent" }));
  expect([await depth(sqs, QueueUrl), await depth(forkedSqs, forkedUrl)]).toEqual([2, 3]);

  await control.dropFork("copy");
  expect(await control.listForks()).toEqual([]);
  await expect(forkedSqs.send(new ReceiveMessageCommand({ QueueUrl: forkedUrl }))).rejects.toThrow("ECONNREFUSED");
  expect(await depth(sqs, QueueUrl)).toBe(2);
});

// Goal: what lives in a fork cannot touch the parent by a URL that it kept. Method: the fork's keys at the parent's
// address reach the fork, and the parent's keys at the fork's address, too; a dropped fork's keys are nobody's.
test("credentials of a fork lead to the fork, wherever they are used", async () => {
  const parent = await accountAt(yard.origin, "shop");
  const sqs = parent.client(SQSClient);
  const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: "kept-url" }));
  const { fork, side } = await forked("keys");
  expect(side.config.credentials.accessKeyId).not.toBe(parent.config.credentials.accessKeyId);

  const byParentsAddress = new SQSClient({ ...side.config, endpoint: yard.origin });
  await byParentsAddress.send(new SendMessageCommand({ QueueUrl, MessageBody: "from the fork" }));
  const byForksAddress = new SQSClient({ ...parent.config, endpoint: fork.address, useQueueUrlAsEndpoint: false });
  await byForksAddress.send(new SendMessageCommand({ QueueUrl, MessageBody: "to the fork" }));
  expect(await depth(sqs, QueueUrl)).toBe(0);
  expect(await depth(side.client(SQSClient), QueueUrl)).toBe(2);

  await control.dropFork("keys");
  await expect(byParentsAddress.send(new SendMessageCommand({ QueueUrl, MessageBody: "late" }))).rejects.toMatchObject({
    name: "UnrecognizedClientException",
  });
});

const FUNCTION_STACK = JSON.stringify({
  Resources: {
    Table: {
      Type: "AWS::DynamoDB::Table",
      Properties: {
        BillingMode: "PAY_PER_REQUEST",
        TableName: "counted",
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      },
    },
    Queue: { Type: "AWS::SQS::Queue" },
    Role: {
      Type: "AWS::IAM::Role",
      Properties: {
        AssumeRolePolicyDocument: {
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
        },
        Policies: [
          {
            PolicyName: "all",
            PolicyDocument: {
              Version: "2012-10-17",
              Statement: [{ Effect: "Allow", Action: ["dynamodb:*", "sqs:*", "logs:*"], Resource: "*" }],
            },
          },
        ],
      },
    },
    Function: {
      Type: "AWS::Lambda::Function",
      Properties: {
        FunctionName: "count",
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Timeout: 10,
        Role: { "Fn::GetAtt": ["Role", "Arn"] },
        Environment: { Variables: { QUEUE_URL: { Ref: "Queue" } } },
        Code: {
          ZipFile: `
            const { DynamoDBClient, PutItemCommand } = require("@aws-sdk/client-dynamodb");
            const { SQSClient, SendMessageCommand } = require("@aws-sdk/client-sqs");
            exports.handler = async (event) => {
              await new DynamoDBClient({}).send(new PutItemCommand({ TableName: "counted", Item: { id: { S: event.id } } }));
              await new SQSClient({}).send(new SendMessageCommand({ QueueUrl: event.url ?? process.env.QUEUE_URL, MessageBody: event.id }));
              return process.env.QUEUE_URL;
            };`,
        },
      },
    },
  },
  Outputs: { QueueUrl: { Value: { Ref: "Queue" } } },
});

// Goal: a fork's functions work on the fork. Method: one that writes to a table, and to a queue by the URL that its stack
// resolved in the parent, as a variable and as it may have been stored elsewhere.
test("functions of a fork change the fork only, even by URLs of the parent", async () => {
  const parent = await accountAt(yard.origin, "shop");
  const stacks = parent.client(CloudFormationClient);
  await stacks.send(
    new CreateStackCommand({ StackName: "counting", TemplateBody: FUNCTION_STACK, Capabilities: ["CAPABILITY_IAM"] }),
  );
  const { reason } = await waitUntilStackCreateComplete(
    { client: stacks, maxWaitTime: 15, minDelay: 0.05, maxDelay: 0.05 },
    { StackName: "counting" },
  );
  const [stack] = (reason as { Stacks: { Outputs: { OutputValue: string }[] }[] }).Stacks;
  const queueUrl = stack?.Outputs[0]?.OutputValue ?? "";
  expect(queueUrl.startsWith(yard.origin)).toBe(true);

  const { fork, side } = await forked("functions");
  const lambda = side.client(LambdaClient);
  for (const event of [{ id: "a" }, { id: "b", url: queueUrl }]) {
    const answer = await lambda.send(
      new InvokeCommand({ FunctionName: "count", Payload: Buffer.from(JSON.stringify(event)) }),
    );
    expect(answer.FunctionError).toBeUndefined();
    expect(JSON.parse(Buffer.from(answer.Payload ?? []).toString())).toBe(queueUrl.replace(yard.origin, fork.address));
  }

  const row = { TableName: "counted", Key: { id: { S: "a" } } };
  expect((await side.client(DynamoDBClient).send(new GetItemCommand(row))).Item).toEqual({ id: { S: "a" } });
  expect((await parent.client(DynamoDBClient).send(new GetItemCommand(row))).Item).toBeUndefined();
  expect(await depth(side.client(SQSClient), queueUrl)).toBe(2);
  expect(await depth(parent.client(SQSClient), queueUrl)).toBe(0);
  await control.dropFork("functions");
});

// Goal: clocks are apart. Method: a delayed message, and time moved in the fork only.
test("each side has a clock of its own", async () => {
  const parent = await accountAt(yard.origin, "shop");
  const sqs = parent.client(SQSClient);
  const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: "later" }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "later", DelaySeconds: 600 }));
  const { fork, side } = await forked("time");
  const now = Date.parse((await control.status())["Now"] as string);
  await createControlClient({ origin: fork.address, credentials: yard.controlKey }).advanceClock(700_000);
  expect(await depth(side.client(SQSClient), QueueUrl)).toBe(1);
  expect(await depth(sqs, QueueUrl)).toBe(0);
  expect(Date.parse((await control.status())["Now"] as string)).toBe(now);
  await control.dropFork("time");
});

// Goal: clients that never pause do not keep a fork alive. Method: four of them, on kept connections, while it is dropped.
test("a fork goes while clients are busy with it", async () => {
  const { side } = await forked("busy");
  const sqs = side.client(SQSClient);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "busy" }));
  let sent = 0;
  const busy = async (): Promise<void> => {
    for (; ; sent += 1) await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "again" }));
  };
  const clients = Array.from({ length: 4 }, () => busy().catch((error: unknown) => error));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "once" }));
  await control.dropFork("busy");
  for (const error of await Promise.all(clients)) expect(String(error)).toMatch(/ECONNREFUSED|ECONNRESET|hang up/);
  expect(sent).toBeGreaterThan(0);
});

// Goal: a fork is a yard like any other. Method: a fork of a fork, which goes with it.
test("forks can be forked, and go with their parent", async () => {
  const parent = await accountAt(yard.origin, "shop");
  const dynamodb = parent.client(DynamoDBClient);
  await dynamodb.send(new PutItemCommand({ TableName: "counted", Item: { id: { S: "z" } } }));
  const { fork } = await forked("outer");
  const inner = createControlClient({ origin: fork.address, credentials: yard.controlKey });
  const nested = await inner.createFork({ name: "inner" });
  await expect(control.createFork({ name: "inner" })).rejects.toThrow('There is a fork "inner" already.');
  const side = await accountAt(nested.address, "shop");
  const row = { TableName: "counted", Key: { id: { S: "z" } } };
  expect((await side.client(DynamoDBClient).send(new GetItemCommand(row))).Item).toEqual({ id: { S: "z" } });
  await control.dropFork("outer");
  await expect(side.client(DynamoDBClient).send(new GetItemCommand(row))).rejects.toThrow("ECONNREFUSED");
  await expect(control.dropFork("outer")).rejects.toThrow('There is no fork "outer".');
});

// Goal: a fork that is nobody's rehearsal stays, as everything does that was acknowledged. Method: a fork and a fork of it,
// written to and left alone; the process's yards are stopped and started on the same folder, twice.
test("forks are there again after a restart, at their addresses, and rehearsals are not", async () => {
  const stateDir = mkdtempSync(join(tmpdir(), "stackyard-forks-"));
  const row = (id: string): { TableName: string; Key: { id: { S: string } } } => ({
    TableName: "rows",
    Key: { id: { S: id } },
  });
  const rowsAt = async (address: string, keys: ClientConfig["credentials"]): Promise<readonly boolean[]> => {
    const dynamodb = new DynamoDBClient({ endpoint: address, region: "us-east-1", credentials: keys, maxAttempts: 1 });
    const answers = await Promise.all(["all", "dev", "pr"].map((id) => dynamodb.send(new GetItemCommand(row(id)))));
    return answers.map(({ Item }) => Item !== undefined);
  };
  const put = (side: Side, id: string): Promise<unknown> =>
    side.client(DynamoDBClient).send(new PutItemCommand({ TableName: "rows", Item: { id: { S: id } } }));

  let first = await testYard({ stateDir });
  const controlAt = (origin: string): ControlClient => createControlClient({ origin, credentials: first.controlKey });
  const accountIn = async (origin: string): Promise<Side> => {
    const keys = await controlAt(origin).ensureAccount("shop");
    const config = { endpoint: origin, region: keys.region, credentials: keys, maxAttempts: 1 };
    return { config, client: (constructor) => new constructor(config) };
  };
  const main = await accountIn(first.origin);
  await main.client(DynamoDBClient).send(
    new CreateTableCommand({
      TableName: "rows",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    }),
  );
  await put(main, "all");
  const dev = await controlAt(first.origin).createFork({ name: "dev" });
  await controlAt(first.origin).createFork({ name: "rehearsal", isQuiet: true, leaseSeconds: 600 });
  const inDev = await accountIn(dev.address);
  await put(inDev, "dev");
  const preview = await controlAt(dev.address).createFork({ name: "pr" });
  const inPreview = await accountIn(preview.address);
  await put(inPreview, "pr");
  await first.stop();

  first = await testYard({ stateDir });
  expect(await controlAt(first.origin).listForks()).toEqual([dev]);
  expect(await controlAt(dev.address).listForks()).toEqual([preview]);
  // The keys of before are still each side's own.
  expect(await rowsAt(first.origin, main.config.credentials)).toEqual([true, false, false]);
  expect(await rowsAt(first.origin, inDev.config.credentials)).toEqual([true, true, false]);
  expect(await rowsAt(preview.address, inPreview.config.credentials)).toEqual([true, true, true]);
  await controlAt(first.origin).dropFork("dev");
  await first.stop();

  first = await testYard({ stateDir });
  expect(await controlAt(first.origin).listForks()).toEqual([]);
  expect(await rowsAt(first.origin, main.config.credentials)).toEqual([true, false, false]);
  await first.stop();
  rmSync(stateDir, { recursive: true });
});
