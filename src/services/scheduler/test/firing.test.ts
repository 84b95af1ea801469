// When schedules fire and what they call, on a clock that is moved: at, rate and cron, windows, dates, retries, dead letters.

import { CloudWatchClient, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { DeleteScheduleCommand, GetScheduleCommand, UpdateScheduleCommand } from "@aws-sdk/client-scheduler";
import { IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { GetQueueAttributesCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { CreateTableCommand, DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createClock } from "../../../kernel/clock.ts";
import { testYard, type TestYard } from "../../../testing/harness.ts";
import { document, schedulerBench } from "./bench.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let yard: TestYard;
beforeAll(async () => {
  yard = await testYard({ clock: createClock({ mode: "virtual", startMs: Date.UTC(2026, 10, 21, 16, 0, 30) }) });
});
afterAll(() => yard.stop());

const bodies = (messages: readonly { Body?: string }[]) => messages.map(({ Body }) => Body);

// Goal: a one-time schedule fires once, fills its context attributes in, and is deleted if that was wanted. AWS: "Schedule types", "Adding
// context attributes", ActionAfterCompletion.
test("a one-time schedule fires once", async () => {
  const { queue, create, inMs, scheduler, account } = await schedulerBench(yard);
  const { arn, drain } = await queue("once");
  const at = inMs(90_000);
  const Input =
    "<aws.scheduler.schedule-arn> <aws.scheduler.scheduled-time> <aws.scheduler.attempt-number> <aws.scheduler.unknown>";
  const { ScheduleArn } = await create("once", `at(${at})`, { Arn: arn, Input }, { ActionAfterCompletion: "DELETE" });
  expect(ScheduleArn).toBe(`arn:aws:scheduler:${account.region}:${account.account}:schedule/default/once`);
  await yard.advance(89_000);
  expect(await drain()).toEqual([]);
  await yard.advance(1_000);
  expect(bodies(await drain())).toEqual([`${ScheduleArn} ${at}Z 1 <aws.scheduler.unknown>`]);
  await expect(scheduler.send(new GetScheduleCommand({ Name: "once" }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: "Schedule once does not exist.",
  });
});

// Goal: schedules of different rates fire in the order of time while the clock moves by hours. AWS: a rate without StartDate begins at once.
test("a clock that moves meets all times in their order", async () => {
  const { queue, create } = await schedulerBench(yard);
  const { arn, drain } = await queue("order.fifo", { FifoQueue: "true", ContentBasedDeduplication: "true" });
  const target = { Arn: arn, SqsParameters: { MessageGroupId: "g" } };
  await create("forty", "rate(40 minutes)", { ...target, Input: "40 <aws.scheduler.scheduled-time>" });
  await create("hour", "rate(1 hours)", { ...target, Input: "60 <aws.scheduler.scheduled-time>" });
  await yard.advance(2 * HOUR_MS);
  const all = await everything(drain);
  const startMs = Date.parse(all[0]?.slice(3) ?? "");
  const shown = all.map((body) => `${body.slice(0, 2)} ${(Date.parse(body.slice(3)) - startMs) / MINUTE_MS}`);
  expect(shown).toEqual(["40 0", "60 0", "40 40", "60 60", "40 80", "60 120", "40 120"]);
});

async function everything(drain: () => Promise<readonly { Body?: string }[]>): Promise<string[]> {
  const all: string[] = [];
  for (let page = await drain(); page.length > 0; page = await drain()) all.push(...bodies(page).map(String));
  return all;
}

// Goal: cron in a time zone, over the night in which its clocks fall back. AWS: "Daylight savings time on EventBridge Scheduler".
test("cron follows the wall clock of its time zone", async () => {
  const { queue, create } = await schedulerBench(yard);
  const { arn, drain } = await queue("daily");
  const StartDate = new Date(yard.clock.nowMs());
  await create(
    "daily",
    "cron(0 9 * * ? *)",
    { Arn: arn, Input: "<aws.scheduler.scheduled-time>" },
    {
      ScheduleExpressionTimezone: "America/New_York",
      StartDate,
      EndDate: new Date(StartDate.getTime() + 3 * 24 * HOUR_MS),
    },
  );
  await yard.advance(5 * 24 * HOUR_MS);
  const times = (await everything(drain)).sort();
  expect(times).toHaveLength(3);
  for (const time of times) expect(time).toMatch(/T14:00:00Z$/);
});

// Goal: a flexible window puts the call off by less than itself, while the scheduled time stays. AWS: "Flexible time windows".
test("a flexible window puts the call off", async () => {
  const { queue, create, inMs } = await schedulerBench(yard);
  const { arn, drain } = await queue("flexible");
  const at = inMs(MINUTE_MS);
  await create(
    "flexible",
    `at(${at})`,
    { Arn: arn, Input: "<aws.scheduler.scheduled-time>" },
    { FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 15 } },
  );
  await yard.advance(16 * MINUTE_MS);
  expect(bodies(await drain())).toEqual([`${at}Z`]);
});

// Goal: an update begins anew, a disabled or deleted schedule is silent. AWS: UpdateSchedule, State.
test("updates, disables and deletes", async () => {
  const { queue, create, scheduler, RoleArn } = await schedulerBench(yard);
  const { arn, drain } = await queue("changing");
  await create("changing", "rate(1 hour)", { Arn: arn, Input: "old" }, { State: "DISABLED" });
  await yard.advance(2 * HOUR_MS);
  expect(await drain()).toEqual([]);
  const update = (Input: string, State: "ENABLED" | "DISABLED") =>
    scheduler.send(
      new UpdateScheduleCommand({
        Name: "changing",
        ScheduleExpression: "rate(1 hour)",
        State,
        FlexibleTimeWindow: { Mode: "OFF" },
        Target: { Arn: arn, RoleArn, Input },
      }),
    );
  await update("new", "ENABLED");
  await yard.advance(30 * MINUTE_MS);
  expect(bodies(await drain())).toEqual(["new"]);
  await update("never", "DISABLED");
  await yard.advance(2 * HOUR_MS);
  await update("newer", "ENABLED");
  await yard.advance(0);
  expect(bodies(await drain())).toEqual(["newer"]);
  await scheduler.send(new DeleteScheduleCommand({ Name: "changing" }));
  await yard.advance(2 * HOUR_MS);
  expect(await drain()).toEqual([]);
});

// Goal: what the role may not do is not done, and ends in the dead-letter queue, with what is known of it. AWS: "Configuring a dead-letter
// queue for EventBridge Scheduler".
test("the role decides, and failures go to the dead-letter queue", async () => {
  const { queue, create, inMs, role, account } = await schedulerBench(yard);
  const [work, dead] = [await queue("work"), await queue("dead")];
  const RoleArn = await role("dead-only", undefined);
  const iam = account.client(IAMClient);
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: "dead-only",
      PolicyName: "dead",
      PolicyDocument: document({ Action: "sqs:SendMessage", Resource: dead.arn }),
    }),
  );
  const { ScheduleArn } = await create("refused", `at(${inMs(1_000)})`, {
    Arn: work.arn,
    RoleArn,
    Input: "hello",
    DeadLetterConfig: { Arn: dead.arn },
  });
  await yard.advance(2_000);
  expect(await work.drain()).toEqual([]);
  const [message] = await dead.drain();
  expect(JSON.parse(message?.Body ?? "{}")).toEqual({ MessageBody: "hello", QueueUrl: work.url });
  const attributes = Object.entries(message?.MessageAttributes ?? {}).map(([name, { StringValue }]) => [
    name,
    StringValue,
  ]);
  expect(Object.fromEntries(attributes)).toMatchObject({
    ERROR_CODE: "AccessDeniedException",
    RETRY_ATTEMPTS: "0",
    SCHEDULE_ARN: ScheduleArn,
    TARGET_ARN: work.arn,
    IS_PAYLOAD_TRUNCATED: "false",
  });

  // AWS: "Monitoring Amazon EventBridge Scheduler with Amazon CloudWatch": by the schedule's group, and of all.
  const total = async (MetricName: string, Dimensions: readonly { Name: string; Value: string }[]) => {
    const nowMs = yard.clock.nowMs();
    const times = { StartTime: new Date(nowMs - HOUR_MS), EndTime: new Date(nowMs + HOUR_MS) };
    const metric = { Namespace: "AWS/Scheduler", MetricName, Dimensions: [...Dimensions], Unit: "Count" as const };
    const { Datapoints = [] } = await account
      .client(CloudWatchClient)
      .send(new GetMetricStatisticsCommand({ ...metric, ...times, Period: 3_600, Statistics: ["Sum"] }));
    return Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0);
  };
  for (const dimensions of [[], [{ Name: "ScheduleGroup", Value: "default" }]])
    for (const name of [
      "InvocationAttemptCount",
      "TargetErrorCount",
      "InvocationDroppedCount",
      "InvocationsSentToDeadLetterCount",
    ])
      expect([name, await total(name, dimensions)]).toEqual([name, 1]);
});

