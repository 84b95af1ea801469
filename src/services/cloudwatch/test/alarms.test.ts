import {
  CloudWatchClient,
  type CompositeAlarm,
  DeleteAlarmsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  DescribeAlarmsForMetricCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createClock } from "../../../kernel/clock.ts";
import { type TestAccount, testYard, type TestYard } from "../../../testing/harness.ts";

const MINUTE_MS = 60_000;
let world: TestYard;

beforeAll(async () => {
  world = await testYard({ clock: createClock({ mode: "virtual", startMs: Date.parse("2026-03-02T10:00:00Z") }) });
});
afterAll(() => world.stop());

const put = (cloudWatch: CloudWatchClient, MetricName: string, Value: number): Promise<unknown> =>
  cloudWatch.send(new PutMetricDataCommand({ Namespace: "Shop", MetricData: [{ MetricName, Value }] }));

const alarmOn = (MetricName: string, more: Partial<PutMetricAlarmCommandInput> = {}): PutMetricAlarmCommand =>
  new PutMetricAlarmCommand({
    AlarmName: MetricName,
    Namespace: "Shop",
    MetricName,
    Statistic: "Sum",
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 5,
    ComparisonOperator: "GreaterThanThreshold",
    ...more,
  });

async function stateOf(cloudWatch: CloudWatchClient, name: string): Promise<string | undefined> {
  const found = await cloudWatch.send(
    new DescribeAlarmsCommand({ AlarmNames: [name], AlarmTypes: ["CompositeAlarm", "MetricAlarm"] }),
  );
  return [...(found.MetricAlarms ?? []), ...(found.CompositeAlarms ?? [])][0]?.StateValue;
}

/** A topic whose messages arrive in a queue, raw; gives the messages that have come. */
async function topicWithQueue(
  account: TestAccount,
  name: string,
): Promise<{ arn: string; messages: () => Promise<Message[]> }> {
  const sqs = account.client(SQSClient);
  const queueArn = `arn:aws:sqs:${account.region}:${account.account}:${name}`;
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({ QueueName: name, Attributes: { Policy: openTo(queueArn) } }),
  );
  const sns = account.client(SNSClient);
  const { TopicArn = "" } = await sns.send(new CreateTopicCommand({ Name: name }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: queueArn }));
  return { arn: TopicArn, messages: () => receiveAll(sqs, String(QueueUrl)) };
}

interface Message {
  readonly Subject?: string;
  readonly Message?: string;
  readonly detail?: Record<string, unknown>;
  readonly source?: string;
  readonly resources?: readonly string[];
  readonly "detail-type"?: string;
}

function openTo(queueArn: string): string {
  const statement = { Effect: "Allow", Principal: { Service: ["sns.amazonaws.com", "events.amazonaws.com"] } };
  return JSON.stringify({ Statement: [{ ...statement, Action: "sqs:SendMessage", Resource: queueArn }] });
}

