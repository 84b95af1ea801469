// Goal: CloudWatch is what it is to the AWS CLI. Method: every operation that is served, called by the CLI's own code against a yard in this
// process; what is served and was not called fails the last test.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasAwsCli, startAwsCli, type AwsCli } from "./aws-cli.ts";

if (!hasAwsCli)
  test("the AWS CLI is not installed: CloudWatch is not tried with it", () => expect(hasAwsCli).toBe(false));

describe.runIf(hasAwsCli)("the AWS CLI calls CloudWatch", () => {
  const metric = ["--namespace", "Shop", "--metric-name", "Orders"];
  let cli: AwsCli;
  let aws: AwsCli["aws"];

  beforeAll(async () => {
    cli = await startAwsCli();
    ({ aws } = cli);
  });
  afterAll(() => cli.stop());

  test("for metrics", async () => {
    const nowMs = cli.yard.clock.nowMs();
    const time = [
      "--start-time",
      new Date(nowMs - 600_000).toISOString(),
      "--end-time",
      new Date(nowMs + 60_000).toISOString(),
    ];
    await aws`cloudwatch put-metric-data ${metric} --value 3 --unit Count --dimensions City=Oslo`;
    await aws`cloudwatch put-metric-data ${metric} --value 4 --unit Count --dimensions City=Oslo`;
    const names = ["--query", "Metrics[].Dimensions[].Value"];
    expect(await aws`cloudwatch list-metrics --namespace Shop ${names}`).toEqual(["Oslo"]);
    const dimensions = ["--dimensions", "Name=City,Value=Oslo"];
    const sums = await aws<
      number[]
    >`cloudwatch get-metric-statistics ${metric} ${dimensions} ${time} --period 60 --statistics Sum --query Datapoints[].Sum`;
    expect(sums.reduce((one, other) => one + other, 0)).toBe(7);
    const queries = [
      {
        Id: "m",
        MetricStat: {
          Metric: { Namespace: "Shop", MetricName: "Orders", Dimensions: [{ Name: "City", Value: "Oslo" }] },
          Period: 3600,
          Stat: "Maximum",
        },
      },
    ];
    const maxima = await aws<
      number[]
    >`cloudwatch get-metric-data --metric-data-queries ${queries} ${time} --query MetricDataResults[0].Values`;
    expect(Math.max(...maxima)).toBe(4);
  });

  test("for alarms", async () => {
    const alarm = ["--alarm-name", "many"];
    const condition = "--threshold 5 --comparison-operator GreaterThanThreshold --evaluation-periods 1 --period 60";
    await aws`cloudwatch put-metric-alarm ${alarm} ${metric} --statistic Sum ${condition.split(" ")}`;
    await aws`cloudwatch put-composite-alarm --alarm-name all --alarm-rule ${"ALARM(many)"}`;
    await aws`cloudwatch set-alarm-state ${alarm} --state-value ALARM --state-reason ${"a test"}`;
    const states = ["--query", "MetricAlarms[].[AlarmName, StateValue]"];
    expect(await aws`cloudwatch describe-alarms --alarm-names many ${states}`).toEqual([["many", "ALARM"]]);
    expect(await aws`cloudwatch describe-alarms-for-metric ${metric} ${states}`).toEqual([["many", "ALARM"]]);
    const summaries = ["--history-item-type", "StateUpdate", "--query", "AlarmHistoryItems[].HistorySummary"];
    expect(await aws`cloudwatch describe-alarm-history ${alarm} ${summaries}`).toContain(
      "Alarm updated from INSUFFICIENT_DATA to ALARM",
    );
    await aws`cloudwatch disable-alarm-actions --alarm-names many`;
    const enabled = ["--query", "MetricAlarms[].ActionsEnabled"];
    expect(await aws`cloudwatch describe-alarms --alarm-names many ${enabled}`).toEqual([false]);
    await aws`cloudwatch enable-alarm-actions --alarm-names many`;
    const arn = `arn:aws:cloudwatch:${cli.account.region}:${cli.account.account}:alarm:many`;
    await aws`cloudwatch tag-resource --resource-arn ${arn} --tags Key=a,Value=1 Key=b,Value=2`;
    await aws`cloudwatch untag-resource --resource-arn ${arn} --tag-keys a`;
    const tags = ["--query", "Tags[].Key"];
    expect(await aws`cloudwatch list-tags-for-resource --resource-arn ${arn} ${tags}`).toEqual(["b"]);
    await aws`cloudwatch delete-alarms --alarm-names all`;
    await aws`cloudwatch delete-alarms --alarm-names many`;
  });

  test("for dashboards", async () => {
    const dashboard = ["--dashboard-name", "shop"];
    const widget = { type: "text", x: 0, y: 0, width: 6, height: 3, properties: { markdown: "# Orders" } };
    await aws`cloudwatch put-dashboard ${dashboard} --dashboard-body ${{ widgets: [widget] }}`;
    expect(await aws`cloudwatch list-dashboards --query DashboardEntries[].DashboardName`).toEqual(["shop"]);
    expect(await aws`cloudwatch get-dashboard ${dashboard} --query DashboardName`).toBe("shop");
    await aws`cloudwatch delete-dashboards --dashboard-names shop`;
    await expect(aws`cloudwatch get-dashboard ${dashboard}`).rejects.toThrow("(ResourceNotFound)");
  });

  test("in every operation that is served", () => {
    expect(cli.uncalled("cloudwatch")).toEqual([]);
  });
});
