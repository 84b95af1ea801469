// Removes a system backup when its 35 days are over.

import type { Job, JobHandler } from "../../../service/jobs.ts";
import { deleteBackup, loadBackup } from "../backups/repo.ts";
import { PURGE_TABLE, type PurgeTable } from "./purge-table.ts";

export const EXPIRE_BACKUP = "dynamodb/expire-backup";

export interface ExpireBackup {
  readonly tableName: string;
  readonly backupId: string;
}

const MINUTE_MS = 60_000;

/** Removes one backup; a backup that is being restored waits for that. */
export const expireBackup: JobHandler = {
  kind: EXPIRE_BACKUP,
  run: async (job: Job, yard) => {
    const { tableName, backupId } = job.payload as ExpireBackup;
    return yard.store.write((tx) => {
      const backup = loadBackup(tx, job, tableName, backupId);
      if (backup === undefined) return "done";
      if (backup.restoring.length > 0) return { retryAtMs: yard.clock.nowMs() + MINUTE_MS };
      deleteBackup(tx, job, backup);
      const { account, region } = job;
      const payload: PurgeTable = { tableId: backup.itemsId };
      yard.jobs.enqueue(tx, { kind: PURGE_TABLE, account, region, payload });
      return "done";
    });
  },
};
