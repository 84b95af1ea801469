// The only file that knows CloudWatch's keys.

import type { Scope } from "../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../store/store.ts";
import type { AlarmRecord, DashboardRecord, HistoryRecord, MetricRecord, PointRecord } from "./records.ts";

const key = (scope: Scope, ...rest: Key): Key => ["cloudwatch", scope.account, scope.region, ...rest];

/** What tells metrics of one name apart: the hash of their dimensions. */
export interface MetricKey {
  readonly namespace: string;
  readonly name: string;
  readonly dimensionsHash: string;
}

const metricKey = (scope: Scope, { namespace, name, dimensionsHash }: MetricKey): Key =>
  key(scope, "metric", namespace, name, dimensionsHash);

export function loadMetric(tx: ReadTx, scope: Scope, metric: MetricKey): MetricRecord | undefined {
  return tx.get<MetricRecord>(metricKey(scope, metric));
}

export function saveMetric(tx: WriteTx, scope: Scope, at: MetricKey, metric: MetricRecord): void {
  tx.put(metricKey(scope, at), metric);
}

export function removeMetric(tx: WriteTx, scope: Scope, metric: MetricKey): void {
  tx.delete(metricKey(scope, metric));
}

/** Metrics by namespace and name, from after `after` on. */
export function* listMetrics(
  tx: ReadTx,
  scope: Scope,
  options: { readonly namespace?: string; readonly name?: string; readonly after?: MetricKey } = {},
): Generator<{ readonly at: MetricKey; readonly metric: MetricRecord }> {
  const { namespace, name, after } = options;
  const prefix = key(
    scope,
    "metric",
    ...(namespace === undefined ? [] : name === undefined ? [namespace] : [namespace, name]),
  );
  const begin = after === undefined ? {} : { after: metricKey(scope, after) };
  for (const { key: at, value } of tx.range<MetricRecord>({ prefix, ...begin }))
    yield {
      at: { namespace: String(at[4]), name: String(at[5]), dimensionsHash: String(at[6]) },
      metric: value,
    };
}

/** The next metric's id. */
export function takeMetricId(tx: WriteTx, scope: Scope): number {
  const at = key(scope, "metric-id");
  const id = (tx.get<number>(at) ?? 0) + 1;
  tx.put(at, id);
  return id;
}

/** Which data point: one metric's, of one resolution, of the period that starts then, in one unit. */
export interface PointKey {
  readonly metricId: number;
  readonly resolutionS: number;
  readonly startS: number;
  readonly unit: string;
}

const pointKey = (scope: Scope, { metricId, resolutionS, startS, unit }: PointKey): Key =>
  key(scope, "point", metricId, resolutionS, startS, unit);

export function loadPoint(tx: ReadTx, scope: Scope, point: PointKey): PointRecord | undefined {
  return tx.get<PointRecord>(pointKey(scope, point));
}

export function savePoint(tx: WriteTx, scope: Scope, at: PointKey, point: PointRecord): void {
  tx.put(pointKey(scope, at), point);
}

export function removePoint(tx: WriteTx, scope: Scope, point: PointKey): void {
  tx.delete(pointKey(scope, point));
}

/** Data points of one metric and resolution that start within [fromS, untilS), in the order of time. */
export function* listPoints(
  tx: ReadTx,
  scope: Scope,
  metricId: number,
  resolutionS: number,
  between: { readonly fromS?: number; readonly untilS?: number; readonly limit?: number } = {},
): Generator<{ readonly at: PointKey; readonly point: PointRecord }> {
  const prefix = key(scope, "point", metricId, resolutionS);
  const { fromS, untilS, limit } = between;
  const range = {
    prefix,
    ...(fromS === undefined ? {} : { start: [...prefix, fromS] }),
    ...(untilS === undefined ? {} : { end: [...prefix, untilS] }),
    ...(limit === undefined ? {} : { limit }),
  };
  for (const { key: at, value } of tx.range<PointRecord>(range))
    yield { at: { metricId, resolutionS, startS: Number(at[6]), unit: String(at[7]) }, point: value };
}

export function loadAlarm(tx: ReadTx, scope: Scope, name: string): AlarmRecord | undefined {
  return tx.get<AlarmRecord>(key(scope, "alarm", name));
}

export function saveAlarm(tx: WriteTx, scope: Scope, alarm: AlarmRecord): void {
  tx.put(key(scope, "alarm", alarm.name), alarm);
}

export function removeAlarm(tx: WriteTx, scope: Scope, name: string): void {
  tx.delete(key(scope, "alarm", name));
}

