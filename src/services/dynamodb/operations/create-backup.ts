// CreateBackup. The backup has the table as it is now; a job copies the items, page by page, whatever is written meanwhile.

import type { CreateBackupCommandInput, CreateBackupCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { backupInUse, tableInUse, tableNotFoundForBackups } from "../backups/errors.ts";
import { describeDetails } from "../backups/describe.ts";
import { positionNow } from "../backups/journal.ts";
import { newBackupId } from "../backups/names.ts";
import type { BackupRecord } from "../backups/records.ts";
import { saveBackup, walkBackups } from "../backups/repo.ts";
import { withSnapshot } from "../backups/snapshots.ts";
import { COPY_BACKUP, type CopyBackup } from "../jobs/copy-backup.ts";
import { loadTable, saveTable } from "../repo.ts";
import { parseTableReference } from "../tables/names.ts";

/** CreateBackup. */
export const createBackup = defineOperation<Input<CreateBackupCommandInput>, CreateBackupCommandOutput>(
  "CreateBackup",
  (input, context) => {
    const reference = parseTableReference(input.TableName, context);
    const { account, region, tableName } = reference;
    const nowMs = context.clock.nowMs();
    const backup = context.store.write((tx) => {
      const table = loadTable(tx, reference, tableName);
      if (table === undefined) throw tableNotFoundForBackups(tableName);
      if (table.status === "CREATING") throw tableInUse(tableName);
      for (const other of walkBackups(tx, reference, { tableName }))
        if (other.status === "CREATING") throw backupInUse(`Backup is being created for the table: ${tableName}`);
      const created: BackupRecord = {
        v: 1,
        backupId: newBackupId(nowMs, context.random),
        backupName: input.BackupName,
        type: "USER",
        status: "CREATING",
        createdAtMs: nowMs,
        table,
        itemsId: context.random.uuid(),
        itemCount: 0,
        bytes: 0,
        restoring: [],
      };
      saveBackup(tx, reference, created);
      const position = positionNow(context.store, tx, reference, table.tableId, nowMs);
      saveTable(tx, context.store, reference, withSnapshot(table, { id: created.itemsId, position }));
      const payload: CopyBackup = { tableName, backupId: created.backupId, position };
      context.jobs.enqueue(tx, { kind: COPY_BACKUP, account, region, payload });
      return created;
    });
    return { BackupDetails: describeDetails(reference, backup) };
  },
);
