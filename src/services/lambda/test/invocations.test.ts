// Invocations through the real SDK: synchronous, asynchronous with retries on the yard's clock, and their logs.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudWatchLogsClient, DescribeLogStreamsCommand, GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import {
  DeleteFunctionEventInvokeConfigCommand,
  type DestinationConfig,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  InvokeCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionConfigurationCommand,
  UpdateFunctionEventInvokeConfigCommand,
} from "@aws-sdk/client-lambda";
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { CreateQueueCommand, ReceiveMessageCommand, SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { IAMClient, CreateRoleCommand } from "@aws-sdk/client-iam";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testYard } from "../../../testing/harness.ts";
import type { TestYard } from "../../../testing/harness.ts";
import { logsSettled } from "../runner.ts";
import { TRUSTS_LAMBDA, eventually, lambdaBench } from "./bench.ts";

describe("a synchronous invocation", () => {
  test("answers with the function's result and its log", async () => {
    const { create, invoke, lambda } = await lambdaBench();
    await create(
      "hello",
      "export const handler = async (event) => { console.log('hi'); return { hello: event.name } }",
    );
    const answer = await invoke("hello", { name: "Ada" });
    expect(answer).toMatchObject({ value: { hello: "Ada" }, status: 200, version: "$LATEST", error: undefined });
    expect(answer.log).toMatch(
      /^INIT_START .*\nSTART RequestId: .*\n.*\tINFO\thi\nEND RequestId: .*\nREPORT RequestId: /,
    );
    expect((await lambda.send(new InvokeCommand({ FunctionName: "hello", InvocationType: "DryRun" }))).StatusCode).toBe(
      204,
    );
  });

  test("logs JSON with levels into the group that the function names", async () => {
    const { create, invoke, lambda, account, yard } = await lambdaBench();
    await create("json", "export const handler = async () => { console.log('mid'); console.error({ a: 1 }) }", {
      LoggingConfig: {
        LogFormat: "JSON",
        ApplicationLogLevel: "ERROR",
        SystemLogLevel: "WARN",
        LogGroup: "/own/group",
      },
    });
    const shown = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: "json" }));
    expect(shown.LoggingConfig).toEqual({
      LogFormat: "JSON",
      ApplicationLogLevel: "ERROR",
      SystemLogLevel: "WARN",
      LogGroup: "/own/group",
    });
    await invoke("json");
    await logsSettled(yard.yard.context);
    const logs = account.client(CloudWatchLogsClient);
    const { logStreams } = await logs.send(new DescribeLogStreamsCommand({ logGroupName: "/own/group" }));
    const { events } = await logs.send(
      new GetLogEventsCommand({ logGroupName: "/own/group", logStreamName: logStreams?.[0]?.logStreamName }),
    );
    expect(events?.map(({ message }) => JSON.parse(message ?? "") as unknown)).toMatchObject([
      { level: "ERROR", message: { a: 1 } },
    ]);
    // AWS: "Configuring JSON and plain text log formats": levels are for JSON.
    await expect(
      create("text", "export const handler = async () => 1", { LoggingConfig: { ApplicationLogLevel: "INFO" } }),
    ).rejects.toMatchObject({ name: "InvalidParameterValueException" });
    const back = await lambda.send(
      new UpdateFunctionConfigurationCommand({ FunctionName: "json", LoggingConfig: { LogFormat: "Text" } }),
    );
    expect(back.LoggingConfig).toEqual({ LogFormat: "Text", LogGroup: "/own/group" });
  });

  test("answers 200 with the error of a function that fails", async () => {
    const { create, invoke } = await lambdaBench();
    await create("broken", "export const handler = async () => { throw new RangeError('no') }");
    const answer = await invoke("broken");
    expect(answer).toMatchObject({
      status: 200,
      error: "Unhandled",
      value: { errorType: "RangeError", errorMessage: "no" },
    });
  });

  test("refuses what is no JSON, or too much of it, and unknown functions", async () => {
    const { create, invoke, lambda } = await lambdaBench();
    await create("f", "export const handler = async () => 1");
    await expect(lambda.send(new InvokeCommand({ FunctionName: "f", Payload: "{" }))).rejects.toMatchObject({
      name: "InvalidRequestContentException",
      message: expect.stringContaining("Could not parse request body into json") as unknown,
    });
    await expect(
      lambda.send(new InvokeCommand({ FunctionName: "f", Payload: JSON.stringify("x".repeat(6_291_456)) })),
    ).rejects.toMatchObject({ name: "RequestTooLargeException", $metadata: { httpStatusCode: 413 } });
    await expect(
      lambda.send(
        new InvokeCommand({
          FunctionName: "f",
          InvocationType: "Event",
          Payload: JSON.stringify("x".repeat(1_048_576)),
        }),
      ),
    ).rejects.toMatchObject({ name: "RequestTooLargeException" });
    await expect(invoke("absent")).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: expect.stringMatching(
        /^Function not found: arn:aws:lambda:us-east-1:\d{12}:function:absent$/,
      ) as unknown,
    });
  });

  test("runs as the function's role", async () => {
    const { create, invoke, role } = await lambdaBench();
    const source = `import { STSClient, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
      import { SQSClient, ListQueuesCommand } from "@aws-sdk/client-sqs";
      const sqs = new SQSClient({});
      export const handler = async () => [
        (await new STSClient({}).send(new GetCallerIdentityCommand({}))).Arn,
        await sqs.send(new ListQueuesCommand({})).then(() => "allowed", (error) => error.message)]`;
    await create("who", source, { Timeout: 10 });
    const [arn, denied] = (await invoke("who")).value as [string, string];
    expect(arn).toMatch(/^arn:aws:sts::\d{12}:assumed-role\/function-role\/who$/);
    expect(denied).toContain("is not authorized to perform: sqs:listqueues");
    await create("lister", source, { Role: await role("may-list", ["sqs:ListQueues"]), Timeout: 10 });
    expect(((await invoke("lister")).value as [string, string])[1]).toBe("allowed");
  });

  test("its log is kept in CloudWatch Logs, if the role may write there", async () => {
    const { create, invoke, account } = await lambdaBench();
    const logs = account.client(CloudWatchLogsClient);
    await create("logged", "export const handler = async () => console.log('kept')");
    await invoke("logged");
    const messages = await eventually(async () => {
      const { logStreams = [] } = await logs
        .send(new DescribeLogStreamsCommand({ logGroupName: "/aws/lambda/logged" }))
        .catch(() => ({ logStreams: [] }));
      const [stream] = logStreams;
      if (stream?.logStreamName === undefined) return undefined;
      const { events = [] } = await logs.send(
        new GetLogEventsCommand({
          logGroupName: "/aws/lambda/logged",
          logStreamName: stream.logStreamName,
          startFromHead: true,
        }),
      );
      return events.length < 5 ? undefined : events.map(({ message }) => message ?? "");
    });
    expect(messages.map((message) => message.split(" ")[0])).toEqual([
      "INIT_START",
      "START",
      expect.stringMatching(/^\d{4}-.*\tINFO\tkept\n$/) as unknown,
      "END",
      "REPORT",
    ]);
    // A role without permissions: no log group is made.
    const iam = account.client(IAMClient);
    const { Role } = await iam.send(
      new CreateRoleCommand({ RoleName: "mute", AssumeRolePolicyDocument: TRUSTS_LAMBDA }),
    );
    await create("silent", "export const handler = async () => console.log('lost')", { Role: String(Role?.Arn) });
    await invoke("silent");
    await expect(
      logs.send(new DescribeLogStreamsCommand({ logGroupName: "/aws/lambda/silent" })),
    ).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });
});

