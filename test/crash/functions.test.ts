// `kill -9` of a server whose functions work off a queue, a stream and asynchronous invocations: after a restart all
// that was acknowledged has been worked off, and no sandbox outlived the server.

import { CreateTableCommand, DynamoDBClient, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import { CreateQueueCommand, SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { zipOf } from "../../src/sandbox/testing/functions.ts";
import { commandLine, type CommandLine } from "../real/command-line.ts";
import { until } from "../real/until.ts";

// Writes down each id that it is given, and the process that it runs in.
const WORKER = `import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
  const dynamo = new DynamoDBClient({});
  const idsOf = (event) => (event.Records ?? [event]).map((each) => each.body ?? each.dynamodb?.Keys.id.S ?? each.id);
  export const handler = async (event) => {
    for (const id of idsOf(event))
      await dynamo.send(new PutItemCommand({ TableName: "done", Item: { id: { S: id }, pid: { N: String(process.pid) } } })) }`;
const WAVES = 3;
const IDS_A_WAVE = 10;

let line: CommandLine;
beforeAll(() => {
  line = commandLine();
});
afterAll(() => line.dispose());

it("works off all that was acknowledged before it was killed", async () => {
  let server = await line.serve();
  const { port } = server;
  const config = await line.clientConfig();
  const lambda = new LambdaClient(config);
  const dynamo = new DynamoDBClient(config);
  const sqs = new SQSClient(config);
  const { queueUrl } = await setUp(config, { lambda, dynamo, sqs });
  const acknowledged: string[] = [];
  const send = async (id: string, request: () => Promise<unknown>): Promise<void> => {
    // What is under way when the server dies is not acknowledged.
    await request().then(
      () => acknowledged.push(id),
      () => undefined,
    );
  };
  for (let wave = 0; wave < WAVES; wave++) {
    const ids = Array.from({ length: IDS_A_WAVE }, (_, index) => `${wave}-${index}`);
    const requests = ids.flatMap((id) => [
      send(`q-${id}`, () => sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: `q-${id}` }))),
      send(`s-${id}`, () => dynamo.send(new PutItemCommand({ TableName: "items", Item: { id: { S: `s-${id}` } } }))),
      send(`e-${id}`, () =>
        lambda.send(
          new InvokeCommand({
            FunctionName: "worker",
            InvocationType: "Event",
            Payload: JSON.stringify({ id: `e-${id}` }),
          }),
        ),
      ),
    ]);
    // Killed when a part of the wave is acknowledged and a part is not, and little of it has been worked off.
    await Promise.all(requests.slice(0, IDS_A_WAVE));
    const pids = await sandboxPids(dynamo);
    await server.kill();
    await Promise.all(requests);
    if (process.platform === "linux")
      for (const pid of pids) await until(async () => (isRunning(pid) ? undefined : true));
    server = await line.serve(port);
  }
  const done = await until(async () => {
    const ids = await doneIds(dynamo);
    return acknowledged.every((id) => ids.has(id)) ? ids : undefined;
  });
  expect(acknowledged.length).toBeGreaterThan(WAVES * IDS_A_WAVE - 1);
  expect([...done].filter((id) => !/^[qse]-\d-\d$/.test(id))).toEqual([]);
});

async function setUp(
  config: Awaited<ReturnType<CommandLine["clientConfig"]>>,
  { lambda, dynamo, sqs }: { lambda: LambdaClient; dynamo: DynamoDBClient; sqs: SQSClient },
): Promise<{ queueUrl: string }> {
  const iam = new IAMClient(config);
  const trust = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
  };
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: "worker", AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  for (const name of ["AmazonSQSFullAccess", "AmazonDynamoDBFullAccess"])
    await iam.send(new AttachRolePolicyCommand({ RoleName: "worker", PolicyArn: `arn:aws:iam::aws:policy/${name}` }));
  const key = {
    BillingMode: "PAY_PER_REQUEST" as const,
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" as const }],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" as const }],
  };
  await dynamo.send(new CreateTableCommand({ TableName: "done", ...key }));
  const { TableDescription: items } = await dynamo.send(
    new CreateTableCommand({
      TableName: "items",
      ...key,
      StreamSpecification: { StreamEnabled: true, StreamViewType: "KEYS_ONLY" },
    }),
  );
  const { QueueUrl: queueUrl = "" } = await sqs.send(
    new CreateQueueCommand({ QueueName: "in", Attributes: { VisibilityTimeout: "3" } }),
  );
  const { FunctionArn: arn = "" } = await lambda.send(
    new CreateFunctionCommand({
      FunctionName: "worker",
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Role: Role?.Arn,
      Timeout: 3,
      Code: { ZipFile: zipOf({ "index.mjs": WORKER }) },
    }),
  );
  const account = arn.split(":")[4] ?? "";
  await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: "worker",
      EventSourceArn: `arn:aws:sqs:${config.region}:${account}:in`,
    }),
  );
  await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: "worker",
      EventSourceArn: items?.LatestStreamArn,
      StartingPosition: "LATEST",
    }),
  );
  return { queueUrl };
}

async function doneIds(dynamo: DynamoDBClient): Promise<ReadonlySet<string>> {
  const { Items = [] } = await dynamo.send(new ScanCommand({ TableName: "done", ConsistentRead: true }));
  return new Set(Items.map(({ id }) => id?.S ?? ""));
}

async function sandboxPids(dynamo: DynamoDBClient): Promise<readonly number[]> {
  const { Items = [] } = await dynamo.send(new ScanCommand({ TableName: "done", ConsistentRead: true }));
  return [...new Set(Items.map(({ pid }) => Number(pid?.N)))];
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
