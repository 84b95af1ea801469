// DeleteBackup. The backup is gone at once; its items are removed by a job.

import type { DeleteBackupCommandInput, DeleteBackupCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { backupInUse } from "../backups/errors.ts";
import { describeBackup } from "../backups/describe.ts";
import { requireBackup } from "../backups/names.ts";
import { deleteBackup as remove } from "../backups/repo.ts";
import { PURGE_TABLE, type PurgeTable } from "../jobs/purge-table.ts";

/** DeleteBackup. */
export const deleteBackup = defineOperation<Input<DeleteBackupCommandInput>, DeleteBackupCommandOutput>(
  "DeleteBackup",
  (input, context) => {
    const { reference, backup } = context.store.write((tx) => {
      const found = requireBackup(tx, input.BackupArn);
      if (found.backup.status === "CREATING") throw backupInUse(`Backup is being created: ${input.BackupArn}`);
      if (found.backup.restoring.length > 0) throw backupInUse(`Backup is being restored: ${input.BackupArn}`);
      remove(tx, found.reference, found.backup);
      const { account, region } = found.reference;
      const payload: PurgeTable = { tableId: found.backup.itemsId };
      context.jobs.enqueue(tx, { kind: PURGE_TABLE, account, region, payload });
      return found;
    });
    return { BackupDescription: describeBackup(reference, backup, "DELETED") };
  },
);
