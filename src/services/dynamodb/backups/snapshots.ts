// Holding on to a table as it is now, or was at a position, until a job has read it to its end.

import type { WriteTx } from "../../../store/store.ts";
import type { YardContext } from "../../../service/context.ts";
import type { Snapshot, TableRecord } from "../records.ts";
import { loadTable, saveTable } from "../repo.ts";
import type { TableReference } from "../tables/names.ts";

/** The kind of the job that removes what a journal has no use for any more. */
export const PRUNE_JOURNAL = "dynamodb/prune-journal";

export interface PruneJournal {
  readonly tableName: string;
  readonly tableId: string;
  /** Set for the one that runs again and again while point-in-time recovery is on: which switching-on it belongs to. */
  readonly sinceMs?: number;
}

/** The table with one more reader; to be saved. */
export function withSnapshot(table: TableRecord, snapshot: Snapshot): TableRecord {
  return { ...table, snapshots: [...(table.snapshots ?? []), snapshot] };
}

/** Lets go of a table that was read to its end; nothing if it is gone. */
export function releaseSnapshot(
  tx: WriteTx,
  yard: Pick<YardContext, "store" | "jobs">,
  { reference, tableId, snapshotId }: { reference: TableReference; tableId: string; snapshotId: string },
): void {
  const { account, region, tableName } = reference;
  const table = loadTable(tx, reference, tableName);
  if (table?.tableId !== tableId) return;
  const { snapshots = [], ...rest } = table;
  const left = snapshots.filter(({ id }) => id !== snapshotId);
  saveTable(tx, yard.store, reference, left.length === 0 ? rest : { ...rest, snapshots: left });
  const payload: PruneJournal = { tableName, tableId };
  yard.jobs.enqueue(tx, { kind: PRUNE_JOURNAL, account, region, payload });
}