/** Alarms in the order of their names, from after `after` on. */
export function* listAlarms(
  tx: ReadTx,
  scope: Scope,
  options: { readonly after?: string } = {},
): Generator<AlarmRecord> {
  const { after } = options;
  const begin = after === undefined ? {} : { after: key(scope, "alarm", after) };
  for (const { value } of tx.range<AlarmRecord>({ prefix: key(scope, "alarm"), ...begin })) yield value;
}

/** Composite alarms whose rule, or suppressor, names this alarm. */
export function* listParents(tx: ReadTx, scope: Scope, child: string): Generator<string> {
  for (const { key: at } of tx.range<unknown>({ prefix: key(scope, "parent", child) })) yield String(at[5]);
}

export function saveParent(tx: WriteTx, scope: Scope, child: string, parent: string): void {
  tx.put(key(scope, "parent", child, parent), { v: 1 });
}

export function removeParent(tx: WriteTx, scope: Scope, child: string, parent: string): void {
  tx.delete(key(scope, "parent", child, parent));
}

/** Where an item of the history stands: time, and a number that keeps items of one time apart. */
export interface HistoryKey {
  readonly atMs: number;
  readonly number: number;
}

export function saveHistory(tx: WriteTx, scope: Scope, item: HistoryRecord): void {
  const at = key(scope, "history-number");
  const number = (tx.get<number>(at) ?? 0) + 1;
  tx.put(at, number);
  tx.put(key(scope, "history", item.atMs, number), item);
}

/** Items of the history from the newest or from the oldest on, within [fromMs, untilMs]. */
export function* listHistory(
  tx: ReadTx,
  scope: Scope,
  options: {
    readonly fromMs?: number | undefined;
    readonly untilMs?: number | undefined;
    readonly isAscending?: boolean;
    readonly after?: HistoryKey | undefined;
  },
): Generator<{ readonly at: HistoryKey; readonly item: HistoryRecord }> {
  const prefix = key(scope, "history");
  const { fromMs, untilMs, isAscending = false, after } = options;
  const range = {
    prefix,
    reverse: !isAscending,
    ...(fromMs === undefined ? {} : { start: [...prefix, fromMs] }),
    ...(untilMs === undefined ? {} : { end: [...prefix, untilMs + 1] }),
    ...(after === undefined ? {} : { after: [...prefix, after.atMs, after.number] }),
  };
  for (const { key: at, value } of tx.range<HistoryRecord>(range))
    yield { at: { atMs: Number(at[4]), number: Number(at[5]) }, item: value };
}

/** Takes away up to `limit` items from before `untilMs`; true if there may be more. */
export function pruneHistory(tx: WriteTx, scope: Scope, untilMs: number, limit: number): boolean {
  const prefix = key(scope, "history");
  const old = [...tx.range<HistoryRecord>({ prefix, end: [...prefix, untilMs], limit })];
  for (const { key: at } of old) tx.delete(at);
  return old.length === limit;
}

// AWS: PutDashboard: "All dashboards in your account are global, not region-specific."
const dashboardKey = ({ account }: Pick<Scope, "account">, ...rest: Key): Key => [
  "cloudwatch",
  account,
  "global",
  "dashboard",
  ...rest,
];

export function loadDashboard(tx: ReadTx, scope: Scope, name: string): DashboardRecord | undefined {
  return tx.get<DashboardRecord>(dashboardKey(scope, name));
}

export function saveDashboard(tx: WriteTx, scope: Scope, dashboard: DashboardRecord): void {
  tx.put(dashboardKey(scope, dashboard.name), dashboard);
}

export function removeDashboard(tx: WriteTx, scope: Scope, name: string): void {
  tx.delete(dashboardKey(scope, name));
}

export function* listDashboards(
  tx: ReadTx,
  scope: Scope,
  options: { readonly after?: string } = {},
): Generator<DashboardRecord> {
  const { after } = options;
  const begin = after === undefined ? {} : { after: dashboardKey(scope, after) };
  for (const { value } of tx.range<DashboardRecord>({ prefix: dashboardKey(scope), ...begin })) yield value;
}

/** The job that does something again and again for an account and region ("evaluate-60", "housekeeping"), if there is one. */
export function loadTick(tx: ReadTx, scope: Scope, name: string): string | undefined {
  return tx.get<{ readonly jobId: string }>(key(scope, "tick", name))?.jobId;
}

export function saveTick(tx: WriteTx, scope: Scope, name: string, jobId: string | undefined): void {
  if (jobId === undefined) tx.delete(key(scope, "tick", name));
  else tx.put(key(scope, "tick", name), { v: 1, jobId });
}
