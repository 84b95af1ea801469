import {
  CloudWatchClient,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  type MetricDatum,
  PutMetricDataCommand,
} from "@aws-sdk/client-cloudwatch";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createClock } from "../../../kernel/clock.ts";
import { testYard, type TestYard } from "../../../testing/harness.ts";

const START_MS = Date.parse("2026-03-02T10:00:00Z");
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

let world: TestYard;

beforeAll(async () => {
  world = await testYard({ clock: createClock({ mode: "virtual", startMs: START_MS }) });
});
afterAll(() => world.stop());

const client = (): CloudWatchClient => world.account().client(CloudWatchClient);
const put = (cloudWatch: CloudWatchClient, ...MetricData: MetricDatum[]): Promise<unknown> =>
  cloudWatch.send(new PutMetricDataCommand({ Namespace: "Shop", MetricData }));

// Goal: values in each of their three forms add up to statistics, by unit and dimensions. Method: the SDK, one minute.
it("adds values up to statistics", async () => {
  const cloudWatch = client();
  const nowMs = world.clock.nowMs();
  const Timestamp = new Date(nowMs);
  const Dimensions = [
    { Name: "Site", Value: "de" },
    { Name: "App", Value: "web" },
  ];
  await put(
    cloudWatch,
    { MetricName: "Time", Dimensions, Timestamp, Value: 5, Unit: "Seconds" },
    { MetricName: "Time", Dimensions, Timestamp, Values: [1, 2], Counts: [3, 1], Unit: "Seconds" },
    { MetricName: "Time", Dimensions: Dimensions.toReversed(), Timestamp, Value: 9, Unit: "Seconds" },
    { MetricName: "Time", Timestamp, Value: 100 },
    {
      MetricName: "Sets",
      Timestamp,
      StatisticValues: { SampleCount: 4, Sum: 10, Minimum: 1, Maximum: 4 },
    },
  );
  const ask = (MetricName: string, more: object): Promise<{ Datapoints?: object[] }> =>
    cloudWatch.send(
      new GetMetricStatisticsCommand({
        Namespace: "Shop",
        MetricName,
        StartTime: Timestamp,
        EndTime: new Date(nowMs + MINUTE_MS),
        Period: 60,
        ...more,
      }),
    );
  const all = { Statistics: ["SampleCount", "Sum", "Average", "Minimum", "Maximum"] };
  expect((await ask("Time", { ...all, Dimensions })).Datapoints).toEqual([
    { Timestamp, SampleCount: 6, Sum: 19, Average: 19 / 6, Minimum: 1, Maximum: 9, Unit: "Seconds" },
  ]);
  expect((await ask("Time", { Statistics: ["Sum"] })).Datapoints).toEqual([{ Timestamp, Sum: 100, Unit: "None" }]);
  expect((await ask("Sets", { Statistics: ["Average"] })).Datapoints).toEqual([
    { Timestamp, Average: 2.5, Unit: "None" },
  ]);
  expect((await ask("Time", { Statistics: ["Sum"], Dimensions, Unit: "Bytes" })).Datapoints).toEqual([]);
  expect(
    (await ask("Time", { ExtendedStatistics: ["p50", "tm50", "PR(1:5)", "WM(0%:50%)", "tc50"], Dimensions }))
      .Datapoints,
  )
    // 1, 1, 1, 2, 5, 9
    .toMatchObject([{ ExtendedStatistics: { p50: 1, tm50: 1, "PR(1:5)": 100 / 3, "WM(0%:50%)": 1, tc50: 3 } }]);
  // AWS: GetMetricStatistics: no percentiles of statistic sets.
  expect((await ask("Sets", { ExtendedStatistics: ["p99"] })).Datapoints).toEqual([]);
});

// Goal: metrics are listed by namespace, name and dimensions, page by page, while they are active. Method: 501 metrics, one of which
// gets data later, on a clock that is moved.
it("lists metrics that are active", async () => {
  const cloudWatch = client();
  const data = Array.from({ length: 501 }, (_, at) => ({
    MetricName: "Orders",
    Dimensions: [{ Name: "Shop", Value: `s${at}` }],
    Value: 1,
  }));
  await put(cloudWatch, ...data, { MetricName: "Total", Value: 1 });
  const first = await cloudWatch.send(new ListMetricsCommand({ Namespace: "Shop", MetricName: "Orders" }));
  expect(first.Metrics).toHaveLength(500);
  const second = await cloudWatch.send(
    new ListMetricsCommand({ Namespace: "Shop", MetricName: "Orders", NextToken: first.NextToken }),
  );
  expect(second.Metrics).toHaveLength(1);
  expect(second.NextToken).toBeUndefined();
  const filtered = await cloudWatch.send(new ListMetricsCommand({ Dimensions: [{ Name: "Shop", Value: "s7" }] }));
  expect(filtered.Metrics).toEqual([
    { Namespace: "Shop", MetricName: "Orders", Dimensions: [{ Name: "Shop", Value: "s7" }] },
  ]);
  expect((await cloudWatch.send(new ListMetricsCommand({ MetricName: "Total" }))).Metrics).toHaveLength(1);

  await world.advance(4 * HOUR_MS);
  await put(cloudWatch, { MetricName: "Total", Value: 1 });
  const recent = await cloudWatch.send(new ListMetricsCommand({ RecentlyActive: "PT3H" }));
  expect(recent.Metrics).toEqual([{ Namespace: "Shop", MetricName: "Total", Dimensions: [] }]);
  await world.advance(14 * DAY_MS);
  const fortnight = await cloudWatch.send(new ListMetricsCommand({}));
  expect(fortnight.Metrics).toEqual([{ Namespace: "Shop", MetricName: "Total", Dimensions: [] }]);
});

