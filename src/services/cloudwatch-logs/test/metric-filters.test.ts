// Metrics out of logs, through the whole yard: what is written into a group is there to be read, and to be alarmed by, in CloudWatch.

import { CloudWatchClient, GetMetricDataCommand, ListMetricsCommand } from "@aws-sdk/client-cloudwatch";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteMetricFilterCommand,
  DescribeLogGroupsCommand,
  DescribeMetricFiltersCommand,
  type MetricTransformation,
  PutLogEventsCommand,
  PutMetricFilterCommand,
  TestMetricFilterCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { expect, onTestFinished, test } from "vitest";
import { sharedYard, testYard, type TestYard } from "../../../testing/harness.ts";

const MINUTE_MS = 60_000;

interface MetricChoice {
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly Unit?: "Bytes";
}

async function setUp(yard: TestYard) {
  const account = yard.account();
  const logs = account.client(CloudWatchLogsClient);
  const metrics = account.client(CloudWatchClient);
  const logGroupName = "/shop";
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: "s" }));
  const nowMs = () => yard.yard.context.clock.nowMs();
  const filter = (filterPattern: string, transformation: Partial<MetricTransformation> = {}, filterName = "f") =>
    logs.send(
      new PutMetricFilterCommand({
        logGroupName,
        filterName,
        filterPattern,
        metricTransformations: [{ metricName: "Count", metricNamespace: "Shop", metricValue: "1", ...transformation }],
      }),
    );
  const write = (...messages: string[]) =>
    logs.send(
      new PutLogEventsCommand({
        logGroupName,
        logStreamName: "s",
        logEvents: messages.map((message) => ({ timestamp: nowMs(), message })),
      }),
    );
  /** A statistic of the last ten minutes, minute by minute. */
  const values = async (
    Stat: string,
    { Namespace = "Shop", MetricName = "Count", dimensions = {}, Unit }: MetricChoice = {},
  ) => {
    const { MetricDataResults } = await metrics.send(
      new GetMetricDataCommand({
        StartTime: new Date(nowMs() - 10 * MINUTE_MS),
        EndTime: new Date(nowMs() + MINUTE_MS),
        ScanBy: "TimestampAscending",
        MetricDataQueries: [
          {
            Id: "m",
            MetricStat: {
              Metric: {
                Namespace,
                MetricName,
                Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
              },
              Period: 60,
              Stat,
              Unit,
            },
          },
        ],
      }),
    );
    return MetricDataResults?.[0]?.Values ?? [];
  };
  return { account, logs, metrics, logGroupName, nowMs, filter, write, values };
}

// AWS: "Creating metrics from log events using filters".
test("events that match are counted, their values added up, by dimensions", async () => {
  const { filter, write, values, metrics } = await setUp(await sharedYard());
  await filter("ERROR");
  await filter(
    "[level, ..., bytes]",
    { metricName: "Bytes", metricValue: "$bytes", unit: "Bytes", dimensions: { Level: "$level" } },
    "fields",
  );
  await filter("{ $.latency = * }", { metricName: "Latency", metricValue: "$.latency" }, "json");
  await write(
    "ERROR in order 12",
    "INFO fine 30",
    "ERROR again 40",
    '{"latency":12.5}',
    '{"latency":"7.5"}',
    '{"latency":"slow"}',
  );
  const sum = async (...input: Parameters<typeof values>) =>
    (await values(...input)).reduce((one, other) => one + other, 0);
  expect(await sum("Sum")).toBe(2);
  expect(await sum("Sum", { MetricName: "Bytes", dimensions: { Level: "ERROR" }, Unit: "Bytes" })).toBe(52);
  expect(await sum("Sum", { MetricName: "Bytes", dimensions: { Level: "INFO" } })).toBe(30);
  expect(await sum("SampleCount", { MetricName: "Latency" })).toBe(2);
  expect(await values("Maximum", { MetricName: "Latency" })).toEqual([12.5]);
  const { Metrics = [] } = await metrics.send(new ListMetricsCommand({ Namespace: "Shop", MetricName: "Bytes" }));
  expect(new Set(Metrics.map(({ Dimensions }) => Dimensions?.[0]?.Value))).toEqual(new Set(["ERROR", "INFO"]));
});

