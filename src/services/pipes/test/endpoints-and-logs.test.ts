// Pipes to and through HTTP endpoints, and what pipes log. Goal: an API's method and an API destination enrich and take events one by one,
// as the pipe's role may; and each step of an execution is logged at its level, where the configuration says. Method: over HTTP with a
// server of the test's own; the logs are read where they were delivered.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { CloudWatchLogsClient, CreateLogGroupCommand, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateApiDestinationCommand, CreateConnectionCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreatePipeCommand,
  type CreatePipeCommandInput,
  DescribePipeCommand,
  PipesClient,
  UpdatePipeCommand,
} from "@aws-sdk/client-pipes";
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, onTestFinished, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";
import { publish } from "../../apigateway/execute/test/fixture.ts";

async function eventually<T>(look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

interface Seen {
  readonly url: string | undefined;
  readonly kind: unknown;
  readonly key: unknown;
  readonly body: string;
}

async function bench(answer: (seen: Seen) => { status?: number; body?: string } = () => ({})) {
  const yard = await sharedYard();
  const account = yard.account();
  const pipes = account.client(PipesClient);
  const sqs = account.client(SQSClient);
  const iam = account.client(IAMClient);
  const logs = account.client(CloudWatchLogsClient);
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { url, headers } = request;
      const one = { url, kind: headers["x-kind"], key: headers["x-key"], body: Buffer.concat(chunks).toString() };
      seen.push(one);
      const { status = 200, body = "" } = answer(one);
      response.writeHead(status).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const api = publish(yard, account, {
    methods: {
      "ANY /{proxy+}": {
        authorizationType: "AWS_IAM",
        integration: {
          type: "HTTP_PROXY",
          httpMethod: "ANY",
          uri: `${origin}/api/{proxy}`,
          requestParameters: { "integration.request.path.proxy": "method.request.path.proxy" },
        },
      },
    },
  });
  const role = async (name: string, Action: readonly string[]): Promise<string> => {
    const trust = { Effect: "Allow", Principal: { Service: "pipes.amazonaws.com" }, Action: "sts:AssumeRole" };
    const document = (statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    const { Role } = await iam.send(
      new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: document(trust) }),
    );
    const PolicyDocument = document({ Effect: "Allow", Action, Resource: "*" });
    await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: "own", PolicyDocument }));
    return Role?.Arn ?? "";
  };
  const RoleArn = await role("pipe", ["sqs:*", "logs:*", "s3:*", "execute-api:Invoke", "events:InvokeApiDestination"]);
  const queue = async (QueueName: string) => {
    const { QueueUrl: url = "" } = await sqs.send(new CreateQueueCommand({ QueueName }));
    return { url, arn: `arn:aws:sqs:us-east-1:${account.account}:${QueueName}` };
  };
  const source = await queue("source");
  const target = await queue("target");
  const create = async (input: Partial<CreatePipeCommandInput> = {}) => {
    await pipes.send(
      new CreatePipeCommand({ Name: "pipe", Source: source.arn, Target: target.arn, RoleArn, ...input }),
    );
    await yard.yard.context.jobs.settled();
  };
  const send = (MessageBody: string) => sqs.send(new SendMessageCommand({ QueueUrl: source.url, MessageBody }));
  const take = () =>
    eventually(async () => {
      const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: target.url, VisibilityTimeout: 600 }));
      return Messages?.[0]?.Body;
    });
  const destination = async () => {
    const events = account.client(EventBridgeClient);
    const { ConnectionArn } = await events.send(
      new CreateConnectionCommand({
        Name: "c",
        AuthorizationType: "API_KEY",
        AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: "x-key", ApiKeyValue: "secret" } },
      }),
    );
    const { ApiDestinationArn = "" } = await events.send(
      new CreateApiDestinationCommand({
        Name: "d",
        ConnectionArn,
        HttpMethod: "POST",
        InvocationEndpoint: `${origin}/destination/*`,
      }),
    );
    return ApiDestinationArn;
  };
  const logGroup = async () => {
    await logs.send(new CreateLogGroupCommand({ logGroupName: "pipes" }));
    return `arn:aws:logs:us-east-1:${account.account}:log-group:pipes`;
  };
  /** The records in the log group, as soon as the last of an execution is there. */
  const logged = () =>
    eventually(async () => {
      const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: "pipes" }));
      const records = events.map(({ message = "" }) => JSON.parse(message) as Readonly<Record<string, unknown>>);
      return records.some(({ messageType }) => /^Execution(?!Started)/.test(String(messageType))) ? records : undefined;
    });
  return { yard, account, pipes, sqs, api, role, RoleArn, seen, create, send, take, destination, logGroup, logged };
}