describe("an asynchronous invocation", () => {
  let yard: TestYard;
  beforeAll(async () => {
    yard = await testYard();
  });
  afterAll(() => yard.stop());

  // The function sends what it does to a queue: how often it ran, and with what.
  const REPORTS = `import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";
    const sqs = new SQSClient({});
    export const handler = async (event) => {
      await sqs.send(new SendMessageCommand({ QueueUrl: process.env.AWS_ENDPOINT_URL + process.env.RUNS, MessageBody: JSON.stringify(event) }));
      if (event.fail) throw new Error("failed on purpose"); return { done: event } }`;

  async function queues(bench: Awaited<ReturnType<typeof lambdaBench>>) {
    const sqs = bench.account.client(SQSClient);
    const make = async (name: string) => {
      const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
      return {
        url: QueueUrl,
        path: new URL(QueueUrl).pathname,
        arn: `arn:aws:sqs:us-east-1:${bench.account.account}:${name}`,
      };
    };
    const take = async (url: string) => {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] }),
      );
      return Messages;
    };
    return { runs: await make("runs"), failures: await make("failures"), successes: await make("successes"), take };
  }

  test("is taken at once, run, retried after one and two minutes, and then given up to the dead-letter queue", async () => {
    const bench = await lambdaBench(yard);
    const { runs, failures, take } = await queues(bench);
    await bench.create("worker", REPORTS, {
      Role: await bench.role("worker", ["sqs:SendMessage"]),
      Environment: { Variables: { RUNS: runs.path } },
      DeadLetterConfig: { TargetArn: failures.arn },
      Timeout: 20,
    });
    const taken = await bench.lambda.send(
      new InvokeCommand({ FunctionName: "worker", InvocationType: "Event", Payload: JSON.stringify({ fail: true }) }),
    );
    expect(taken.StatusCode).toBe(202);
    const { jobs } = yard.yard.context;
    await jobs.settled();
    expect(await take(runs.url)).toHaveLength(1);
    // AWS: one minute before the first retry, two minutes before the second.
    await yard.advance(59_000);
    // The first report is visible again; no second one has come.
    expect(await take(runs.url)).toHaveLength(1);
    await yard.advance(1_500);
    await yard.advance(121_000);
    const bodies = await take(runs.url);
    expect(bodies.length).toBe(3);
    const [dead] = await take(failures.url);
    expect(JSON.parse(dead?.Body ?? "")).toEqual({ fail: true });
    expect(dead?.MessageAttributes).toMatchObject({
      RequestID: { StringValue: taken.$metadata.requestId },
      ErrorCode: { StringValue: "200" },
      ErrorMessage: { StringValue: "failed on purpose" },
    });
  });

  test("sends records of success and failure where they are wanted", async () => {
    const bench = await lambdaBench(yard);
    const { runs, failures, successes, take } = await queues(bench);
    const arn = await bench.create("worker", REPORTS, {
      Role: await bench.role("worker", ["sqs:SendMessage"]),
      Environment: { Variables: { RUNS: runs.path } },
      Timeout: 20,
    });
    await bench.lambda.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName: "worker",
        MaximumRetryAttempts: 0,
        DestinationConfig: { OnSuccess: { Destination: successes.arn }, OnFailure: { Destination: failures.arn } },
      }),
    );
    for (const fail of [false, true])
      await bench.lambda.send(
        new InvokeCommand({ FunctionName: "worker", InvocationType: "Event", Payload: JSON.stringify({ fail }) }),
      );
    await yard.yard.context.jobs.settled();
    // AWS: "Capturing records of Lambda asynchronous invocations": the form of an invocation record.
    const [success] = await take(successes.url);
    expect(JSON.parse(success?.Body ?? "")).toMatchObject({
      version: "1.0",
      requestContext: { functionArn: `${arn}:$LATEST`, condition: "Success", approximateInvokeCount: 1 },
      requestPayload: { fail: false },
      responseContext: { statusCode: 200, executedVersion: "$LATEST" },
      responsePayload: { done: { fail: false } },
    });
    const [failure] = await take(failures.url);
    expect(JSON.parse(failure?.Body ?? "")).toMatchObject({
      requestContext: { condition: "RetriesExhausted", approximateInvokeCount: 1 },
      requestPayload: { fail: true },
      responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
      responsePayload: { errorType: "Error", errorMessage: "failed on purpose" },
    });
  });

  // AWS: "Capturing records of Lambda asynchronous invocations": buses get records as details, buckets what failed.
  test("sends records to a bus and into a bucket", async () => {
    const bench = await lambdaBench(yard);
    const { account } = bench;
    const { runs, successes, take } = await queues(bench);
    const events = account.client(EventBridgeClient);
    const s3 = account.client(S3Client);
    const Bucket = `results-${account.account}`;
    await s3.send(new CreateBucketCommand({ Bucket }));
    const statement = { Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: successes.arn };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    const allow = new SetQueueAttributesCommand({ QueueUrl: successes.url, Attributes: { Policy } });
    await account.client(SQSClient).send(allow);
    await events.send(new PutRuleCommand({ Name: "results", EventPattern: '{"source":["lambda"]}' }));
    await events.send(new PutTargetsCommand({ Rule: "results", Targets: [{ Id: "q", Arn: successes.arn }] }));
    const bus = `arn:aws:events:${account.region}:${account.account}:event-bus/default`;
    const arn = await bench.create("reporter", REPORTS, {
      Role: await bench.role("reporter", ["events:PutEvents", "s3:PutObject", "sqs:SendMessage"]),
      Environment: { Variables: { RUNS: runs.path } },
      Timeout: 20,
    });
    const put = (DestinationConfig: DestinationConfig) =>
      bench.lambda.send(
        new PutFunctionEventInvokeConfigCommand({
          FunctionName: "reporter",
          MaximumRetryAttempts: 0,
          DestinationConfig,
        }),
      );
    await expect(put({ OnSuccess: { Destination: `arn:aws:s3:::${Bucket}` } })).rejects.toThrow(
      `The destination ARN arn:aws:s3:::${Bucket} is invalid.`,
    );
    await put({ OnSuccess: { Destination: bus }, OnFailure: { Destination: `arn:aws:s3:::${Bucket}` } });
    for (const fail of [false, true])
      await bench.lambda.send(
        new InvokeCommand({ FunctionName: "reporter", InvocationType: "Event", Payload: JSON.stringify({ fail }) }),
      );
    await yard.yard.context.jobs.settled();
    expect((await take(successes.url)).map(({ Body }): unknown => JSON.parse(Body ?? ""))).toMatchObject([
      {
        "detail-type": "Lambda Function Invocation Result - Success",
        resources: [`${arn}:$LATEST`, bus],
        detail: { requestContext: { condition: "Success" }, responsePayload: { done: { fail: false } } },
      },
    ]);
    const { Contents: [object] = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
    expect(object?.Key).toMatch(
      /^aws\/lambda\/async\/reporter\/\d{4}\/\d\d\/\d\d\/\d{4}-\d\d-\d\dT\d\d\.\d\d\.\d\d-[\da-f-]{36}$/,
    );
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: object?.Key }));
    expect(JSON.parse((await Body?.transformToString()) ?? "")).toMatchObject({
      requestContext: { condition: "RetriesExhausted" },
    });
  });

  test("has settings that can be changed and taken away", async () => {
    const { lambda, create } = await lambdaBench(yard);
    await create("f", "export const handler = async () => 1");
    await expect(lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName: "f" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
    await lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: "f", MaximumRetryAttempts: 1 }));
    await lambda.send(new UpdateFunctionEventInvokeConfigCommand({ FunctionName: "f", MaximumEventAgeInSeconds: 60 }));
    expect(await lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName: "f" }))).toMatchObject({
      MaximumRetryAttempts: 1,
      MaximumEventAgeInSeconds: 60,
      FunctionArn: expect.stringMatching(/:function:f:\$LATEST$/) as unknown,
    });
    await lambda.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName: "f" }));
    await expect(lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName: "f" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  test("survives a stop of the server between its tries", async () => {
    // The yard is stopped with an event that waits for its retry, and started again on the same state.
    const stateDir = mkdtempSync(join(tmpdir(), "stackyard-async-"));
    const first = await testYard({ stateDir });
    const bench = await lambdaBench(first);
    const { runs, take } = await queues(bench);
    await bench.create("worker", REPORTS, {
      Role: await bench.role("worker", ["sqs:SendMessage"]),
      Environment: { Variables: { RUNS: runs.path } },
      Timeout: 20,
    });
    await bench.lambda.send(
      new InvokeCommand({ FunctionName: "worker", InvocationType: "Event", Payload: JSON.stringify({ fail: true }) }),
    );
    await first.yard.context.jobs.settled();
    expect(await take(runs.url)).toHaveLength(1);
    await first.stop();
    const second = await testYard({ stateDir });
    const sqs = new SQSClient({ ...bench.account.config, endpoint: second.origin });
    await second.advance(61_000);
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: second.origin + runs.path, MaxNumberOfMessages: 10 }),
    );
    expect(Messages).toHaveLength(2);
    await second.stop();
    rmSync(stateDir, { recursive: true, force: true });
  });

  test("is given up at once where a function is switched off", async () => {
    const bench = await lambdaBench(yard);
    const { failures, take } = await queues(bench);
    await bench.create("off", "export const handler = async () => 1", {
      Role: await bench.role("off", ["sqs:SendMessage"]),
    });
    await bench.lambda.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName: "off",
        DestinationConfig: { OnFailure: { Destination: failures.arn } },
      }),
    );
    await bench.lambda.send(
      new PutFunctionConcurrencyCommand({ FunctionName: "off", ReservedConcurrentExecutions: 0 }),
    );
    await bench.lambda.send(new InvokeCommand({ FunctionName: "off", InvocationType: "Event", Payload: "{}" }));
    await yard.yard.context.jobs.settled();
    const [record] = await take(failures.url);
    expect(JSON.parse(record?.Body ?? "")).toMatchObject({
      requestContext: { condition: "ZeroReservedConcurrency", approximateInvokeCount: 0 },
    });
  });
});