async function receiveAll(sqs: SQSClient, QueueUrl: string): Promise<Message[]> {
  const all: Message[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) return all;
    for (const { Body = "{}", ReceiptHandle } of Messages) {
      all.push(JSON.parse(Body) as Message);
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
}

// Goal: an alarm follows its metric: OK, ALARM, INSUFFICIENT_DATA, and tells its topic and the default bus in AWS's forms. Method: one
// value a minute on a clock that is moved; what was said arrives in queues.
it("follows its metric and tells topics and the bus", async () => {
  const account = world.account();
  const cloudWatch = account.client(CloudWatchClient);
  const topic = await topicWithQueue(account, "alarms");
  const bus = await topicWithQueue(account, "events");
  const events = account.client(EventBridgeClient);
  await events.send(new PutRuleCommand({ Name: "all", EventPattern: JSON.stringify({ source: ["aws.cloudwatch"] }) }));
  const busQueue = `arn:aws:sqs:${account.region}:${account.account}:events`;
  await events.send(new PutTargetsCommand({ Rule: "all", Targets: [{ Id: "queue", Arn: busQueue }] }));
  await cloudWatch.send(alarmOn("Errors", { AlarmActions: [topic.arn], AlarmDescription: "Too many errors" }));
  expect(await stateOf(cloudWatch, "Errors")).toBe("INSUFFICIENT_DATA");

  await put(cloudWatch, "Errors", 1);
  await world.advance(MINUTE_MS);
  expect(await stateOf(cloudWatch, "Errors")).toBe("OK");
  const startMs = world.clock.nowMs();
  await put(cloudWatch, "Errors", 4);
  await put(cloudWatch, "Errors", 4);
  await world.advance(MINUTE_MS);
  expect(await stateOf(cloudWatch, "Errors")).toBe("ALARM");

  const { MetricAlarms: [alarm] = [] } = await cloudWatch.send(new DescribeAlarmsCommand({ StateValue: "ALARM" }));
  const at = (ms: number): string => new Date(ms).toISOString();
  const [, hour = "", minute = ""] = /T(\d\d):(\d\d)/.exec(at(startMs)) ?? [];
  // AWS: "Alarm events and EventBridge": the form of the reason.
  const reason = `Threshold Crossed: 1 out of the last 1 datapoints [8.0 (02/03/26 ${hour}:${minute}:00)] was greater than the threshold (5.0) (minimum 1 datapoint for OK -> ALARM transition).`;
  expect(alarm?.StateReason).toBe(reason);
  expect(JSON.parse(alarm?.StateReasonData ?? "{}")).toMatchObject({
    version: "1.0",
    startDate: at(startMs).replace("Z", "+0000"),
    statistic: "Sum",
    period: 60,
    recentDatapoints: [8],
    threshold: 5,
  });

  const [notice, ...others] = await topic.messages();
  expect(others).toEqual([]);
  expect(notice?.Subject).toBe('ALARM: "Errors" in US East (N. Virginia)');
  expect(JSON.parse(notice?.Message ?? "{}")).toMatchObject({
    AlarmName: "Errors",
    AlarmDescription: "Too many errors",
    AWSAccountId: account.account,
    NewStateValue: "ALARM",
    OldStateValue: "OK",
    Region: "US East (N. Virginia)",
    AlarmArn: `arn:aws:cloudwatch:${account.region}:${account.account}:alarm:Errors`,
    Trigger: { MetricName: "Errors", Namespace: "Shop", StatisticType: "Statistic", Statistic: "SUM", Threshold: 5 },
  });
  const announced = await bus.messages();
  expect(announced.map(({ detail }) => detail?.["state"])).toMatchObject([{ value: "OK" }, { value: "ALARM" }]);
  expect(announced[1]).toMatchObject({
    source: "aws.cloudwatch",
    "detail-type": "CloudWatch Alarm State Change",
    resources: [`arn:aws:cloudwatch:${account.region}:${account.account}:alarm:Errors`],
    detail: {
      alarmName: "Errors",
      previousState: { value: "OK" },
      configuration: {
        metrics: [
          { metricStat: { metric: { name: "Errors", namespace: "Shop", dimensions: {} }, period: 60, stat: "Sum" } },
        ],
      },
    },
  });

  // Its last value leaves the evaluation range of three minutes.
  await world.advance(2 * MINUTE_MS);
  expect(await stateOf(cloudWatch, "Errors")).toBe("ALARM");
  await world.advance(MINUTE_MS);
  expect(await stateOf(cloudWatch, "Errors")).toBe("INSUFFICIENT_DATA");

  const { AlarmHistoryItems = [] } = await cloudWatch.send(
    new DescribeAlarmHistoryCommand({ AlarmName: "Errors", ScanBy: "TimestampAscending" }),
  );
  expect(AlarmHistoryItems.map(({ HistorySummary }) => HistorySummary)).toEqual([
    'Alarm "Errors" created',
    "Alarm updated from INSUFFICIENT_DATA to OK",
    "Alarm updated from OK to ALARM",
    `Successfully executed action ${topic.arn}`,
    "Alarm updated from ALARM to INSUFFICIENT_DATA",
  ]);
});

// Goal: alarms on expressions, with M of N, on high resolution, and on percentiles with few values decide by their rules. Method: one
// alarm each, values and a moved clock.
it("decides by expressions, M of N, seconds and percentiles", async () => {
  const cloudWatch = world.account().client(CloudWatchClient);
  const stat = (MetricName: string): object => ({ Metric: { Namespace: "Shop", MetricName }, Period: 60, Stat: "Sum" });
  await cloudWatch.send(
    new PutMetricAlarmCommand({
      AlarmName: "rate",
      Metrics: [
        { Id: "rate", Expression: "100 * bad / all", ReturnData: true },
        { Id: "bad", MetricStat: stat("Bad") as never, ReturnData: false },
        { Id: "all", MetricStat: stat("All") as never, ReturnData: false },
      ],
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      Threshold: 50,
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
      TreatMissingData: "notBreaching",
    }),
  );
  await cloudWatch.send(alarmOn("Fast", { Period: 10, ComparisonOperator: "LessThanThreshold" }));
  const { Statistic: _statistic, ...percentile } = alarmOn("Slow").input;
  await cloudWatch.send(
    new PutMetricAlarmCommand({ ...percentile, ExtendedStatistic: "p90", EvaluateLowSampleCountPercentile: "ignore" }),
  );
  for (const bad of [1, 0, 1]) {
    await put(cloudWatch, "Bad", bad);
    await put(cloudWatch, "All", 2);
    await put(cloudWatch, "Slow", 100);
    await world.advance(MINUTE_MS);
  }
  expect(await stateOf(cloudWatch, "rate")).toBe("ALARM");
  // AWS: "Percentile-based alarms and low data samples": p90 needs 100 values.
  expect(await stateOf(cloudWatch, "Slow")).toBe("INSUFFICIENT_DATA");
  const MetricData = [{ MetricName: "Slow", Values: [100], Counts: [100] }];
  await cloudWatch.send(new PutMetricDataCommand({ Namespace: "Shop", MetricData }));
  await cloudWatch.send(
    new PutMetricDataCommand({
      Namespace: "Shop",
      MetricData: [{ MetricName: "Fast", Value: 1, StorageResolution: 1 }],
    }),
  );
  await world.advance(10_000);
  expect(await stateOf(cloudWatch, "Fast")).toBe("ALARM");
  await world.advance(MINUTE_MS - 10_000);
  expect(await stateOf(cloudWatch, "Slow")).toBe("ALARM");
});

// Goal: a composite alarm follows its rule, also through another composite alarm, cannot lose an alarm that it needs, and does not run
// in circles. Method: SetAlarmState on its children.
it("combines alarms by rules", async () => {
  const account = world.account();
  const cloudWatch = account.client(CloudWatchClient);
  for (const name of ["a", "b", "c d"]) await cloudWatch.send(alarmOn(name));
  const arn = `arn:aws:cloudwatch:${account.region}:${account.account}:alarm:a`;
  const rule = (AlarmName: string, AlarmRule: string): Promise<unknown> =>
    cloudWatch.send(new PutCompositeAlarmCommand({ AlarmName, AlarmRule }));
  await rule("both", `ALARM("${arn}") AND (ALARM(b) OR NOT OK("c d"))`);
  await rule("top", "ALARM(both)");
  await rule("most", 'AT_LEAST(2, ALARM, (a, b, "c d"))');
  expect(await stateOf(cloudWatch, "top")).toBe("OK");
  const set = (AlarmName: string, StateValue: "ALARM" | "OK"): Promise<unknown> =>
    cloudWatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: "test" }));
  await set("c d", "OK");
  await set("a", "ALARM");
  expect(await stateOf(cloudWatch, "both")).toBe("OK");
  await set("b", "ALARM");
  expect(await Promise.all(["both", "top", "most"].map((name) => stateOf(cloudWatch, name)))).toEqual([
    "ALARM",
    "ALARM",
    "ALARM",
  ]);
  const { CompositeAlarms: [both] = [] } = await cloudWatch.send(
    new DescribeAlarmsCommand({ AlarmNames: ["both"], AlarmTypes: ["CompositeAlarm"] }),
  );
  expect(both?.StateReason).toMatch(/alarm:b transitioned to ALARM at Monday 02 March, 2026 \d\d:\d\d:\d\d UTC$/);
  const parents = await cloudWatch.send(new DescribeAlarmsCommand({ ParentsOfAlarmName: "a" }));
  expect(parents.CompositeAlarms?.map(({ AlarmName }) => AlarmName)).toEqual(["both", "most"]);
  const children = await cloudWatch.send(new DescribeAlarmsCommand({ ChildrenOfAlarmName: "both" }));
  expect(children.MetricAlarms?.map(({ AlarmName, StateValue }) => `${AlarmName} ${StateValue}`)).toEqual([
    "a ALARM",
    "b ALARM",
    "c d OK",
  ]);
  await expect(cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: ["b"] }))).rejects.toThrow(/depending on it/);
  await expect(rule("bad", "ALARM(nobody)")).rejects.toThrow(/alarms \[nobody\] in the alarm rule do not exist/);
  await expect(rule("bad", "ALARM(a) AND")).rejects.toThrow(/unexpected end/);
  // AWS: PutCompositeAlarm: cycles can be made, and stop the evaluation.
  await rule("both", "ALARM(top) OR ALARM(a)");
  await set("a", "OK");
  expect(await stateOf(cloudWatch, "both")).toBe("ALARM");
});

