// Goal: mappings and pipes lose nothing when the server is killed: what was acknowledged comes out, in its order where there is one,
// and what always fails goes where the redrive policy says. Method: `kill -9` in the middle of waves of messages and records,
// three times, with queues, streams, a function and two pipes between them.

import { CreateStreamCommand, KinesisClient, PutRecordCommand, waitUntilStreamExists } from "@aws-sdk/client-kinesis";
import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateEventSourceMappingCommand, CreateFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CreatePipeCommand, DescribePipeCommand, PipesClient } from "@aws-sdk/client-pipes";
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { zipOf } from "../../src/sandbox/testing/functions.ts";
import { commandLine, type CommandLine } from "../real/command-line.ts";
import { until } from "../real/until.ts";

// Tells each thing that it is given, in its order, and then fails for what is poisoned.
const WORKER = `import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";
  const sqs = new SQSClient({});
  export const handler = async ({ Records }) => {
    for (const record of Records) {
      const text = record.body ?? Buffer.from(record.kinesis.data, "base64").toString();
      if (text.startsWith("poison")) throw new Error(text);
      await sqs.send(new SendMessageCommand({ QueueUrl: process.env.AWS_ENDPOINT_URL + process.env.OUT, MessageBody: text,
        MessageGroupId: text.split("-")[0], MessageDeduplicationId: crypto.randomUUID() }));
    }
  };`;
const WAVES = 3;
const EACH = 8;

let line: CommandLine;
beforeAll(() => {
  line = commandLine();
});
afterAll(() => line.dispose());

it("brings everything that was acknowledged to its end", async () => {
  let server = await line.serve();
  const { port } = server;
  const config = await line.clientConfig();
  // Requests that meet a dying server are not sent again: what is acknowledged is known.
  const once = { ...config, maxAttempts: 1 };
  const sqs = new SQSClient(once);
  const kinesis = new KinesisClient(once);
  await setUp(config);
  const urls = await Promise.all(
    ["in", "pipe-in", "out.fifo", "dead", "pipe-out", "records-out"].map((name) => urlOf(sqs, name)),
  );
  const [input = "", pipeInput = "", out = "", dead = "", pipeOut = "", recordsOut = ""] = urls;
  const acknowledged: string[] = [];
  const send = (id: string, request: () => Promise<unknown>): Promise<void> =>
    request().then(
      () => void acknowledged.push(id),
      () => undefined,
    );

  for (let wave = 0; wave < WAVES; wave++) {
    const numbers = Array.from({ length: EACH }, (_, index) => wave * EACH + index);
    const message = (QueueUrl: string, id: string): Promise<void> =>
      send(id, () => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: id })));
    const messages = numbers.flatMap((number) => [
      message(input, `${number % 4 === 3 ? "poison" : "message"}-${number}`),
      message(pipeInput, `piped-${number}`),
    ]);
    // One after the other, as their order is what counts.
    const record = async (some: readonly number[]): Promise<void> => {
      for (const number of some)
        await send(`record-${number}`, () =>
          kinesis.send(
            new PutRecordCommand({ StreamName: "in", Data: Buffer.from(`record-${number}`), PartitionKey: "one" }),
          ),
        );
    };
    // Killed when a part of the wave is acknowledged and a part is not.
    await Promise.all([...messages.slice(0, EACH), record(numbers.slice(0, EACH / 2))]);
    const records = record(numbers.slice(EACH / 2));
    await server.kill();
    await Promise.all([...messages, records]);
    server = await line.serve(port);
  }

  const seen: string[] = [];
  const given: string[] = [];
  const piped: string[] = [];
  const pipedRecords: string[] = [];
  const isIn = (list: readonly string[], prefix: string): boolean =>
    acknowledged.filter((id) => id.startsWith(`${prefix}-`)).every((id) => list.includes(id));
  await until(async () => {
    seen.push(...(await takeAll(sqs, out)));
    given.push(...(await takeAll(sqs, dead)));
    piped.push(...(await takeAll(sqs, pipeOut)));
    pipedRecords.push(...(await takeAll(sqs, recordsOut)));
    const areThere =
      isIn(seen, "message") &&
      isIn(seen, "record") &&
      isIn(given, "poison") &&
      isIn(piped, "piped") &&
      isIn(pipedRecords, "record");
    return areThere ? true : undefined;
  });
  // Each prefix had its part, or nothing was tried.
  for (const prefix of ["message", "poison", "piped", "record"])
    expect(acknowledged.filter((id) => id.startsWith(prefix)).length).toBeGreaterThan(1);
  // Given up is only what always fails, and each once.
  expect(given.filter((id) => !id.startsWith("poison"))).toEqual([]);
  expect(new Set(given).size).toBe(given.length);
  for (const list of [seen.filter((id) => id.startsWith("record")), pipedRecords]) {
    const numbers = [...new Set(list)].map((id) => Number(id.split("-")[1]));
    expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
  }
});

