// DeleteTable. The table is gone at once; its items are removed by a job, or kept as a backup if point-in-time recovery
// was on.

import type { DeleteTableCommandInput, DeleteTableCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { keepAsSystemBackup } from "../backups/system-backup.ts";
import { resourceInUse, tableNotFound, validationError } from "../errors.ts";
import { PURGE_TABLE, type PurgeTable } from "../jobs/purge-table.ts";
import type { TableRecord } from "../records.ts";
import { deleteExpiry, deleteTable as remove, loadExpiry, loadTable } from "../repo.ts";
import { endStream } from "../streams/streams.ts";
import { describeTable } from "../tables/describe.ts";
import { parseTableReference } from "../tables/names.ts";

/** DeleteTable. */
export const deleteTable = defineOperation<Input<DeleteTableCommandInput>, DeleteTableCommandOutput>(
  "DeleteTable",
  (input, context) => {
    const reference = parseTableReference(input.TableName, context);
    const { account, region, tableName } = reference;
    const description = context.store.write((tx) => {
      const table = loadTable(tx, reference, tableName);
      if (table === undefined) throw tableNotFound(tableName);
      if (table.isDeletionProtected)
        throw validationError(
          "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
        );
      const doing = occupationOf(table);
      if (doing !== undefined)
        throw resourceInUse(
          `Attempt to change a resource which is still in use: Table is being ${doing}: ${tableName}`,
        );
      const shown = describeTable(context, reference, table, "DELETING");
      endStream(tx, context, reference, table);
      const expiry = loadExpiry(tx, reference, table.tableId);
      if (expiry !== undefined) {
        context.jobs.cancel(tx, expiry.jobId);
        deleteExpiry(tx, reference, table.tableId);
      }
      remove(tx, context.store, reference, tableName);
      const keepsItems = table.recovery !== undefined;
      if (keepsItems) {
        const { ItemCount: itemCount = 0, TableSizeBytes: bytes = 0 } = shown;
        keepAsSystemBackup(tx, context, reference, table, { itemCount, bytes });
      }
      const payload: PurgeTable = { tableId: table.tableId, keepsItems };
      context.jobs.enqueue(tx, { kind: PURGE_TABLE, account, region, payload });
      return shown;
    });
    return {
      TableDescription: {
        TableName: description.TableName,
        TableStatus: description.TableStatus,
        ProvisionedThroughput: description.ProvisionedThroughput,
        TableSizeBytes: description.TableSizeBytes,
        ItemCount: description.ItemCount,
        TableArn: description.TableArn,
        TableId: description.TableId,
        DeletionProtectionEnabled: description.DeletionProtectionEnabled,
        ...(description.BillingModeSummary !== undefined && { BillingModeSummary: description.BillingModeSummary }),
      },
    };
  },
);

// AWS: Developer Guide, "Using on-demand backup and restore": while a backup is in progress, the source table cannot be
// deleted. DEVIATION: nor here while a restore or an export reads it.
function occupationOf({ status, snapshots }: TableRecord): string | undefined {
  if (status === "CREATING") return "created";
  if (status === "UPDATING") return "updated";
  return snapshots === undefined ? undefined : "backed up";
}