const body = (text: string): Readonly<Record<string, unknown>> => JSON.parse(text) as Readonly<Record<string, unknown>>;

// AWS: "Event enrichment in Amazon EventBridge Pipes", "Amazon EventBridge Pipes targets", HttpParameters.
test("a method of an API enriches, and an API destination takes, event by event", async () => {
  const { api, create, send, seen, destination } = await bench(({ url }) =>
    url?.startsWith("/api") === true ? { body: '{"id":"a b","price":3}' } : {},
  );
  await create({
    Enrichment: `${api.arn}/PUT/prices/*`,
    EnrichmentParameters: {
      InputTemplate: '{"asked":<$.body.id>}',
      HttpParameters: { PathParameterValues: ["$.body.id"], QueryStringParameters: { from: "pipe" } },
    },
    Target: await destination(),
    TargetParameters: { HttpParameters: { PathParameterValues: ["$.id"], HeaderParameters: { "X-Kind": "$.price" } } },
  });
  await send('{"id":7}');
  await send('{"id":8}');
  await eventually(() => (seen.length === 4 ? true : undefined));
  const asked = seen.filter(({ url }) => url?.startsWith("/api") === true);
  expect(asked.map((one) => ({ url: one.url, body: one.body })).toSorted((a, b) => (a.body < b.body ? -1 : 1))).toEqual(
    [
      { url: "/api/prices/7?from=pipe", body: '{"asked":7}' },
      { url: "/api/prices/8?from=pipe", body: '{"asked":8}' },
    ],
  );
  expect(seen.filter(({ url }) => url?.startsWith("/api") === false)).toEqual([
    { url: "/destination/a%20b", kind: "3", key: "secret", body: '{"id":"a b","price":3}' },
    { url: "/destination/a%20b", kind: "3", key: "secret", body: '{"id":"a b","price":3}' },
  ]);
});

// AWS: "Batching behavior": with an enrichment or target that does not support batching, the source cannot have batches either.
test("endpoints take no batches, and the headers that AWS does not permit are refused", async () => {
  const { api, create } = await bench();
  const batch = { SourceParameters: { SqsQueueParameters: { BatchSize: 2 } } };
  for (const input of [
    { ...batch, Target: `${api.arn}/POST/x` },
    { ...batch, Enrichment: `${api.arn}/POST/x` },
    { Target: `${api.arn}/POST/x`, TargetParameters: { HttpParameters: { HeaderParameters: { Host: "x" } } } },
    { Target: `arn:aws:sns:us-east-1:111122223333:t.fifo` },
  ])
    await expect(create(input)).rejects.toMatchObject({ name: "ValidationException" });
});