async function setUp(config: Awaited<ReturnType<CommandLine["clientConfig"]>>): Promise<void> {
  const iam = new IAMClient(config);
  const sqs = new SQSClient(config);
  const lambda = new LambdaClient(config);
  const kinesis = new KinesisClient(config);
  const pipes = new PipesClient(config);
  const { Account: account = "" } = await new STSClient(config).send(new GetCallerIdentityCommand({}));
  const Service = ["lambda.amazonaws.com", "pipes.amazonaws.com"];
  const Statement = [{ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" }];
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: "worker", AssumeRolePolicyDocument }));
  for (const name of ["AmazonSQSFullAccess", "AmazonKinesisFullAccess"])
    await iam.send(new AttachRolePolicyCommand({ RoleName: "worker", PolicyArn: `arn:aws:iam::aws:policy/${name}` }));
  const queueArn = (name: string): string => `arn:aws:sqs:${config.region}:${account}:${name}`;
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: queueArn("dead"), maxReceiveCount: 6 });
  const queues: Record<string, Record<string, string>> = {
    dead: {},
    in: { VisibilityTimeout: "3", RedrivePolicy },
    "pipe-in": { VisibilityTimeout: "3" },
    "out.fifo": { FifoQueue: "true" },
    "pipe-out": {},
    "records-out": {},
  };
  for (const [QueueName, Attributes] of Object.entries(queues))
    await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
  await kinesis.send(new CreateStreamCommand({ StreamName: "in", ShardCount: 1 }));
  await waitUntilStreamExists({ client: kinesis, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }, { StreamName: "in" });
  const streamArn = `arn:aws:kinesis:${config.region}:${account}:stream/in`;
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: "worker",
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Role: Role?.Arn,
      Timeout: 3,
      Environment: { Variables: { OUT: new URL(await urlOf(sqs, "out.fifo")).pathname } },
      Code: { ZipFile: zipOf({ "index.mjs": WORKER }) },
    }),
  );
  const mapping = { FunctionName: "worker" };
  await lambda.send(new CreateEventSourceMappingCommand({ ...mapping, EventSourceArn: queueArn("in"), BatchSize: 1 }));
  await lambda.send(
    new CreateEventSourceMappingCommand({
      ...mapping,
      EventSourceArn: streamArn,
      StartingPosition: "TRIM_HORIZON",
      BatchSize: 5,
    }),
  );
  const pipe = { RoleArn: Role?.Arn };
  await pipes.send(
    new CreatePipeCommand({
      ...pipe,
      Name: "messages",
      Source: queueArn("pipe-in"),
      Target: queueArn("pipe-out"),
      TargetParameters: { InputTemplate: "<$.body>" },
    }),
  );
  await pipes.send(
    new CreatePipeCommand({
      ...pipe,
      Name: "records",
      Source: streamArn,
      SourceParameters: { KinesisStreamParameters: { StartingPosition: "TRIM_HORIZON", BatchSize: 5 } },
      Target: queueArn("records-out"),
      TargetParameters: { InputTemplate: "<$.data>" },
    }),
  );
  for (const Name of ["messages", "records"])
    await until(async () =>
      (await pipes.send(new DescribePipeCommand({ Name }))).CurrentState === "RUNNING" ? true : undefined,
    );
}

async function urlOf(sqs: SQSClient, QueueName: string): Promise<string> {
  return (await sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl ?? "";
}

/** Takes what is in a queue. */
async function takeAll(sqs: SQSClient, QueueUrl: string): Promise<readonly string[]> {
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  if (Messages.length === 0) return [];
  await sqs.send(
    new DeleteMessageBatchCommand({
      QueueUrl,
      Entries: Messages.map(({ ReceiptHandle = "" }, index) => ({ Id: String(index), ReceiptHandle })),
    }),
  );
  return Messages.map(({ Body = "" }) => Body.replace(/^"|"$/g, ""));
}
