// Which state an alarm is in by its latest data points. Pure.
// AWS: User Guide, "Configuring how CloudWatch alarms treat missing data", with its tables.

import type { AlarmState, Comparison } from "../records.ts";

/** How many data points are looked at beyond the evaluation periods. AWS's examples: a range of 5 for 3 periods, of 3 for 1. */
export const EXTRA_PERIODS = 2;

export interface VerdictRule {
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly threshold: number;
  readonly comparison: Comparison;
  readonly missingData: string;
}

/** A data point of the evaluation range. */
export interface AlarmPoint {
  readonly startS: number;
  /** Undefined where it is missing. */
  readonly value: number | undefined;
}

export interface Verdict {
  /** Undefined where the alarm keeps its state. */
  readonly state: AlarmState | undefined;
  /** The data points by which it was decided, from the oldest to the newest. */
  readonly evaluated: readonly AlarmPoint[];
  /** How many missing ones had to be filled in. */
  readonly filled: number;
}

const COMPARE: Readonly<Record<Comparison, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/** True if the value breaches the threshold. */
export function isBreaching(rule: Pick<VerdictRule, "comparison" | "threshold">, value: number): boolean {
  return COMPARE[rule.comparison](value, rule.threshold);
}

/** Decides by the points of the evaluation range, from the oldest to the newest. */
export function decide(rule: VerdictRule, range: readonly AlarmPoint[]): Verdict {
  const { evaluationPeriods, datapointsToAlarm, missingData } = rule;
  const real = range.filter(({ value }) => value !== undefined);
  const evaluated = real.slice(-evaluationPeriods);
  const filled = evaluationPeriods - evaluated.length;
  const verdict = (state: AlarmState | undefined): Verdict => ({ state, evaluated, filled });
  const breaching = evaluated.filter(({ value }) => value !== undefined && isBreaching(rule, value)).length;
  if (breaching >= datapointsToAlarm) return verdict("ALARM");
  if (filled === 0) return verdict("OK");
  if (missingData === "breaching") return verdict(breaching + filled >= datapointsToAlarm ? "ALARM" : "OK");
  if (missingData === "notBreaching") return verdict("OK");
  if (real.length === 0) return verdict(missingData === "ignore" ? undefined : "INSUFFICIENT_DATA");
  if (breaching < real.length) return verdict("OK");
  // All that there is breaches.
  if (missingData === "ignore") return verdict(undefined);
  // AWS: "Avoiding premature transitions to alarm state": what is at least as old as "Datapoints to Alarm" says is enough.
  const age = range.length - range.findIndex(({ value }) => value !== undefined);
  return verdict(age >= datapointsToAlarm ? "ALARM" : "OK");
}
