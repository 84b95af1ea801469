// Folds old data points into coarser ones and removes what is kept no longer: points, metrics, history.

import { nextTurn } from "../../../kernel/real-time.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import type { JobHandler } from "../../../service/jobs.ts";
import { Tally } from "../../../service/metrics/tally.ts";
import type { WriteTx } from "../../../store/store.ts";
import { LIMITS, RETENTION } from "../limits.ts";
import type { MetricRecord } from "../records.ts";
import {
  listHistory,
  listMetrics,
  listPoints,
  loadTick,
  pruneHistory,
  removeMetric,
  removePoint,
  saveMetric,
  saveTick,
} from "../repo.ts";
import { ACTIVE_EVERY_MS, addTally } from "./points.ts";

const NAME = "housekeeping";
// Reading passes over what is kept no longer by itself, so there is no hurry: values of a second stay for a day at most.
const EVERY_MS = 24 * 3_600_000;
/** Rows of one transaction: more would keep other writers waiting. */
const BATCH = 2_000;

/** Has the account's metrics kept in order from now on, if that is not so already. */
export function ensureHousekeeping(yard: YardContext, tx: WriteTx, scope: Scope): void {
  if (loadTick(tx, scope, NAME) === undefined) enqueue(yard, tx, scope);
}

function enqueue(yard: YardContext, tx: WriteTx, { account, region }: Scope): void {
  const dueAtMs = yard.clock.nowMs() + EVERY_MS;
  const jobId = yard.jobs.enqueue(tx, { account, region, kind: housekeepingJob.kind, payload: null, dueAtMs });
  saveTick(tx, { account, region }, NAME, jobId);
}

export const housekeepingJob: JobHandler = {
  kind: "cloudwatch/housekeeping",
  async run(job, yard) {
    // A rehearsal begins nothing by itself.
    if (yard.isQuiet) return "done";
    const nowMs = yard.clock.nowMs();
    yard.store.write((tx) => enqueue(yard, tx, job));
    while (yard.store.write((tx) => tidy(tx, job, nowMs))) await nextTurn();
    yard.store.write((tx) => stopIfEmpty(yard, tx, job));
    return "done";
  },
};

/** Does a batch; true if there may be more to do. */
function tidy(tx: WriteTx, scope: Scope, nowMs: number): boolean {
  let left = BATCH;
  if (pruneHistory(tx, scope, nowMs - LIMITS.historyMs, left)) return true;
  for (const { at, metric } of [...listMetrics(tx, scope)]) {
    if (isTidy(metric, nowMs)) continue;
    for (const [level, { resolutionS, keptS }] of RETENTION.entries()) {
      const untilS = Math.floor(nowMs / 1_000) - keptS;
      const coarser = RETENTION[level + 1]?.resolutionS;
      left -= fold(tx, scope, metric.id, { resolutionS, coarser, untilS, limit: left });
      if (left <= 0) return true;
    }
    const againAtMs = nextDueMs(tx, scope, metric.id);
    if (againAtMs === undefined && metric.activeMs < nowMs - LIMITS.listedS * 1_000) removeMetric(tx, scope, at);
    else saveMetric(tx, scope, at, { ...metric, tidied: { atMs: nowMs, againAtMs: againAtMs ?? nowMs } });
  }
  return false;
}

/** True if nothing of a metric is old: no data has come since it was looked at, and what was there then is not old yet. */
function isTidy({ activeMs, tidied }: MetricRecord, nowMs: number): boolean {
  if (tidied === undefined || activeMs + ACTIVE_EVERY_MS >= tidied.atMs) return false;
  return nowMs < tidied.againAtMs;
}

/** When the first of a metric's points will be old; undefined if it has none. */
function nextDueMs(tx: WriteTx, scope: Scope, metricId: number): number | undefined {
  const due = RETENTION.flatMap(({ resolutionS, keptS }) => {
    const [first] = listPoints(tx, scope, metricId, resolutionS, { limit: 1 });
    return first === undefined ? [] : [(first.at.startS + keptS) * 1_000];
  });
  return due.length === 0 ? undefined : Math.min(...due);
}

/** Adds points from before `untilS` to coarser ones, or just removes them; gives how many there were. */
function fold(
  tx: WriteTx,
  scope: Scope,
  metricId: number,
  options: {
    readonly resolutionS: number;
    readonly coarser: number | undefined;
    readonly untilS: number;
    readonly limit: number;
  },
): number {
  const { resolutionS, coarser, untilS, limit } = options;
  const old = [...listPoints(tx, scope, metricId, resolutionS, { untilS, limit })];
  for (const { at, point } of old) {
    removePoint(tx, scope, at);
    if (coarser === undefined) continue;
    const startS = Math.floor(at.startS / coarser) * coarser;
    const tally = new Tally();
    tally.addRecord(point);
    addTally(tx, scope, { ...at, resolutionS: coarser, startS }, tally);
  }
  return old.length;
}

/** Nothing is done any more for an account without metrics and history. */
function stopIfEmpty(yard: YardContext, tx: WriteTx, scope: Scope): void {
  const [metric] = listMetrics(tx, scope);
  const [item] = listHistory(tx, scope, {});
  const jobId = loadTick(tx, scope, NAME);
  if (metric !== undefined || item !== undefined || jobId === undefined) return;
  yard.jobs.cancel(tx, jobId);
  saveTick(tx, scope, NAME, undefined);
}
