// UpdateContinuousBackups: keeps whether point-in-time recovery is wanted. Nothing can be restored here, and the operations
// that restore say so.

import type {
  UpdateContinuousBackupsCommandInput,
  UpdateContinuousBackupsCommandOutput,
} from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { loadTable, saveTable } from "../repo.ts";
import { parseTableReference } from "../tables/names.ts";
import { describeRecovery, tableNotFoundForBackups } from "../tables/recovery.ts";

/** AWS: how far back a restore can reach, if the request does not say. */
const DEFAULT_PERIOD_DAYS = 35;

/** UpdateContinuousBackups. */
export const updateContinuousBackups = defineOperation<
  Input<UpdateContinuousBackupsCommandInput>,
  UpdateContinuousBackupsCommandOutput
>("UpdateContinuousBackups", (input, context) => {
  const reference = parseTableReference(input.TableName, context);
  const { PointInTimeRecoveryEnabled: isEnabled, RecoveryPeriodInDays: periodDays = DEFAULT_PERIOD_DAYS } =
    input.PointInTimeRecoverySpecification;
  const nowMs = context.clock.nowMs();
  const table = context.store.write((tx) => {
    const current = loadTable(tx, reference, reference.tableName);
    if (current === undefined) throw tableNotFoundForBackups(reference.tableName);
    const { recovery, ...rest } = current;
    const changed = isEnabled ? { ...rest, recovery: { sinceMs: recovery?.sinceMs ?? nowMs, periodDays } } : rest;
    saveTable(tx, context.store, reference, changed);
    return changed;
  });
  return { ContinuousBackupsDescription: describeRecovery(table, nowMs) };
});
