// UpdateContinuousBackups: switches point-in-time recovery on and off.

import type {
  UpdateContinuousBackupsCommandInput,
  UpdateContinuousBackupsCommandOutput,
} from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { continuousBackupsUnavailable, tableNotFoundForBackups } from "../backups/errors.ts";
import { describeRecovery, setRecovery } from "../backups/recovery.ts";
import { loadTable } from "../repo.ts";
import { parseTableReference } from "../tables/names.ts";

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
  const table = context.store.write((tx) => {
    const current = loadTable(tx, reference, reference.tableName);
    if (current === undefined) throw tableNotFoundForBackups(reference.tableName);
    if (current.status === "CREATING") throw continuousBackupsUnavailable(reference.tableName);
    return setRecovery(tx, context, reference, current, isEnabled ? periodDays : undefined);
  });
  return { ContinuousBackupsDescription: describeRecovery(table, context.clock.nowMs()) };
});
