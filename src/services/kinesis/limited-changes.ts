// Changes that AWS allows only so often in a rolling 24 hours. Pure.

import type { LimitedChange, StreamRecord } from "./records.ts";

const DAY_MS = 24 * 3_600_000;

/** The record with one more change of this kind; undefined where there were `most` in the last 24 hours. */
export function countChange(
  record: StreamRecord,
  kind: LimitedChange,
  { most, nowMs }: { readonly most: number; readonly nowMs: number },
): StreamRecord | undefined {
  const recent = (record.changedAtMs[kind] ?? []).filter((atMs) => atMs > nowMs - DAY_MS);
  if (recent.length >= most) return undefined;
  return { ...record, changedAtMs: { ...record.changedAtMs, [kind]: [...recent, nowMs] } };
}