// Goal: data is kept in ever coarser resolutions, and nothing of it gets lost before its time. Method: a value each second and one each
// minute; AWS's retention (GetMetricStatistics) on a clock that is moved.
it("folds old data into coarser resolutions", async () => {
  const cloudWatch = client();
  const startMs = world.clock.nowMs();
  await put(
    cloudWatch,
    ...Array.from({ length: 120 }, (_, at) => ({
      MetricName: "Fine",
      Timestamp: new Date(startMs + at * 1_000),
      Value: 1,
      StorageResolution: 1,
    })),
    ...Array.from({ length: 10 }, (_, at) => ({
      MetricName: "Normal",
      Timestamp: new Date(startMs + at * MINUTE_MS),
      Value: at,
    })),
  );
  const points = async (MetricName: string, Period: number): Promise<number | undefined> => {
    const { Datapoints = [] } = await cloudWatch.send(
      new GetMetricStatisticsCommand({
        Namespace: "Shop",
        MetricName,
        StartTime: new Date(startMs),
        EndTime: new Date(startMs + 15 * MINUTE_MS),
        Period,
        Statistics: ["Sum"],
      }),
    );
    return Datapoints.length;
  };
  expect(await points("Fine", 1)).toBe(120);
  expect(await points("Fine", 10)).toBe(12);
  expect(await points("Fine", 60)).toBe(2);
  await world.advance(3 * HOUR_MS + 10 * MINUTE_MS);
  expect(await points("Fine", 1)).toBe(0);
  expect(await points("Fine", 60)).toBe(2);
  expect(await points("Normal", 60)).toBe(10);
  await world.advance(15 * DAY_MS);
  expect(await points("Normal", 60)).toBe(0);
  expect(await points("Normal", 300)).toBe(2);
  await world.advance(48 * DAY_MS);
  expect(await points("Normal", 300)).toBe(0);
  expect(await points("Normal", 3600)).toBe(1);
  await world.advance(392 * DAY_MS);
  expect(await points("Normal", 3600)).toBe(0);
});

// Goal: GetMetricData joins metrics by expressions, in both orders, page by page. Method: Lambda's error rate.
it("works expressions out over metrics", async () => {
  const cloudWatch = client();
  const startMs = world.clock.nowMs();
  const at = (minute: number): Date => new Date(startMs + minute * MINUTE_MS);
  await put(
    cloudWatch,
    { MetricName: "Errors", Timestamp: at(0), Value: 1 },
    { MetricName: "Invocations", Timestamp: at(0), Value: 4 },
    { MetricName: "Invocations", Timestamp: at(1), Value: 5 },
  );
  const stat = (MetricName: string): object => ({ Metric: { Namespace: "Shop", MetricName }, Period: 60, Stat: "Sum" });
  const MetricDataQueries = [
    { Id: "rate", Expression: "100 * errors / invocations", Label: "Error rate" },
    { Id: "errors", MetricStat: stat("Errors"), ReturnData: false },
    { Id: "invocations", MetricStat: stat("Invocations") },
  ] as never;
  const range = { MetricDataQueries, StartTime: at(0), EndTime: at(10) };
  const whole = await cloudWatch.send(new GetMetricDataCommand({ ...range, ScanBy: "TimestampAscending" }));
  expect(whole.MetricDataResults).toEqual([
    { Id: "rate", Label: "Error rate", Timestamps: [at(0), at(1)], Values: [25, 0], StatusCode: "Complete" },
    { Id: "invocations", Label: "Invocations", Timestamps: [at(0), at(1)], Values: [4, 5], StatusCode: "Complete" },
  ]);
  const newest = await cloudWatch.send(new GetMetricDataCommand({ ...range, MaxDatapoints: 3 }));
  expect(newest.MetricDataResults?.map(({ Values, StatusCode }) => [Values, StatusCode])).toEqual([
    [[0, 25], "Complete"],
    [[5], "PartialData"],
  ]);
  const rest = await cloudWatch.send(
    new GetMetricDataCommand({ ...range, MaxDatapoints: 3, NextToken: newest.NextToken }),
  );
  expect(rest.MetricDataResults?.map(({ Values }) => Values)).toEqual([[], [4]]);
  expect(rest.NextToken).toBeUndefined();
});

