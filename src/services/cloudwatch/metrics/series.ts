// Reading a metric: its values period by period, out of whatever resolutions still have them.

import type { Scope } from "../../../service/context.ts";
import { Tally } from "../../../service/metrics/tally.ts";
import type { ReadTx } from "../../../store/store.ts";
import { RETENTION } from "../limits.ts";
import { listPoints, loadMetric } from "../repo.ts";
import { type Dimensions, hashDimensions } from "./dimensions.ts";

/** Which metric. */
export interface MetricName {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Dimensions;
}

/** Periods of `periodS` seconds from `fromS` on, those that start before `untilS`. */
export interface TimeGrid {
  readonly fromS: number;
  readonly untilS: number;
  readonly periodS: number;
}

/** The values of one period, in one unit. */
export interface PeriodValues {
  readonly startS: number;
  readonly unit: string;
  readonly tally: Tally;
}

/**
 * A metric's values by period and unit, in the order of time. Periods are counted from the grid's beginning.
 * AWS: GetMetricStatistics: what is older than its resolution is kept shows only in periods that are multiples of the
 * resolution into which it was folded.
 */
export function readSeries(
  tx: ReadTx,
  scope: Scope,
  { namespace, name, dimensions }: MetricName,
  grid: TimeGrid & { readonly unit?: string | undefined; readonly nowMs: number },
): readonly PeriodValues[] {
  const metric = loadMetric(tx, scope, { namespace, name, dimensionsHash: hashDimensions(dimensions) });
  if (metric === undefined) return [];
  const { fromS, untilS, periodS, unit, nowMs } = grid;
  const periods = new Map<string, PeriodValues>();
  for (const { resolutionS, keptS } of RETENTION) {
    if (periodS % resolutionS !== 0) continue;
    // Points that are due to be folded and are not yet must show as if they were.
    const oldestS = periodS < nextResolution(resolutionS) ? nowMs / 1_000 - keptS : -Infinity;
    for (const { at, point } of listPoints(tx, scope, metric.id, resolutionS, { fromS, untilS })) {
      if ((unit !== undefined && at.unit !== unit) || at.startS < oldestS) continue;
      const startS = fromS + Math.floor((at.startS - fromS) / periodS) * periodS;
      const id = `${startS} ${at.unit}`;
      const period = periods.get(id) ?? { startS, unit: at.unit, tally: new Tally() };
      periods.set(id, period);
      period.tally.addRecord(point);
    }
  }
  return [...periods.values()].sort((one, other) => one.startS - other.startS);
}

function nextResolution(resolutionS: number): number {
  const at = RETENTION.findIndex((each) => each.resolutionS === resolutionS);
  return RETENTION[at + 1]?.resolutionS ?? Infinity;
}

/**
 * The beginning of a request's time, rounded down. AWS: GetMetricStatistics, StartTime: to a minute, to five where it
 * lies more than 15 days back, to an hour beyond 63; to the period where that is below a minute.
 */
export function roundStart(startMs: number, periodS: number, nowMs: number): number {
  const ageS = (nowMs - startMs) / 1_000;
  const stepS = periodS < 60 ? periodS : ageS > 63 * 86_400 ? 3_600 : ageS > 15 * 86_400 ? 300 : 60;
  return Math.floor(startMs / 1_000 / stepS) * stepS;
}