// AWS: MetricTransformation, defaultValue: "the value to emit when a filter pattern does not match a log event".
test("a minute with events and without a match has the default value, one without events none", async () => {
  const yard = await testYard();
  onTestFinished(() => yard.stop());
  const { filter, write, values } = await setUp(yard);
  await filter("ERROR", { defaultValue: 0 });
  await write("fine");
  await yard.advance(MINUTE_MS);
  await write("fine");
  await write("ERROR");
  await yard.advance(3 * MINUTE_MS);
  expect(await values("Sum")).toEqual([0, 1]);
  expect(await values("SampleCount")).toEqual([1, 1]);
});

// AWS: "Specification: Embedded metric format"; "CloudWatch metrics for CloudWatch Logs", EMFValidationErrors.
test("metrics that stand in events are extracted, and what is not valid is counted", async () => {
  const { write, values, nowMs, logGroupName } = await setUp(await sharedYard());
  const document = (metric: object, more: object) =>
    JSON.stringify({
      _aws: {
        Timestamp: nowMs(),
        CloudWatchMetrics: [{ Namespace: "App", Dimensions: [["service"]], Metrics: [metric] }],
      },
      ...more,
    });
  await write(
    document({ Name: "time", Unit: "Milliseconds" }, { service: "pay", time: [5, 15] }),
    document({ Name: "time", Unit: "Milliseconds" }, { service: "pay", time: 10 }),
    document({ Name: "gone" }, { service: "pay" }),
    "plain",
  );
  const metric = { Namespace: "App", MetricName: "time", dimensions: { service: "pay" } };
  expect(await values("Sum", metric)).toEqual([30]);
  expect(await values("SampleCount", metric)).toEqual([3]);
  const own = (MetricName: string) => ({
    Namespace: "AWS/Logs",
    MetricName,
    dimensions: { LogGroupName: logGroupName },
  });
  expect(await values("Sum", own("EMFValidationErrors"))).toEqual([1]);
  expect(await values("Sum", own("IncomingLogEvents"))).toEqual([4]);
});

// AWS: the API reference of the four operations.
test("metric filters are described, tested, replaced and deleted", async () => {
  const { logs, logGroupName, filter, write, values } = await setUp(await sharedYard());
  for (const name of ["b", "a", "c"]) await filter("x", { metricName: name.toUpperCase() }, name);
  await filter("y", { metricName: "A" }, "a");
  const { metricFilters: first = [], nextToken } = await logs.send(
    new DescribeMetricFiltersCommand({ logGroupName, limit: 2 }),
  );
  expect(first.map(({ filterName, filterPattern }) => [filterName, filterPattern])).toEqual([
    ["a", "y"],
    ["b", "x"],
  ]);
  const { metricFilters: rest = [] } = await logs.send(new DescribeMetricFiltersCommand({ logGroupName, nextToken }));
  expect(rest.map(({ filterName }) => filterName)).toEqual(["c"]);
  const { metricFilters: byMetric = [] } = await logs.send(
    new DescribeMetricFiltersCommand({ metricName: "B", metricNamespace: "Shop" }),
  );
  expect(byMetric.map(({ filterName }) => filterName)).toEqual(["b"]);
  const { logGroups } = await logs.send(new DescribeLogGroupsCommand({}));
  expect(logGroups?.[0]?.metricFilterCount).toBe(3);
  await logs.send(new DeleteMetricFilterCommand({ logGroupName, filterName: "b" }));
  await write("x");
  expect(await values("Sum", { MetricName: "B" })).toEqual([]);
  const { matches } = await logs.send(
    new TestMetricFilterCommand({ filterPattern: "{ $.a = 1 }", logEventMessages: ['{"a":2}', '{"a":1}', "x"] }),
  );
  expect(matches).toEqual([{ eventNumber: 2, eventMessage: '{"a":1}', extractedValues: { "$.a": "1" } }]);

  const deleted = logs.send(new DeleteMetricFilterCommand({ logGroupName, filterName: "b" }));
  await expect(deleted).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: "The specified metric filter does not exist.",
  });
  for (const [pattern, transformation] of [
    ["{ $.a = 1", {}],
    ["ERROR", { dimensions: { A: "$.a" } }],
    ["{ $.a = 1 }", { metricValue: "b" }],
    ["[a, b]", { dimensions: { A: "$a" }, defaultValue: 0 }],
    ["[a, b, c, d]", { dimensions: { A: "$a", B: "$b", C: "$c", D: "$d" } }],
    ["x", { metricNamespace: "a:b" }],
    ["x", { unit: "Hours" as "None" }],
  ] as const)
    await expect(filter(pattern, transformation)).rejects.toMatchObject({ name: "InvalidParameterException" });
});
