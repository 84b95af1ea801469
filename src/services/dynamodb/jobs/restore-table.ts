// Fills a table that is being restored, from a backup or from another table's past: a page in each transaction, with how
// far it came. When all is there the table becomes ACTIVE, and its source is let go.

import type { Scope, YardContext } from "../../../service/context.ts";
import type { Job, JobHandler } from "../../../service/jobs.ts";
import type { WriteTx } from "../../../store/store.ts";
import { loadBackup, saveBackup } from "../backups/repo.ts";
import { readPage } from "../backups/snapshot.ts";
import { releaseSnapshot } from "../backups/snapshots.ts";
import { asParts } from "../items/keys.ts";
import { writeItem } from "../items/writer.ts";
import { loadTable, saveTable } from "../repo.ts";

export const RESTORE_TABLE = "dynamodb/restore-table";

export interface RestoreTable {
  readonly tableName: string;
  readonly tableId: string;
  /** Where the source is. */
  readonly source: Scope & { readonly tableName: string; readonly itemsId: string };
  /** Of the source's journal; undefined for a backup. */
  readonly position?: string;
  /** The backup that is restored. */
  readonly backupId?: string;
}

/** Restores a page, and comes back for the next. */
export const restoreTable: JobHandler = {
  kind: RESTORE_TABLE,
  run: async (job: Job, yard) => {
    const payload = job.payload as RestoreTable;
    const hasMore = yard.store.write((tx) => restorePage(tx, yard, job, payload));
    return hasMore ? { retryAtMs: yard.clock.nowMs() } : "done";
  },
};

function restorePage(tx: WriteTx, yard: YardContext, job: Job, payload: RestoreTable): boolean {
  const { tableName, tableId, source, position } = payload;
  const table = loadTable(tx, job, tableName);
  if (table?.tableId !== tableId || table.restored?.isInProgress !== true) return false;
  const { after, ...restored } = table.restored;
  const page = readPage(tx, { scope: source, itemsId: source.itemsId, position }, asParts(after));
  const reference = { account: job.account, region: job.region, tableName };
  for (const { parts, stored } of page.items)
    writeItem(tx, yard, { reference, table, parts, before: undefined, after: stored });
  if (page.next !== undefined) {
    saveTable(tx, yard.store, job, { ...table, restored: { ...restored, after: page.next } });
    return true;
  }
  saveTable(tx, yard.store, job, { ...table, status: "ACTIVE", restored: { ...restored, isInProgress: false } });
  releaseSource(tx, yard, payload);
  return false;
}

function releaseSource(tx: WriteTx, yard: YardContext, { source, tableId, backupId }: RestoreTable): void {
  if (backupId === undefined) {
    releaseSnapshot(tx, yard, { reference: source, tableId: source.itemsId, snapshotId: tableId });
    return;
  }
  const backup = loadBackup(tx, source, source.tableName, backupId);
  if (backup !== undefined)
    saveBackup(tx, source, { ...backup, restoring: backup.restoring.filter((id) => id !== tableId) });
}