// Goal: templated topics and universal targets, with bytes and lower-case names, change what they are told to. AWS: "Using universal targets".
test("calls topics, and any operation", async () => {
  const { queue, create, inMs, role, account, sqs } = await schedulerBench(yard);
  const RoleArn = await role("all", "*");
  const inbox = await queue("inbox");
  await sqs.send(
    new SetQueueAttributesCommand({
      QueueUrl: inbox.url,
      Attributes: {
        Policy: document({ Principal: { Service: "sns.amazonaws.com" }, Action: "sqs:SendMessage", Resource: "*" }),
      },
    }),
  );
  const sns = account.client(SNSClient);
  const { TopicArn = "" } = await sns.send(new CreateTopicCommand({ Name: "news" }));
  const Attributes = { RawMessageDelivery: "true" };
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: inbox.arn, Attributes }));
  const dynamo = account.client(DynamoDBClient);
  await dynamo.send(
    new CreateTableCommand({
      TableName: "marks",
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  const at = `at(${inMs(2_000)})`;
  await create("topic", at, { Arn: TopicArn, RoleArn });
  await create("item", at, {
    Arn: "arn:aws:scheduler:::aws-sdk:dynamodb:putItem",
    RoleArn,
    Input: JSON.stringify({
      tableName: "marks",
      Item: { id: { S: "<aws.scheduler.execution-id>" }, b: { B: "bytes" } },
    }),
  });
  await create("set", at, {
    Arn: "arn:aws:scheduler:::aws-sdk:sqs:setQueueAttributes",
    RoleArn,
    Input: JSON.stringify({ QueueUrl: inbox.url, Attributes: { VisibilityTimeout: "7" } }),
  });
  await yard.advance(3_000);
  const [event] = await inbox.drain();
  expect(JSON.parse(event?.Body ?? "{}")).toMatchObject({
    source: "aws.scheduler",
    "detail-type": "Scheduled Event",
    resources: [`arn:aws:scheduler:${account.region}:${account.account}:schedule/default/topic`],
    detail: "{}",
  });
  const { Attributes: changed } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: inbox.url, AttributeNames: ["VisibilityTimeout"] }),
  );
  expect(changed).toEqual({ VisibilityTimeout: "7" });
  const { Items } = await dynamo.send(new ScanCommand({ TableName: "marks" }));
  expect(Items).toMatchObject([
    { id: { S: expect.stringMatching(/^[0-9a-f-]{36}$/) }, b: { B: new TextEncoder().encode("bytes") } },
  ]);
});