// Goal: actions wait for the suppressor, stay away while it is in ALARM, and come after the extension period if there is still reason.
// Method: AWS's guide, "Suppressing composite alarm actions"; states are set, the clock is moved, messages counted.
it("suppresses the actions of composite alarms", async () => {
  const account = world.account();
  const cloudWatch = account.client(CloudWatchClient);
  const topic = await topicWithQueue(account, "suppressed");
  for (const name of ["cause", "maintenance"]) await cloudWatch.send(alarmOn(name, { TreatMissingData: "ignore" }));
  await cloudWatch.send(
    new PutCompositeAlarmCommand({
      AlarmName: "quiet",
      AlarmRule: "ALARM(cause)",
      AlarmActions: [topic.arn],
      ActionsSuppressor: "maintenance",
      ActionsSuppressorWaitPeriod: 60,
      ActionsSuppressorExtensionPeriod: 120,
    }),
  );
  await world.advance(2 * MINUTE_MS);
  const set = (AlarmName: string, StateValue: "ALARM" | "OK"): Promise<unknown> =>
    cloudWatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: "test" }));
  const suppressedBy = async (): Promise<CompositeAlarm["ActionsSuppressedBy"]> => {
    const { CompositeAlarms: [alarm] = [] } = await cloudWatch.send(
      new DescribeAlarmsCommand({ AlarmNames: ["quiet"], AlarmTypes: ["CompositeAlarm"] }),
    );
    return alarm?.ActionsSuppressedBy;
  };
  await set("cause", "ALARM");
  expect(await suppressedBy()).toBe("WaitPeriod");
  await set("maintenance", "ALARM");
  expect(await suppressedBy()).toBe("Alarm");
  await world.advance(10 * MINUTE_MS);
  expect(await topic.messages()).toEqual([]);
  await set("maintenance", "OK");
  expect(await suppressedBy()).toBe("ExtensionPeriod");
  await world.advance(MINUTE_MS);
  expect(await topic.messages()).toEqual([]);
  await world.advance(MINUTE_MS);
  expect(await suppressedBy()).toBeUndefined();
  expect((await topic.messages()).map(({ Subject }) => Subject)).toEqual(['ALARM: "quiet" in US East (N. Virginia)']);
  await set("cause", "OK");
  await world.advance(MINUTE_MS);
  await set("cause", "ALARM");
  await world.advance(MINUTE_MS);
  expect(await topic.messages()).toHaveLength(1);
});

