// DescribeContinuousBackups.

import type {
  DescribeContinuousBackupsCommandInput,
  DescribeContinuousBackupsCommandOutput,
} from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { findTable } from "../repo.ts";
import { parseTableReference } from "../tables/names.ts";
import { tableNotFoundForBackups } from "../backups/errors.ts";
import { describeRecovery } from "../backups/recovery.ts";

/** DescribeContinuousBackups. */
export const describeContinuousBackups = defineOperation<
  Input<DescribeContinuousBackupsCommandInput>,
  DescribeContinuousBackupsCommandOutput
>("DescribeContinuousBackups", (input, context) => {
  const reference = parseTableReference(input.TableName, context);
  const table = findTable(context.store, reference, reference.tableName);
  if (table === undefined) throw tableNotFoundForBackups(reference.tableName);
  return { ContinuousBackupsDescription: describeRecovery(table, context.clock.nowMs()) };
});
