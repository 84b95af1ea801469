// What everything that changes alarms works in: one transaction, at one time, in one account and region.

import type { Scope, YardContext } from "../../../service/context.ts";
import type { WriteTx } from "../../../store/store.ts";
import { saveHistory } from "../repo.ts";
import type { AlarmRecord, HistoryRecord, StateRecord } from "../records.ts";
import { isoTime } from "./text.ts";

export interface AlarmRun {
  readonly yard: YardContext;
  readonly tx: WriteTx;
  readonly scope: Scope;
  readonly nowMs: number;
}

/** A run of now. */
export function alarmRun(yard: YardContext, tx: WriteTx, { account, region }: Scope): AlarmRun {
  return { yard, tx, scope: { account, region }, nowMs: yard.clock.nowMs() };
}

/** Writes an item into an alarm's history. */
export function note(
  { tx, scope, nowMs }: AlarmRun,
  alarm: Pick<AlarmRecord, "kind" | "name">,
  item: Pick<HistoryRecord, "type" | "summary"> & { readonly data: unknown },
): void {
  const { type, summary, data } = item;
  const { name: alarmName, kind } = alarm;
  saveHistory(tx, scope, { v: 1, alarmName, kind, atMs: nowMs, type, summary, data: JSON.stringify(data) });
}

/** A state as the history's data has it. */
export function historyState({ value, reason, reasonData }: StateRecord): Record<string, unknown> {
  return {
    stateValue: value,
    stateReason: reason,
    ...(reasonData === undefined ? {} : { stateReasonData: JSON.parse(reasonData) as unknown }),
  };
}

/** A state as events have it. */
export function eventState({ value, reason, reasonData, updatedAtMs }: StateRecord): Record<string, unknown> {
  return { value, reason, ...(reasonData === undefined ? {} : { reasonData }), timestamp: isoTime(updatedAtMs) };
}
