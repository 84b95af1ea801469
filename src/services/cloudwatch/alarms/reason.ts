// Why an alarm is in its state, in CloudWatch's words. Pure.
// AWS: User Guide, "Alarm events and EventBridge", for the first form; the others as notifications show them.

import type { AlarmState, MetricAlarmRecord } from "../records.ts";
import { doubleText, isoTime, shortTime } from "./text.ts";
import { type AlarmPoint, isBreaching, type Verdict, type VerdictRule } from "./verdict.ts";

const WORDS = {
  GreaterThanOrEqualToThreshold: "greater than or equal to",
  GreaterThanThreshold: "greater than",
  LessThanThreshold: "less than",
  LessThanOrEqualToThreshold: "less than or equal to",
} as const;

/** More data points than these are not all shown. */
const MOST_SHOWN = 5;

/** The reason of a change to `to`. */
export function reasonText(rule: VerdictRule, verdict: Verdict, from: AlarmState, to: AlarmState): string {
  const { evaluated, filled } = verdict;
  if (to === "INSUFFICIENT_DATA")
    return `Insufficient Data: ${times(rule.evaluationPeriods, "datapoint")} ${was(rule.evaluationPeriods)} unknown.`;
  const treated = rule.missingData === "breaching" ? "[Breaching]" : "[NonBreaching]";
  const isFilled = filled > 0 && (rule.missingData === "breaching" || rule.missingData === "notBreaching");
  const missing = `${times(filled, "missing datapoint")} ${was(filled)} treated as ${treated}`;
  if (evaluated.length === 0)
    return `Threshold Crossed: no datapoints were received for ${times(filled, "period")} and ${missing}.`;
  const isAlarm = to === "ALARM";
  const points = evaluated.filter(({ value }) => value !== undefined && isBreaching(rule, value) === isAlarm);
  const needed = isAlarm ? rule.datapointsToAlarm : rule.evaluationPeriods - rule.datapointsToAlarm + 1;
  const negation = isAlarm ? "" : "not ";
  const compared = `${was(points.length)} ${negation}${WORDS[rule.comparison]} the threshold (${doubleText(rule.threshold)})`;
  const least = `(minimum ${times(needed, "datapoint")} for ${from} -> ${to} transition)`;
  const count = `${points.length} out of the last ${rule.evaluationPeriods} datapoints`;
  const shown = `[${points.slice(-MOST_SHOWN).toReversed().map(pointText).join(", ")}]`;
  const filledText = isFilled ? ` and ${missing}` : "";
  if (points.length > MOST_SHOWN)
    return `Threshold Crossed: ${count} ${compared}. The most recent datapoints which crossed the threshold: ${shown}${filledText} ${least}.`;
  return `Threshold Crossed: ${count} ${shown} ${compared}${filledText} ${least}.`;
}

function pointText({ startS, value = 0 }: AlarmPoint): string {
  return `${doubleText(value)} (${shortTime(startS)})`;
}

function times(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function was(count: number): string {
  return count === 1 ? "was" : "were";
}

/** The reason as JSON text. Numbers are written as Java's doubles, so JSON.stringify does not do. */
export function reasonData(
  alarm: MetricAlarmRecord,
  { evaluated }: Verdict,
  sampleCounts: ReadonlyMap<number, number> | undefined,
  nowMs: number,
): string {
  const [first] = evaluated;
  const statistic = alarm.metric?.Statistic ?? alarm.metric?.ExtendedStatistic;
  const points = evaluated.map(({ value = 0 }) => doubleText(value));
  const members: readonly (readonly [string, string | undefined])[] = [
    ["version", JSON.stringify("1.0")],
    ["queryDate", JSON.stringify(isoTime(nowMs))],
    ["startDate", first && JSON.stringify(isoTime(first.startS * 1_000))],
    ["unit", alarm.metric?.Unit && JSON.stringify(alarm.metric.Unit)],
    ["statistic", statistic && JSON.stringify(statistic)],
    ["period", String(alarm.periodS)],
    ["recentDatapoints", `[${points.join(",")}]`],
    ["threshold", doubleText(alarm.threshold)],
    [
      "evaluatedDatapoints",
      `[${evaluated
        .map((point) => evaluatedText(point, sampleCounts))
        .toReversed()
        .join(",")}]`,
    ],
  ];
  return `{${members.flatMap(([name, text]) => (text === undefined ? [] : `"${name}":${text}`)).join(",")}}`;
}

function evaluatedText(
  { startS, value = 0 }: AlarmPoint,
  sampleCounts: ReadonlyMap<number, number> | undefined,
): string {
  const count = sampleCounts?.get(startS);
  const samples = count === undefined ? "" : `"sampleCount":${doubleText(count)},`;
  return `{"timestamp":"${isoTime(startS * 1_000)}",${samples}"value":${doubleText(value)}}`;
}
