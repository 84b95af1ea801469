// Writing data points: values of one metric, period and unit are added up where they are kept.

import type { Scope } from "../../../service/context.ts";
import { type Tally, tallyOf } from "../../../service/metrics/tally.ts";
import type { WriteTx } from "../../../store/store.ts";
import { loadMetric, loadPoint, type PointKey, saveMetric, savePoint, takeMetricId } from "../repo.ts";
import type { MetricPoint } from "./datum.ts";
import { hashDimensions } from "./dimensions.ts";

/** How exactly it is known when a metric had data last: a change costs a write. AWS: RecentlyActive may be off by 50 minutes. */
export const ACTIVE_EVERY_MS = 10 * 60_000;

/** Adds points to what is there. True if one of the metrics is new. */
export function addPoints(tx: WriteTx, scope: Scope, points: readonly MetricPoint[], nowMs: number): boolean {
  let isAnyNew = false;
  for (const { namespace, name, dimensions, unit, resolutionS, startS, tally } of points) {
    const at = { namespace, name, dimensionsHash: hashDimensions(dimensions) };
    const metric = loadMetric(tx, scope, at);
    const metricId = metric?.id ?? takeMetricId(tx, scope);
    isAnyNew ||= metric === undefined;
    if (metric === undefined || nowMs - metric.activeMs > ACTIVE_EVERY_MS)
      saveMetric(tx, scope, at, { ...metric, v: 1, id: metricId, namespace, name, dimensions, activeMs: nowMs });
    addTally(tx, scope, { metricId, resolutionS, startS, unit }, tally);
  }
  return isAnyNew;
}

/** Adds a tally to what is kept for a period. */
export function addTally(tx: WriteTx, scope: Scope, at: PointKey, tally: Tally): void {
  const before = loadPoint(tx, scope, at);
  if (before === undefined) {
    savePoint(tx, scope, at, { v: 1, ...tally.record() });
    return;
  }
  const both = tallyOf(before);
  both.addRecord(tally.record());
  savePoint(tx, scope, at, { v: 1, ...both.record() });
}
