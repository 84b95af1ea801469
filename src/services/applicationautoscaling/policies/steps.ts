// Step scaling: which step an alarm's breach is in, and what capacity it leads to. Pure.
// AWS: "How step scaling for Application Auto Scaling works": bounds are relative to the alarm's threshold.

import type { StepAdjustment, StepRecord } from "../records.ts";

/** What an alarm saw. */
export interface Breach {
  /** From the oldest to the newest. */
  readonly points: readonly number[];
  readonly threshold: number;
}

/** The capacity that the breach's step leads to; undefined where no step is for it. */
export function steppedUnits(step: StepRecord, breach: Breach, units: number): number | undefined {
  const found = stepOf(step, breach);
  if (found === undefined) return undefined;
  const { AdjustmentType, MinAdjustmentMagnitude = 0 } = step;
  const { ScalingAdjustment: adjustment } = found;
  if (AdjustmentType === "ExactCapacity") return adjustment;
  if (AdjustmentType === "ChangeInCapacity") return units + adjustment;
  return units + atLeast(percentOf(units, adjustment), MinAdjustmentMagnitude);
}

/**
 * AWS: "Scaling adjustment types": values above 1 are rounded down, those between 0 and 1 up to 1, those between 0 and -1 down to -1, and
 * those below -1 towards zero.
 */
function percentOf(units: number, percent: number): number {
  const change = (units * percent) / 100;
  if (change === 0) return 0;
  return Math.abs(change) < 1 ? Math.sign(change) : Math.trunc(change);
}

function atLeast(change: number, magnitude: number): number {
  return Math.abs(change) >= magnitude ? change : Math.sign(change) * magnitude;
}

function stepOf(
  { StepAdjustments, MetricAggregationType = "Average" }: StepRecord,
  breach: Breach,
): StepAdjustment | undefined {
  const delta = aggregate(MetricAggregationType, breach) - breach.threshold;
  return StepAdjustments.find(
    ({ MetricIntervalLowerBound: lower = -Infinity, MetricIntervalUpperBound: upper = Infinity }) =>
      // AWS: "the lower bound is inclusive (the metric plus the breach threshold), the upper bound exclusive; below the threshold the
      // other way round".
      upper <= 0 && !(lower >= 0) ? delta > lower && delta <= upper : delta >= lower && delta < upper,
  );
}

function aggregate(type: NonNullable<StepRecord["MetricAggregationType"]>, { points, threshold }: Breach): number {
  // A state that was set by hand has no data: it is at its threshold.
  if (points.length === 0) return threshold;
  if (type === "Maximum") return Math.max(...points);
  if (type === "Minimum") return Math.min(...points);
  return points.reduce((sum, point) => sum + point, 0) / points.length;
}

/** What is wrong with a policy's steps, by the rules of the API reference; undefined where nothing is. AWS: StepAdjustment. */
export function stepProblem({
  AdjustmentType,
  StepAdjustments,
  MinAdjustmentMagnitude,
  Cooldown,
}: StepRecord): string | undefined {
  if (StepAdjustments.length === 0) return "At least one step adjustment is required";
  if (Cooldown !== undefined && Cooldown < 0) return "Cooldown cannot be negative";
  if (MinAdjustmentMagnitude !== undefined && AdjustmentType !== "PercentChangeInCapacity")
    return "MinAdjustmentMagnitude is only supported for the adjustment type PercentChangeInCapacity";
  if (MinAdjustmentMagnitude !== undefined && MinAdjustmentMagnitude < 1)
    return "MinAdjustmentMagnitude must be positive";
  const ranges = StepAdjustments.map(
    ({ MetricIntervalLowerBound: lower = -Infinity, MetricIntervalUpperBound: upper = Infinity }) => ({ lower, upper }),
  ).sort((one, other) => one.lower - other.lower);
  for (const [at, { lower, upper }] of ranges.entries()) {
    if (lower === -Infinity && upper === Infinity)
      return "The upper and lower bound can't be null in the same step adjustment";
    if (lower >= upper) return "The upper bound of a step adjustment must be greater than its lower bound";
    const before = ranges[at - 1];
    if (before !== undefined && before.upper !== lower)
      return `Step adjustment intervals can't ${before.upper > lower ? "overlap" : "have a gap"}`;
  }
  const [first, last] = [ranges[0], ranges.at(-1)];
  if (first !== undefined && first.lower < 0 && first.lower !== -Infinity)
    return "There must be a step adjustment with an unspecified lower bound when one step adjustment has a negative lower bound";
  if (last !== undefined && last.upper > 0 && last.upper !== Infinity)
    return "There must be a step adjustment with an unspecified upper bound when one step adjustment has a positive upper bound";
  if (AdjustmentType === "ExactCapacity" && StepAdjustments.some(({ ScalingAdjustment }) => ScalingAdjustment < 0))
    return "ScalingAdjustment must be greater than or equal to 0 for the adjustment type ExactCapacity";
  return undefined;
}
