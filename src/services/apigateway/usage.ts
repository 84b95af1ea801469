// Usage plans' quotas: the period that a day belongs to, and what is left of it. The data plane counts; UpdateUsage grants.

import type { PatchOperation } from "@aws-sdk/client-api-gateway";
import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { badRequest } from "./errors.ts";
import { parseNumber, patched, text } from "./patches/patch.ts";
import type { QuotaSettings, UsagePlanRecord, UsageRecord } from "./records.ts";
import { listUsage } from "./repo.ts";

const DAY_MS = 86_400_000;

/** A moment's day in UTC: "2026-11-21". */
export function dateOf(nowMs: number): string {
  return new Date(nowMs).toISOString().slice(0, 10);
}

/** The first day of the quota's period: the day itself, the week's Sunday, or the month's first. */
function periodStart(period: QuotaSettings["period"], date: string): string {
  if (period === "DAY") return date;
  if (period === "MONTH") return `${date.slice(0, 7)}-01`;
  const atMs = Date.parse(`${date}T00:00:00Z`);
  return dateOf(atMs - new Date(atMs).getUTCDay() * DAY_MS);
}

/** What is left of a plan's quota for a key on a day; undefined where the plan has none. */
export function remainingOf(
  tx: ReadTx,
  scope: Scope,
  plan: UsagePlanRecord,
  keyId: string,
  date: string,
): number | undefined {
  if (plan.quota === undefined) return undefined;
  const start = periodStart(plan.quota.period, date);
  const last = listUsage(tx, scope, plan.id, keyId, start, date).at(-1);
  if (last !== undefined) return last.remaining;
  // AWS: "The number of requests subtracted from the given limit in the initial time period."
  const isInitial = start <= dateOf(plan.createdAtMs);
  return plan.quota.limit - (isInitial ? plan.quota.offset : 0);
}

/** [used, remaining] of each day from one to another, both included. */
export function dailyUsage(
  tx: ReadTx,
  scope: Scope,
  plan: UsagePlanRecord,
  keyId: string,
  range: { readonly startDate: string; readonly endDate: string },
): number[][] {
  const byDate = new Map<string, UsageRecord>(
    listUsage(tx, scope, plan.id, keyId, range.startDate, range.endDate).map((usage) => [usage.date, usage]),
  );
  const days: number[][] = [];
  for (let atMs = Date.parse(`${range.startDate}T00:00:00Z`); dateOf(atMs) <= range.endDate; atMs += DAY_MS) {
    const date = dateOf(atMs);
    const usage = byDate.get(date);
    days.push([usage?.used ?? 0, usage?.remaining ?? remainingOf(tx, scope, plan, keyId, date) ?? 0]);
  }
  return days;
}

/** AWS: "2016-01-01"; at most 90 days. */
export function requireDates(startDate: string, endDate: string): void {
  const [startMs, endMs] = [startDate, endDate].map((date) =>
    /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN,
  );
  if (startMs === undefined || endMs === undefined || Number.isNaN(startMs) || Number.isNaN(endMs))
    throw badRequest("Invalid date specified: the form is YYYY-MM-DD");
  if (endMs < startMs) throw badRequest("endDate must not be before startDate");
  if (endMs - startMs > 90 * DAY_MS) throw badRequest("Usage is given for at most 90 days");
}

/** The usage of a day after a patch. AWS: "/remaining", by replace. */
export function patchedUsage(usage: UsageRecord, operations: readonly PatchOperation[] | undefined): UsageRecord {
  return patched(usage, operations, [
    text<UsageRecord, "remaining">("remaining", { parse: (value) => parseNumber(value, "/remaining") }),
  ]);
}
