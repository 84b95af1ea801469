// ListBackups: those of one table or of all, by table and then by age.

import type { ListBackupsCommandInput, ListBackupsCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { summarize } from "../backups/describe.ts";
import type { BackupRecord } from "../backups/records.ts";
import { walkBackups } from "../backups/repo.ts";
import { validationError } from "../errors.ts";
import { backupArn, parsePartOfTable, parseTableReference } from "../tables/names.ts";

type ListInput = Input<ListBackupsCommandInput>;

/** AWS: at most 100 in a page (API Reference, ListBackups, Limit). */
const MOST_BACKUPS = 100;

/** ListBackups. */
export const listBackups = defineOperation<ListInput, ListBackupsCommandOutput>("ListBackups", (input, context) => {
  const reference = input.TableName === undefined ? undefined : parseTableReference(input.TableName, context);
  const scope = reference ?? context;
  const limit = input.Limit ?? MOST_BACKUPS;
  const page = context.store.read((tx) => {
    const found: BackupRecord[] = [];
    const options = {
      ...(reference !== undefined && { tableName: reference.tableName }),
      ...startOf(input.ExclusiveStartBackupArn),
    };
    for (const backup of walkBackups(tx, scope, options)) {
      if (!isWanted(backup, input)) continue;
      found.push(backup);
      if (found.length > limit) break;
    }
    return found;
  });
  const shown = page.slice(0, limit);
  const last = shown.at(-1);
  return {
    BackupSummaries: shown.map((backup) => summarize(scope, backup)),
    ...(page.length > limit &&
      last !== undefined && { LastEvaluatedBackupArn: backupArn(scope, last.table.tableName, last.backupId) }),
  };
});

function startOf(arn: string | undefined): { after?: { tableName: string; backupId: string } } {
  if (arn === undefined) return {};
  const part = parsePartOfTable(arn, "backup");
  if (part === undefined) throw validationError(`Invalid ExclusiveStartBackupArn: ${arn}`);
  return { after: { tableName: part.tableName, backupId: part.id } };
}

// AWS: API Reference, ListBackups: the lower bound is inclusive, the upper one exclusive; USER is the default.
function isWanted({ type, createdAtMs }: BackupRecord, input: ListInput): boolean {
  const wanted = input.BackupType ?? "USER";
  if (wanted !== "ALL" && wanted !== type) return false;
  const { TimeRangeLowerBound: lower, TimeRangeUpperBound: upper } = input;
  return (
    (lower === undefined || createdAtMs >= lower.getTime()) && (upper === undefined || createdAtMs < upper.getTime())
  );
}
