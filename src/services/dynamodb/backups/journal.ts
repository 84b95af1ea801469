// A table's journal: what each change took away, so that the table can be read as it was at any position since. It is
// kept while point-in-time recovery is on, and while a backup, a restore or an export reads the table; the writes of all
// other tables know nothing of it.
//
// A position is a number that only grows, made of the yard's time: everything before it has happened, nothing from it on.

import type { Scope } from "../../../service/context.ts";
import type { ReadTx, Store, WriteTx } from "../../../store/store.ts";
import type { WriteEnvironment } from "../items/environment.ts";
import type { ItemChange } from "../items/writer.ts";
import type { TableRecord } from "../records.ts";
import { nextNumber, sequenceAt } from "../streams/sequence.ts";
import { lastPosition, saveVersion } from "./repo.ts";

/** The end of all positions. */
const END_OF_TIME = "~";

/** True if changes of the table's items are to be journaled. */
export function isJournaled({ recovery, snapshots }: TableRecord): boolean {
  return recovery !== undefined || (snapshots !== undefined && snapshots.length > 0);
}

/** Notes what a change takes away. */
export function journal(
  tx: WriteTx,
  { store, clock }: Pick<WriteEnvironment, "store" | "clock">,
  { reference, table, parts, before }: Pick<ItemChange, "reference" | "table" | "parts" | "before">,
): void {
  const atMs = clock.nowMs();
  saveVersion(tx, reference, table.tableId, parts, positionNow(store, tx, reference, table.tableId, atMs), {
    v: 1,
    atMs,
    ...(before !== undefined && { before }),
  });
}

/** The position between all that was written to the table so far and all that will be. */
export function positionNow(store: Store, tx: ReadTx, scope: Scope, tableId: string, nowMs: number): string {
  return nextNumber(store, `${tableId}/journal`, nowMs, () => lastPosition(tx, scope, tableId));
}

/** The position after all that happened up to a moment, which is included. */
export function positionAfter(ms: number): string {
  return sequenceAt(ms + 1);
}

/** From which position on a journal is needed: that of recovery's window, or of the oldest reader. */
export function neededFrom({ recovery, snapshots = [] }: TableRecord, nowMs: number): string {
  const window = recovery === undefined ? [] : [sequenceAt(earliestMs(recovery, nowMs))];
  const [first = END_OF_TIME] = [...window, ...snapshots.map(({ position }) => position)].sort();
  return first;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** The earliest moment to which a table can be restored. */
export function earliestMs({ sinceMs, periodDays }: NonNullable<TableRecord["recovery"]>, nowMs: number): number {
  return Math.max(sinceMs, nowMs - periodDays * DAY_MS);
}