// AWS: "EventBridge Pipes execution steps", "Specifying EventBridge Pipes log level", "EventBridge Pipes log schema reference".
test("TRACE logs every step of an execution with its data", async () => {
  const { account, api, create, send, take, logGroup, logged } = await bench(() => ({ body: '[{"price":3}]' }));
  await create({
    Enrichment: `${api.arn}/PUT/prices`,
    TargetParameters: { InputTemplate: '{"paid":<$.price>}' },
    LogConfiguration: {
      Level: "TRACE",
      IncludeExecutionData: ["ALL"],
      CloudwatchLogsLogDestination: { LogGroupArn: await logGroup() },
    },
  });
  await send("hello");
  expect(body(await take())).toEqual({ paid: 3 });
  const records = await logged();
  expect(records.map(({ messageType, logLevel }) => [messageType, logLevel])).toEqual([
    ["ExecutionStarted", "INFO"],
    ["EnrichmentStageEntered", "INFO"],
    ["EnrichmentInvocationStarted", "TRACE"],
    ["EnrichmentInvocationSucceeded", "TRACE"],
    ["EnrichmentStageSucceeded", "INFO"],
    ["TargetStageEntered", "INFO"],
    ["TargetTransformationStarted", "TRACE"],
    ["TargetTransformationSucceeded", "TRACE"],
    ["TargetInvocationStarted", "TRACE"],
    ["TargetInvocationSucceeded", "TRACE"],
    ["TargetStageSucceeded", "INFO"],
    ["ExecutionSucceeded", "INFO"],
  ]);
  const [first] = records;
  expect(first).toMatchObject({
    resourceArn: `arn:aws:pipes:us-east-1:${account.account}:pipe/pipe`,
    executionId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    timestamp: expect.any(Number) as number,
  });
  expect(JSON.parse(String(first?.["payload"]))).toMatchObject([{ body: "hello", eventSource: "aws:sqs" }]);
  const invoked = records.filter(({ messageType }) => String(messageType).endsWith("InvocationSucceeded"));
  expect(invoked.map(({ awsRequest }) => body(String(awsRequest)))).toMatchObject([
    { arn: `${api.arn}/PUT/prices` },
    { Entries: [{ MessageBody: '{"paid":3}' }] },
  ]);
  expect(invoked.map(({ awsResponse }) => body(String(awsResponse)))).toMatchObject([
    { status: 200, body: '[{"price":3}]' },
    { Successful: [{ Id: "0" }] },
  ]);
});

test("ERROR logs what failed and why, without data, and OFF nothing", async () => {
  const { role, pipes, create, send, logGroup, logged } = await bench();
  const LogGroupArn = await logGroup();
  const RoleArn = await role("reads", ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "logs:*"]);
  await create({ RoleArn, LogConfiguration: { Level: "ERROR", CloudwatchLogsLogDestination: { LogGroupArn } } });
  await send("hello");
  const records = await logged();
  expect(records.map(({ messageType }) => messageType)).toEqual([
    "TargetInvocationFailed",
    "TargetStageFailed",
    "ExecutionFailed",
  ]);
  const message = expect.stringContaining("Target invocation failed with error from Sqs. ") as string;
  expect(records[0]).toMatchObject({ logLevel: "ERROR", error: { httpStatusCode: 403, message } });
  expect(records.some((record) => "payload" in record)).toBe(false);
  await pipes.send(new UpdatePipeCommand({ Name: "pipe", RoleArn, LogConfiguration: { Level: "OFF" } }));
  const { LogConfiguration } = await pipes.send(new DescribePipeCommand({ Name: "pipe" }));
  expect(LogConfiguration).toEqual({ Level: "OFF" });
});

test("records are delivered to a bucket, as JSON lines", async () => {
  const { account, create, send, take } = await bench();
  const s3 = account.client(S3Client);
  const BucketName = `pipe-logs-${account.account}`;
  await s3.send(new CreateBucketCommand({ Bucket: BucketName }));
  const S3LogDestination = { BucketName, BucketOwner: account.account, Prefix: "logs/" };
  await expect(
    create({ LogConfiguration: { Level: "INFO", S3LogDestination: { ...S3LogDestination, OutputFormat: "w3c" } } }),
  ).rejects.toMatchObject({ name: "ValidationException" });
  await expect(create({ LogConfiguration: { Level: "INFO" } })).rejects.toMatchObject({ name: "ValidationException" });
  await create({ LogConfiguration: { Level: "INFO", S3LogDestination } });
  await send("hello");
  await take();
  const Key = await eventually(async () => {
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: BucketName, Prefix: "logs/AWSLogs/" }));
    return Contents?.[0]?.Key;
  });
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: BucketName, Key }));
  const lines = ((await Body?.transformToString()) ?? "").trim().split("\n");
  expect(lines.map((line) => body(line)["messageType"])).toEqual([
    "ExecutionStarted",
    "TargetStageEntered",
    "TargetStageSucceeded",
    "ExecutionSucceeded",
  ]);
});
