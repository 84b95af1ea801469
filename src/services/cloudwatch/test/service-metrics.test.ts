import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricAlarmCommand,
} from "@aws-sdk/client-cloudwatch";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
} from "@aws-sdk/client-lambda";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createClock } from "../../../kernel/clock.ts";
import { zipOf } from "../../../sandbox/testing/functions.ts";
import { type TestAccount, testYard } from "../../../testing/harness.ts";

const START_MS = Date.parse("2026-03-02T10:00:00Z");
const MINUTE_MS = 60_000;

/** Sum and number of a metric's values since the yard's beginning; undefined where there are none. */
async function total(
  account: TestAccount,
  Namespace: string,
  MetricName: string,
  dimensions: Readonly<Record<string, string>>,
): Promise<readonly [sum: number, count: number] | undefined> {
  const { Datapoints: [point] = [] } = await account.client(CloudWatchClient).send(
    new GetMetricStatisticsCommand({
      Namespace,
      MetricName,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      StartTime: new Date(START_MS),
      EndTime: new Date(START_MS + 60 * MINUTE_MS),
      Period: 3600,
      Statistics: ["Sum", "SampleCount"],
    }),
  );
  return point === undefined ? undefined : [point.Sum ?? NaN, point.SampleCount ?? NaN];
}

async function createFunction(account: TestAccount): Promise<LambdaClient> {
  const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
  const { Role } = await account
    .client(IAMClient)
    .send(new CreateRoleCommand({ RoleName: "f", AssumeRolePolicyDocument: JSON.stringify({ Statement: [trust] }) }));
  const lambda = account.client(LambdaClient);
  const source = "exports.handler = async ({ fails }) => { if (fails) throw new Error('no'); };";
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: "f",
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Role: Role?.Arn,
      Code: { ZipFile: zipOf({ "index.js": source }) },
    }),
  );
  return lambda;
}

// Goal: functions and queues count themselves by AWS's names and dimensions, alarms see it, and a yard that stops loses nothing.
// Method: three invocations, one of which fails, one throttle; two messages; an alarm on errors; a restart.
it("counts what functions and queues do", async () => {
  const stateDir = mkdtempSync(join(tmpdir(), "stackyard-metrics-"));
  const start = () => testYard({ stateDir, clock: createClock({ mode: "virtual", startMs: START_MS }) });
  const yard = await start();
  const account = yard.account();
  const cloudWatch = account.client(CloudWatchClient);
  const lambda = await createFunction(account);
  await lambda.send(new PublishVersionCommand({ FunctionName: "f" }));
  await lambda.send(new CreateAliasCommand({ FunctionName: "f", Name: "live", FunctionVersion: "1" }));
  await cloudWatch.send(
    new PutMetricAlarmCommand({
      AlarmName: "errors",
      Namespace: "AWS/Lambda",
      MetricName: "Errors",
      Dimensions: [{ Name: "FunctionName", Value: "f" }],
      Statistic: "Sum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
    }),
  );
  const invoke = (Qualifier: string | undefined, fails: boolean): Promise<unknown> =>
    lambda.send(new InvokeCommand({ FunctionName: "f", Qualifier, Payload: Buffer.from(JSON.stringify({ fails })) }));
  await invoke(undefined, false);
  await invoke("live", false);
  await invoke("live", true);
  await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: "f", ReservedConcurrentExecutions: 0 }));
  await expect(invoke(undefined, false)).rejects.toMatchObject({ name: "TooManyRequestsException" });

  // AWS: "Dimensions for Lambda metrics".
  const FunctionName = "f";
  const lambdaTotal = (name: string, more: Readonly<Record<string, string>>): Promise<unknown> =>
    total(account, "AWS/Lambda", name, more);
  expect(await lambdaTotal("Invocations", {})).toEqual([3, 3]);
  expect(await lambdaTotal("Invocations", { FunctionName })).toEqual([3, 3]);
  expect(await lambdaTotal("Invocations", { FunctionName, Resource: "f" })).toEqual([1, 1]);
  expect(await lambdaTotal("Invocations", { FunctionName, Resource: "f:live" })).toEqual([2, 2]);
  expect(await lambdaTotal("Errors", { FunctionName, Resource: "f:live", ExecutedVersion: "1" })).toEqual([1, 2]);
  expect(await lambdaTotal("Throttles", { FunctionName })).toEqual([1, 4]);
  expect(await lambdaTotal("Duration", { FunctionName })).toEqual([expect.any(Number), 3]);
  expect(await lambdaTotal("ConcurrentExecutions", { FunctionName })).toEqual([3, 3]);

  const sqs = account.client(SQSClient);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "q" }));
  for (const MessageBody of ["one", "three"]) await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  const { Messages: [message] = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
  await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  await sqs.send(new ReceiveMessageCommand({ QueueUrl }));

  await yard.advance(MINUTE_MS);
  const { MetricAlarms } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: ["errors"] }));
  expect(MetricAlarms?.[0]?.StateValue).toBe("ALARM");
  const QueueName = "q";
  expect(await total(account, "AWS/SQS", "NumberOfMessagesSent", { QueueName })).toEqual([2, 2]);
  expect(await total(account, "AWS/SQS", "SentMessageSize", { QueueName })).toEqual([8, 2]);
  expect(await total(account, "AWS/SQS", "NumberOfMessagesReceived", { QueueName })).toEqual([2, 2]);
  expect(await total(account, "AWS/SQS", "NumberOfEmptyReceives", { QueueName })).toEqual([1, 1]);
  expect(await total(account, "AWS/SQS", "NumberOfMessagesDeleted", { QueueName })).toEqual([1, 1]);
  const { Metrics = [] } = await cloudWatch.send(new ListMetricsCommand({ Namespace: "AWS/SQS" }));
  expect(Metrics.map(({ MetricName }) => MetricName)).toContain("ApproximateNumberOfMessagesVisible");

  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "last" }));
  await yard.stop();
  const again = await start();
  const same = {
    ...account,
    client: <C>(constructor: new (config: typeof account.config) => C): C =>
      new constructor({ ...account.config, endpoint: again.origin }),
  };
  expect(await total(same, "AWS/SQS", "NumberOfMessagesSent", { QueueName })).toEqual([3, 3]);
  await again.stop();
  rmSync(stateDir, { recursive: true, force: true });
});