// Goal: each thing that can be wrong with data or a query is refused, with AWS's code. Method: one request each.
it("refuses what is wrong", async () => {
  const cloudWatch = client();
  const nowMs = world.clock.nowMs();
  const refusal = (call: Promise<unknown>): Promise<string> =>
    call.then(
      () => "accepted",
      (error: Error) => `${error.name}: ${error.message}`,
    );
  const datum = (more: object): Promise<string> => refusal(put(cloudWatch, { MetricName: "M", ...more }));
  expect(await datum({})).toBe(
    "MissingRequiredParameterException: The parameter MetricData.member.1.Value is required.",
  );
  expect(await datum({ Value: 1, Values: [1] })).toMatch(/^InvalidParameterCombinationException: /);
  expect(await datum({ Values: [1, 2], Counts: [1] })).toMatch(/^InvalidParameterValueException: .*same size/);
  expect(await datum({ Value: 2 ** 361 })).toMatch(/^InvalidParameterValueException: The value .* is invalid/);
  expect(await datum({ Value: 1, StorageResolution: 5 })).toMatch(/^InvalidParameterValueException: /);
  expect(await datum({ Value: 1, Timestamp: new Date(nowMs - 15 * DAY_MS) })).toMatch(/within the last two weeks/);
  expect(await datum({ Value: 1, Timestamp: new Date(nowMs + 3 * HOUR_MS) })).toMatch(/two hours in the future/);
  const names = Array.from({ length: 31 }, (_, at) => ({ Name: `d${at}`, Value: "v" }));
  expect(await datum({ Value: 1, Dimensions: names })).toMatch(/less than or equal to 30/);
  expect(await refusal(cloudWatch.send(new PutMetricDataCommand({ Namespace: "AWS/Mine", MetricData: [] })))).toMatch(
    /MetricData is required/,
  );
  const query = (...queries: object[]): Promise<string> =>
    refusal(
      cloudWatch.send(
        new GetMetricDataCommand({
          MetricDataQueries: queries as never,
          StartTime: new Date(nowMs - HOUR_MS),
          EndTime: new Date(nowMs),
        }),
      ),
    );
  expect(await query({ Id: "E1", Expression: "1" })).toMatch(
    /^ValidationException: .*not matching the expected pattern/,
  );
  expect(await query({ Id: "e1", Expression: "e2" })).toMatch(/^ValidationException: Error in expression 'e1'/);
  expect(await query({ Id: "e1", Expression: "e2" }, { Id: "e2", Expression: "e1" })).toMatch(/refers to itself/);
  expect(await query({ Id: "e1", Expression: "1 + 1" })).toMatch(/must be a time series/);
  expect(await query({ Id: "e1", Expression: "SEARCH('{AWS/Lambda}', 'Sum')" })).toMatch(/^NotImplemented: .*SEARCH/);
  expect(await query({ Id: "e1", Expression: "SELECT AVG(x) FROM y" })).toMatch(/^NotImplemented: .*Metrics Insights/);
  const many = refusal(
    cloudWatch.send(
      new GetMetricStatisticsCommand({
        Namespace: "Shop",
        MetricName: "M",
        StartTime: new Date(nowMs - 2 * DAY_MS),
        EndTime: new Date(nowMs),
        Period: 60,
        Statistics: ["Sum"],
      }),
    ),
  );
  expect(await many).toBe(
    "InvalidParameterCombinationException: You have requested up to 2,880 datapoints, which exceeds the limit of 1,440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.",
  );
});

// Goal: bodies that the SDK compresses are understood. Method: the SDK compresses PutMetricData from 10 KiB on.
it("takes compressed bodies", async () => {
  const cloudWatch = client();
  const data = Array.from({ length: 400 }, (_, at) => ({ MetricName: `Metric${at}`, Value: at }));
  let encoding: unknown;
  cloudWatch.middlewareStack.add(
    (next) => (input) => {
      encoding = (input.request as { headers: Record<string, string> }).headers["content-encoding"];
      return next(input);
    },
    { step: "finalizeRequest", priority: "low" },
  );
  await put(cloudWatch, ...data);
  expect(encoding).toBe("gzip");
  const { Metrics } = await cloudWatch.send(new ListMetricsCommand({ Namespace: "Shop" }));
  expect(Metrics).toHaveLength(400);
});
