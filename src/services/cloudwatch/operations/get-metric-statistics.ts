// GetMetricStatistics: statistics of one metric, period by period.

import type {
  Datapoint,
  GetMetricStatisticsCommandInput,
  GetMetricStatisticsCommandOutput,
  StandardUnit,
} from "@aws-sdk/client-cloudwatch";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidCombination, invalidValue, missingParameter } from "../errors.ts";
import { LIMITS } from "../limits.ts";
import { parseDimensions } from "../metrics/dimensions.ts";
import { type PeriodValues, readSeries, roundStart } from "../metrics/series.ts";
import { isSimpleStatistic, parseStatistic, type Statistic } from "../metrics/statistic.ts";
import { requirePeriod } from "../queries/check.ts";

type Request = Input<GetMetricStatisticsCommandInput>;

export const getMetricStatistics = defineOperation<Request, GetMetricStatisticsCommandOutput>(
  "GetMetricStatistics",
  (input, context) => {
    const { Namespace, MetricName, Dimensions, StartTime, EndTime, Period, Unit } = input;
    requirePeriod(Period, invalidValue);
    const statistics = parseStatistics(input);
    const nowMs = context.clock.nowMs();
    const fromS = roundStart(StartTime.getTime(), Period, nowMs);
    const untilS = EndTime.getTime() / 1_000;
    // AWS: recorded.
    if (StartTime >= EndTime) throw invalidValue("The parameter StartTime must be less than the parameter EndTime.");
    requireFew(Math.ceil((untilS - fromS) / Period));
    context.metrics.flush();
    const name = { namespace: Namespace, name: MetricName, dimensions: parseDimensions(Dimensions) };
    const grid = { fromS, untilS, periodS: Period, unit: Unit, nowMs };
    const periods = context.store.read((tx) => readSeries(tx, context, name, grid));
    return { Label: MetricName, Datapoints: periods.flatMap((period) => datapoint(period, statistics) ?? []) };
  },
);

function parseStatistics({ Statistics, ExtendedStatistics }: Request): ReadonlyMap<string, Statistic> {
  if (Statistics === undefined && ExtendedStatistics === undefined)
    throw missingParameter("Statistics or ExtendedStatistics");
  // AWS: "you must specify either Statistics or ExtendedStatistics, but not both".
  if (Statistics !== undefined && ExtendedStatistics !== undefined)
    throw invalidCombination("Statistics and ExtendedStatistics cannot be specified together.");
  const parsed = new Map<string, Statistic>();
  for (const name of [...(Statistics ?? []), ...(ExtendedStatistics ?? [])]) {
    const statistic = parseStatistic(name);
    if (statistic === undefined || (ExtendedStatistics !== undefined && isSimpleStatistic(name)))
      throw invalidValue(`The value ${name} for parameter ExtendedStatistics is not supported.`);
    parsed.set(name, statistic);
  }
  return parsed;
}

// AWS: recorded.
function requireFew(points: number): void {
  if (points <= LIMITS.statisticsPoints) return;
  throw invalidCombination(
    `You have requested up to ${points.toLocaleString("en-US")} datapoints, which exceeds the limit of 1,440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
  );
}

function datapoint(
  { startS, unit, tally }: PeriodValues,
  statistics: ReadonlyMap<string, Statistic>,
): Datapoint | undefined {
  const simple: Record<string, number> = {};
  const extended: Record<string, number> = {};
  for (const [name, statistic] of statistics) {
    const value = statistic(tally);
    if (value !== undefined) (isSimpleStatistic(name) ? simple : extended)[name] = value;
  }
  const isExtended = Object.keys(extended).length > 0;
  if (!isExtended && Object.keys(simple).length === 0) return undefined;
  return {
    Timestamp: new Date(startS * 1_000),
    ...simple,
    Unit: unit as StandardUnit,
    ...(isExtended ? { ExtendedStatistics: extended } : {}),
  };
}
