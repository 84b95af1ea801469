// RestoreTableToPointInTime: a new table with the items that another one had at a moment of its recovery window.

import type {
  RestoreTableToPointInTimeCommandInput,
  RestoreTableToPointInTimeCommandOutput,
} from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidRestoreTime, recoveryUnavailable, tableInUse, tableNotFoundForBackups } from "../backups/errors.ts";
import { earliestMs, positionAfter, positionNow } from "../backups/journal.ts";
import { beginRestore, requireTarget } from "../backups/restore.ts";
import { restoredTable } from "../backups/restored-table.ts";
import { withSnapshot } from "../backups/snapshots.ts";
import { validationError } from "../errors.ts";
import type { TableRecord } from "../records.ts";
import { loadTable, saveTable } from "../repo.ts";
import { describeTable } from "../tables/describe.ts";
import { encryptionOf } from "../tables/settings.ts";
import { parseTableReference, tableArn } from "../tables/names.ts";

type RestoreInput = Input<RestoreTableToPointInTimeCommandInput>;

/** RestoreTableToPointInTime. */
export const restoreTableToPointInTime = defineOperation<RestoreInput, RestoreTableToPointInTimeCommandOutput>(
  "RestoreTableToPointInTime",
  async (input, context) => {
    const reference = parseTableReference(sourceOf(input), context);
    const { account, region, tableName } = reference;
    const nowMs = context.clock.nowMs();
    const wanted = input.SSESpecificationOverride;
    const encryption = wanted && (await encryptionOf(context, wanted));
    const { target, table } = context.store.write((tx) => {
      const source = loadTable(tx, reference, tableName);
      if (source === undefined) throw tableNotFoundForBackups(tableName);
      if (source.status === "CREATING") throw tableInUse(tableName);
      const atMs = momentOf(input, source, nowMs);
      const sourceTableArn = tableArn(reference, tableName);
      const restored = { sourceTableArn, atMs, isInProgress: true };
      const made = restoredTable(context, source, input, { restored, encryption });
      const where = requireTarget(tx, context, input.TargetTableName);
      const { tableId } = source;
      const position = atMs >= nowMs ? positionNow(context.store, tx, reference, tableId, nowMs) : positionAfter(atMs);
      saveTable(tx, context.store, reference, withSnapshot(source, { id: made.tableId, position }));
      beginRestore(tx, context, made, { source: { account, region, tableName, itemsId: tableId }, position });
      return { target: where, table: made };
    });
    return { TableDescription: describeTable(context, target, table) };
  },
);

function sourceOf({ SourceTableArn: arn, SourceTableName: name }: RestoreInput): string {
  const source = arn ?? name;
  if (source === undefined)
    throw validationError("One of SourceTableArn or SourceTableName must be specified in the request");
  return source;
}

/** The moment to restore; throws if it is outside of the window. */
function momentOf(input: RestoreInput, { recovery, tableName }: TableRecord, nowMs: number): number {
  const { RestoreDateTime: wanted, UseLatestRestorableTime: isLatest = false } = input;
  if (recovery === undefined) throw recoveryUnavailable(tableName);
  if (isLatest && wanted !== undefined)
    throw validationError("Cannot specify both RestoreDateTime and UseLatestRestorableTime");
  if (isLatest) return nowMs;
  if (wanted === undefined)
    throw validationError("Either RestoreDateTime or UseLatestRestorableTime must be specified");
  const atMs = wanted.getTime();
  // Whole seconds are what can be asked for, so that of a window's first moment may be a little before it.
  const isInWindow = atMs >= Math.floor(earliestMs(recovery, nowMs) / 1000) * 1000 && atMs <= nowMs;
  if (!isInWindow) throw invalidRestoreTime();
  return Math.max(atMs, recovery.sinceMs);
}
