// Copies a table's items into a backup: a page in each transaction, with how far it came, so that a crash loses nothing
// and repeats nothing.

import type { Job, JobHandler } from "../../../service/jobs.ts";
import { loadBackup, saveBackup } from "../backups/repo.ts";
import { readPage } from "../backups/snapshot.ts";
import { releaseSnapshot } from "../backups/snapshots.ts";
import type { BackupRecord } from "../backups/records.ts";
import { asParts } from "../items/keys.ts";
import { saveItem } from "../repo.ts";

export const COPY_BACKUP = "dynamodb/copy-backup";

export interface CopyBackup {
  readonly tableName: string;
  readonly backupId: string;
  /** Of the table's journal: when the backup was asked for. */
  readonly position: string;
}

/** Copies a page, and comes back for the next. */
export const copyBackup: JobHandler = {
  kind: COPY_BACKUP,
  run: async (job: Job, yard) => {
    const { tableName, backupId, position } = job.payload as CopyBackup;
    const hasMore = yard.store.write((tx) => {
      const backup = loadBackup(tx, job, tableName, backupId);
      if (backup?.status !== "CREATING") return false;
      const { after, ...rest } = backup;
      const { tableId } = backup.table;
      const page = readPage(tx, { scope: job, itemsId: tableId, position }, asParts(after));
      for (const { parts, stored } of page.items) saveItem(tx, job, backup.itemsId, parts, stored);
      const copied: BackupRecord = {
        ...rest,
        itemCount: backup.itemCount + page.items.length,
        bytes: page.items.reduce((sum, { stored }) => sum + stored.bytes, backup.bytes),
      };
      if (page.next !== undefined) {
        saveBackup(tx, job, { ...copied, after: page.next });
        return true;
      }
      saveBackup(tx, job, { ...copied, status: "AVAILABLE" });
      const reference = { account: job.account, region: job.region, tableName };
      releaseSnapshot(tx, yard, { reference, tableId, snapshotId: backup.itemsId });
      return false;
    });
    return hasMore ? { retryAtMs: yard.clock.nowMs() } : "done";
  },
};
