// DeleteTable. The table is gone at once; its items are removed by a job.

import type { DeleteTableCommandInput, DeleteTableCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { resourceInUse, tableNotFound, validationError } from "../errors.ts";
import { PURGE_TABLE, type PurgeTable } from "../jobs/purge-table.ts";
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
      if (table.status === "UPDATING")
        throw resourceInUse(`Attempt to change a resource which is still in use: Table is being updated: ${tableName}`);
      const shown = describeTable(context, reference, table, "DELETING");
      endStream(tx, context, reference, table);
      const expiry = loadExpiry(tx, reference, table.tableId);
      if (expiry !== undefined) {
        context.jobs.cancel(tx, expiry.jobId);
        deleteExpiry(tx, reference, table.tableId);
      }
      remove(tx, context.store, reference, tableName);
      const payload: PurgeTable = { tableId: table.tableId };
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
