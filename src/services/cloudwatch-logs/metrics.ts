// The metrics that come of a group's events as they are written: its own (AWS/Logs), those of its metric filters, and those that stand
// in the events themselves. They are added up in memory like services' own metrics: src/service/metrics says what that means.
// AWS: "CloudWatch metrics for CloudWatch Logs".

import type { Scope, YardContext } from "../../service/context.ts";
import type { ReadTx, Store } from "../../store/store.ts";
import { readEmbeddedMetrics } from "./embedded-metrics.ts";
import { EVENT_OVERHEAD_BYTES } from "./limits.ts";
import { defaultsOf, extractMetrics, type MetricValues } from "./metric-filter.ts";
import type { LogEvent, LogGroupRecord, MetricFilterRecord } from "./records.ts";
import { listMetricFilters } from "./repo.ts";

const MINUTE_MS = 60_000;
/** LIMIT: AWS: PutMetricData: older values, and values from further ahead, are no metrics. */
const OLDEST_MS = 14 * 86_400_000;
const FURTHEST_MS = 2 * 3_600_000;

/** A minute of a filter with a default value, in which there were events. */
interface OpenMinute {
  readonly scope: Scope;
  readonly filter: MetricFilterRecord;
  readonly minuteMs: number;
  hasMatch: boolean;
}

// By store, since a process may hold several yards.
const openMinutes = new WeakMap<Store, Map<string, OpenMinute>>();

/** The group's metric filters, read in the transaction that writes the events. */
export function filtersOf(tx: ReadTx, scope: Scope, { groupId }: LogGroupRecord): readonly MetricFilterRecord[] {
  return [...listMetricFilters(tx, scope, groupId)];
}

/** Counts events that were written. */
export function countEvents(
  yard: YardContext,
  scope: Scope,
  { logGroupName, groupId }: LogGroupRecord,
  filters: readonly MetricFilterRecord[],
  events: readonly LogEvent[],
): void {
  const family = yard.metrics.family(scope, "AWS/Logs", [["LogGroupName", logGroupName]]);
  let bytes = 0;
  for (const { message, timestampMs } of events) {
    bytes += Buffer.byteLength(message) + EVENT_OVERHEAD_BYTES;
    const embedded = readEmbeddedMetrics(message, timestampMs);
    if (embedded === "invalid") family.add("EMFValidationErrors", 1, "None");
    else if (embedded !== undefined) add(yard, scope, embedded);
  }
  family.add("IncomingLogEvents", events.length, "None");
  family.add("IncomingBytes", bytes, "Bytes");
  for (const filter of filters) {
    const { values, minutes } = extractMetrics(filter, events);
    add(yard, scope, values);
    if (filter.metricTransformations.some(({ defaultValue }) => defaultValue !== undefined))
      noteMinutes(yard, scope, groupId, filter, minutes);
  }
}

function add(yard: YardContext, { account, region }: Scope, values: readonly MetricValues[]): void {
  const nowMs = yard.clock.nowMs();
  for (const each of values)
    if (each.atMs > nowMs - OLDEST_MS && each.atMs < nowMs + FURTHEST_MS)
      yard.metrics.addAt({ ...each, scope: { account, region } });
}

/** AWS: MetricTransformation, defaultValue: for the minutes in which logs came in and none of them matched. */
function noteMinutes(
  yard: YardContext,
  { account, region }: Scope,
  groupId: string,
  filter: MetricFilterRecord,
  minutes: ReadonlyMap<number, boolean>,
): void {
  const open = openMinutes.get(yard.store) ?? new Map<string, OpenMinute>();
  openMinutes.set(yard.store, open);
  for (const [minuteMs, isMatch] of minutes) {
    const key = `${groupId} ${filter.filterName} ${minuteMs}`;
    const known = open.get(key);
    if (known === undefined) open.set(key, { scope: { account, region }, filter, minuteMs, hasMatch: isMatch });
    else known.hasMatch ||= isMatch;
  }
}

/** Has default values told for minutes that are over, before metrics are handed over. */
export function startDefaults(yard: YardContext): () => Promise<void> {
  yard.metrics.sample(() => {
    const open = openMinutes.get(yard.store);
    if (open === undefined) return;
    const nowMs = yard.clock.nowMs();
    for (const [key, { scope, filter, minuteMs, hasMatch }] of open) {
      if (minuteMs + MINUTE_MS > nowMs) continue;
      open.delete(key);
      if (!hasMatch) add(yard, scope, defaultsOf(filter, minuteMs));
    }
  });
  return () => Promise.resolve();
}
