// Looks at a metric alarm's data and puts it into the state that follows.

import { AwsError } from "../../../kernel/errors.ts";
import { percentOf } from "../metrics/statistic.ts";
import { parseQueries } from "../queries/check.ts";
import { type QueryResult, runQueries } from "../queries/run.ts";
import type { AlarmState, MetricAlarmRecord, QueryRecord } from "../records.ts";
import { actAgain } from "./notify.ts";
import { reasonData, reasonText } from "./reason.ts";
import type { AlarmRun } from "./run.ts";
import { changeState } from "./transition.ts";
import { type AlarmPoint, decide, EXTRA_PERIODS, type VerdictRule } from "./verdict.ts";

/** Evaluates an alarm by the periods that have ended. */
export function evaluateAlarm(run: AlarmRun, alarm: MetricAlarmRecord): void {
  const result = readRange(run, alarm);
  if (result === undefined) return;
  const rule = ruleOf(alarm);
  const verdict = decide(rule, result.points);
  const from = alarm.state.value;
  const to = verdict.state;
  if ((to === undefined || to === from) && verdict.evaluated.length > 0)
    actAgain(run, alarm, reasonData(alarm, verdict, result.sampleCounts, run.nowMs));
  if (to === undefined || to === from || hasTooFewSamples(alarm, verdict.evaluated, result.sampleCounts)) return;
  changeState(run, alarm, {
    value: to,
    reason: reasonText(rule, verdict, from, to),
    reasonData: reasonData(alarm, verdict, result.sampleCounts, run.nowMs),
  });
}

function ruleOf(alarm: MetricAlarmRecord): VerdictRule {
  const { evaluationPeriods, datapointsToAlarm = evaluationPeriods, threshold, comparison } = alarm;
  return { evaluationPeriods, datapointsToAlarm, threshold, comparison, missingData: missingDataOf(alarm) };
}

/** AWS: "Alarms that evaluate metrics in the AWS/DynamoDB namespace default to ignore missing data." */
function missingDataOf({ missingData, metric }: MetricAlarmRecord): string {
  return missingData ?? (metric?.Namespace === "AWS/DynamoDB" ? "ignore" : "missing");
}

interface EvaluationRange {
  readonly points: readonly AlarmPoint[];
  readonly sampleCounts: ReadonlyMap<number, number> | undefined;
}

/**
 * The alarm's data points, from the oldest to the newest; undefined where its expression cannot be worked out, and it keeps its
 * state. AWS: events show that periods end with the last full minute, not with multiples of the period ("Alarm events and
 * EventBridge": evaluated at 17:04:40, five minutes from 16:59).
 */
function readRange({ yard, tx, scope, nowMs }: AlarmRun, alarm: MetricAlarmRecord): EvaluationRange | undefined {
  const { periodS, evaluationPeriods } = alarm;
  const stepS = Math.min(60, periodS);
  const untilS = Math.floor(nowMs / 1_000 / stepS) * stepS;
  const fromS = untilS - periodS * (evaluationPeriods + EXTRA_PERIODS);
  let result: QueryResult | undefined;
  try {
    const queries = parseQueries(queriesOf(alarm), scope.account);
    [result] = runQueries(tx, scope, queries, { fromS: () => fromS, untilS, nowMs });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    yard.log.write("warn", "cloudwatch/evaluation-failed", { alarm: alarm.name, message: error.message });
    return undefined;
  }
  const points = Array.from({ length: evaluationPeriods + EXTRA_PERIODS }, (_, at) => {
    const startS = fromS + at * periodS;
    return { startS, value: result?.series.points.get(startS) };
  });
  return { points, sampleCounts: result?.sampleCounts };
}

/** What an alarm watches, as queries. */
function queriesOf({ metric, queries }: Pick<MetricAlarmRecord, "metric" | "queries">): readonly QueryRecord[] {
  if (metric === undefined) return queries ?? [];
  const { Namespace, MetricName, Dimensions, Period, Statistic, ExtendedStatistic, Unit } = metric;
  const Stat = Statistic ?? ExtendedStatistic ?? "Average";
  return [{ Id: "m1", MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period, Stat, Unit } }];
}

/**
 * True if the state must not change because percentiles of so few values say nothing.
 * AWS: "Percentile-based alarms and low data samples": 10/(1-percentile) values from 0.5 up, 10/percentile below.
 */
function hasTooFewSamples(
  { lowSampleCount, metric }: MetricAlarmRecord,
  evaluated: readonly AlarmPoint[],
  counts: ReadonlyMap<number, number> | undefined,
): boolean {
  const percent = percentOf(metric?.ExtendedStatistic ?? "");
  if (lowSampleCount !== "ignore" || percent === undefined) return false;
  const least = 1_000 / (percent >= 50 ? 100 - percent : percent);
  return evaluated.some(({ startS }) => (counts?.get(startS) ?? 0) < least);
}

/** The state of a metric alarm that is new. */
export const INITIAL_STATE: { readonly value: AlarmState; readonly reason: string } = {
  value: "INSUFFICIENT_DATA",
  // AWS: "Alarm events and EventBridge".
  reason: "Unchecked: Initial alarm creation",
};