// Goal: alarms are changed, switched and found, and what is wrong with one is refused. Method: one request each.
it("describes alarms and refuses what is wrong", async () => {
  const cloudWatch = world.account().client(CloudWatchClient);
  const Dimensions = [{ Name: "Site", Value: "de" }];
  await cloudWatch.send(alarmOn("one", { Dimensions, Tags: [{ Key: "team", Value: "x" }] }));
  await cloudWatch.send(alarmOn("two"));
  await cloudWatch.send(new DisableAlarmActionsCommand({ AlarmNames: ["one", "nobody"] }));
  const first = await cloudWatch.send(new DescribeAlarmsCommand({ MaxRecords: 1 }));
  expect(first.MetricAlarms?.map(({ AlarmName, ActionsEnabled }) => [AlarmName, ActionsEnabled])).toEqual([
    ["one", false],
  ]);
  const second = await cloudWatch.send(new DescribeAlarmsCommand({ MaxRecords: 1, NextToken: first.NextToken }));
  expect(second.MetricAlarms?.map(({ AlarmName }) => AlarmName)).toEqual(["two"]);
  expect(second.NextToken).toBeUndefined();
  await cloudWatch.send(new EnableAlarmActionsCommand({ AlarmNames: ["one"] }));
  const onMetric = await cloudWatch.send(
    new DescribeAlarmsForMetricCommand({ Namespace: "Shop", MetricName: "one", Dimensions }),
  );
  expect(onMetric.MetricAlarms?.map(({ AlarmName, ActionsEnabled }) => [AlarmName, ActionsEnabled])).toEqual([
    ["one", true],
  ]);

  const refusal = (more: Partial<PutMetricAlarmCommandInput>): Promise<string> =>
    cloudWatch.send(alarmOn("three", more)).then(
      () => "accepted",
      (error: Error) => `${error.name}: ${error.message}`,
    );
  expect(await refusal({ Period: 45 })).toBe("ValidationException: Period must be 10, 20, 30 or a multiple of 60");
  expect(await refusal({ ExtendedStatistic: "p99" })).toMatch(/Exactly one element of Statistic and ExtendedStatistic/);
  expect(await refusal({ DatapointsToAlarm: 2 })).toMatch(/DatapointsToAlarm must be less than or equal to/);
  expect(await refusal({ EvaluationPeriods: 2_000 })).toMatch(/^ValidationException: Metrics cannot be checked across/);
  expect(await refusal({ AlarmActions: ["x"] })).toBe("ValidationException: Invalid arn syntax: x");
  expect(await refusal({ AlarmActions: ["arn:aws:automate:us-east-1:ec2:stop"] })).toMatch(
    /^NotImplemented: .*ec2:stop/,
  );
  expect(await refusal({ AlarmActions: ["arn:aws:sns:eu-west-1:123456789012:t"] })).toMatch(/Invalid region eu-west-1/);
  expect(await refusal({ ComparisonOperator: "GreaterThanUpperThreshold" })).toMatch(/^NotImplemented: .*anomaly/);
  expect(await refusal({ TreatMissingData: "never" })).toMatch(/treatMissingData/);
  await expect(
    cloudWatch.send(new SetAlarmStateCommand({ AlarmName: "nobody", StateValue: "OK", StateReason: "" })),
  ).rejects.toMatchObject({ name: "ResourceNotFound" });
  await cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: ["one", "nobody"] }));
  expect(await stateOf(cloudWatch, "one")).toBeUndefined();
});
