// Every kind of templated target that is there, retries, and what a stopped server makes up for.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutRuleCommand, PutTargetsCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import {
  CreateStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
} from "@aws-sdk/client-kinesis";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { PutFunctionEventInvokeConfigCommand } from "@aws-sdk/client-lambda";
import { ReceiveMessageCommand, SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, onTestFinished, test } from "vitest";
import { createClock } from "../../../kernel/clock.ts";
import { sharedYard, testYard } from "../../../testing/harness.ts";
import { lambdaBench } from "../../lambda/test/bench.ts";
import { document, schedulerBench } from "./bench.ts";

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2026, 10, 21, 16, 0, 0);

// Goal: a bus gets an event with the schedule's source and type, which a rule takes to a queue. AWS: EventBridgeParameters. Method: a rate begins
// at once, so no clock has to move.
test("puts events on a bus", async () => {
  const { yard, account, queue, create, role, sqs } = await schedulerBench(await sharedYard());
  const { arn, url, drain } = await queue("q");
  const Policy = document({ Principal: { Service: "events.amazonaws.com" }, Action: "sqs:SendMessage", Resource: "*" });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { Policy } }));
  const events = account.client(EventBridgeClient);
  await events.send(new PutRuleCommand({ Name: "r", EventPattern: JSON.stringify({ source: ["my.schedule"] }) }));
  await events.send(new PutTargetsCommand({ Rule: "r", Targets: [{ Id: "q", Arn: arn }] }));
  await create("bus", "rate(1 day)", {
    Arn: `arn:aws:events:${account.region}:${account.account}:event-bus/default`,
    RoleArn: await role("putter", "events:PutEvents"),
    EventBridgeParameters: { Source: "my.schedule", DetailType: "Tick" },
    Input: JSON.stringify({ n: 1 }),
  });
  await yard.yard.context.jobs.settled();
  const [message] = await drain();
  expect(JSON.parse(message?.Body ?? "{}")).toMatchObject({
    source: "my.schedule",
    "detail-type": "Tick",
    detail: { n: 1 },
  });
});

// Goal: a function gets the input as its event. Method: its success destination is a queue.
test("invokes a function", async () => {
  const bench = await lambdaBench();
  const { account } = bench;
  const Role = await bench.role("ticker", ["sqs:SendMessage"]);
  const { create, queue, role } = await schedulerBench(bench.yard, account);
  const seen = await queue("seen");
  const Arn = await bench.create("ticker", "export const handler = async (event) => event.n", { Role });
  await bench.lambda.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName: "ticker",
      DestinationConfig: { OnSuccess: { Destination: seen.arn } },
    }),
  );
  const RoleArn = await role("invoker", "lambda:InvokeFunction");
  await create("function", "rate(1 day)", { Arn, RoleArn, Input: '{"n":42}' });
  const { Messages: [message] = [] } = await account
    .client(SQSClient)
    .send(new ReceiveMessageCommand({ QueueUrl: seen.url, WaitTimeSeconds: 20 }));
  expect(JSON.parse(message?.Body ?? "{}")).toMatchObject({ requestPayload: { n: 42 }, responsePayload: 42 });
});

// Goal: a stream that has too much for one second throttles, and what it refused is tried again; without attempts it goes to the dead-letter queue with the
// reason. AWS: RetryPolicy; "Configuring a dead-letter queue for EventBridge Scheduler". Method: 1 MB a second is a shard's limit.
test("tries again what was throttled", async () => {
  const yard = await testYard({ clock: createClock({ mode: "virtual", startMs: START_MS }) });
  onTestFinished(() => yard.stop());
  const { account, create, queue, role, inMs } = await schedulerBench(yard);
  const kinesis = account.client(KinesisClient);
  const dead = await queue("dead");
  const RoleArn = await role("streamer", "*");
  await kinesis.send(new CreateStreamCommand({ StreamName: "s", ShardCount: 1 }));
  await yard.advance(60_000);
  const Arn = `arn:aws:kinesis:${account.region}:${account.account}:stream/s`;
  const Input = "x".repeat(300_000);
  const at = `at(${inMs(10_000)})`;
  const KinesisParameters = { PartitionKey: "p" };
  for (let index = 0; index < 5; index += 1)
    await create(`patient-${index}`, at, { Arn, RoleArn, Input, KinesisParameters });
  for (let index = 0; index < 3; index += 1)
    await create(`hasty-${index}`, at, {
      Arn,
      RoleArn,
      Input,
      KinesisParameters,
      RetryPolicy: { MaximumRetryAttempts: 0 },
      DeadLetterConfig: { Arn: dead.arn },
    });
  await yard.advance(10_000);
  const lost = await dead.drain();
  for (let second = 0; second < 10; second += 1) await yard.advance(1_000);
  const { ShardIterator } = await kinesis.send(
    new GetShardIteratorCommand({
      StreamName: "s",
      ShardId: "shardId-000000000000",
      ShardIteratorType: "TRIM_HORIZON",
    }),
  );
  const { Records = [] } = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
  expect(Records.length + lost.length).toBe(8);
  expect(lost.length).toBeGreaterThan(0);
  expect(lost[0]?.MessageAttributes).toMatchObject({
    ERROR_CODE: { StringValue: "ProvisionedThroughputExceededException" },
    EXHAUSTED_RETRY_CONDITION: { StringValue: "MaximumRetryAttempts" },
    RETRY_ATTEMPTS: { StringValue: "0" },
  });
});

// Goal: what was due while no server ran is made up for, as far back as the target takes old events, and a sealed input is opened by the role. AWS:
// RetryPolicy, MaximumEventAgeInSeconds.
test("makes up for the time in which no server ran", async () => {
  const stateDir = mkdtempSync(join(tmpdir(), "stackyard-scheduler-"));
  onTestFinished(() => rmSync(stateDir, { recursive: true, force: true }));
  const before = await testYard({ stateDir, clock: createClock({ mode: "virtual", startMs: START_MS }) });
  const { account, create, queue, role, sqs } = await schedulerBench(before);
  const { KeyMetadata } = await account.client(KMSClient).send(new CreateKeyCommand({}));
  const { arn, url } = await queue("q");
  const RoleArn = await role("opener", "*");
  const Input = "<aws.scheduler.scheduled-time>";
  const StartDate = new Date(START_MS + 1_000);
  await create("hourly", "rate(1 hour)", { Arn: arn, RoleArn, Input }, { StartDate, KmsKeyArn: KeyMetadata?.Arn });
  const RetryPolicy = { MaximumEventAgeInSeconds: 5_400 };
  await create("fresh", "rate(1 hour)", { Arn: arn, Input: `fresh ${Input}`, RetryPolicy }, { StartDate });
  await before.advance(2_000);
  await before.stop();
  sqs.destroy();

  const after = await testYard({
    stateDir,
    clock: createClock({ mode: "virtual", startMs: START_MS + 3.5 * HOUR_MS }),
  });
  onTestFinished(() => after.stop());
  await after.yard.context.jobs.settled();
  const client = new SQSClient({ ...account.config, endpoint: after.origin });
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({ QueueUrl: url.replace(/^http:\/\/[^/]+/, after.origin), MaxNumberOfMessages: 10 }),
  );
  const time = (hour: number): string => `2026-11-21T${hour}:00:01Z`;
  expect(Messages.map(({ Body = "" }) => Body).sort()).toEqual([
    ...[16, 17, 18, 19].map(time),
    ...[16, 18, 19].map((hour) => `fresh ${time(hour)}`),
  ]);
});
