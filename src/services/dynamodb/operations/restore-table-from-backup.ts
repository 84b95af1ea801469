// RestoreTableFromBackup. The backup may be one of another region: the table is made where the call is.

import type { RestoreTableFromBackupCommandInput, RestoreTableFromBackupCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { backupInUse } from "../backups/errors.ts";
import { requireBackup } from "../backups/names.ts";
import { saveBackup } from "../backups/repo.ts";
import { beginRestore, requireTarget } from "../backups/restore.ts";
import { restoredTable } from "../backups/restored-table.ts";
import { describeTable } from "../tables/describe.ts";
import { encryptionOf } from "../tables/settings.ts";
import { tableArn } from "../tables/names.ts";

/** RestoreTableFromBackup. */
export const restoreTableFromBackup = defineOperation<
  Input<RestoreTableFromBackupCommandInput>,
  RestoreTableFromBackupCommandOutput
>("RestoreTableFromBackup", async (input, context) => {
  const wanted = input.SSESpecificationOverride;
  const encryption = wanted && (await encryptionOf(context, wanted));
  const { target, table } = context.store.write((tx) => {
    const { reference, backup } = requireBackup(tx, input.BackupArn);
    if (backup.status === "CREATING") throw backupInUse(`Backup is being created: ${input.BackupArn}`);
    const { account, region, tableName } = reference;
    const restored = {
      sourceBackupArn: input.BackupArn,
      sourceTableArn: tableArn(reference, tableName),
      atMs: backup.createdAtMs,
      isInProgress: true,
    };
    const made = restoredTable(context, backup.table, input, { restored, encryption });
    const where = requireTarget(tx, context, input.TargetTableName);
    saveBackup(tx, reference, { ...backup, restoring: [...backup.restoring, made.tableId] });
    const source = { account, region, tableName, itemsId: backup.itemsId };
    beginRestore(tx, context, made, { source, backupId: backup.backupId });
    return { target: where, table: made };
  });
  return { TableDescription: describeTable(context, target, table) };
});
