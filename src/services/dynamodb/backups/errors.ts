// Errors of backups, exports and imports. AWS: API Reference names and explains them; where it has no wording, ours
// follows the explanation.

import { AwsError } from "../../../kernel/errors.ts";

/** Operations on backups have an error of their own for a table that is not there. */
export function tableNotFoundForBackups(tableName: string): AwsError {
  return new AwsError({ code: "TableNotFoundException", message: `Table not found: ${tableName}` });
}

export function tableInUse(tableName: string): AwsError {
  return new AwsError({ code: "TableInUseException", message: `Table is being created: ${tableName}` });
}

export function tableAlreadyExists(tableName: string): AwsError {
  return new AwsError({ code: "TableAlreadyExistsException", message: `Table already exists: ${tableName}` });
}

export function backupNotFound(arn: string): AwsError {
  return new AwsError({ code: "BackupNotFoundException", message: `Backup not found: ${arn}` });
}

// AWS: API Reference, BackupInUseException: "There is another ongoing conflicting backup control plane operation on the
// table. The backup is either being created, deleted or restored to a table."
export function backupInUse(detail: string): AwsError {
  return new AwsError({ code: "BackupInUseException", message: `Backup is in use: ${detail}` });
}

/** Point-in-time recovery is not on. */
export function recoveryUnavailable(tableName: string): AwsError {
  return new AwsError({
    code: "PointInTimeRecoveryUnavailableException",
    message: `Point in time recovery is not enabled for table '${tableName}'`,
  });
}

/** While a table is created: AWS's wording as tools that wait for it (Terraform) know it. */
export function continuousBackupsUnavailable(tableName: string): AwsError {
  return new AwsError({
    code: "ContinuousBackupsUnavailableException",
    message: `Backups are being enabled for the table: ${tableName}. Please retry later`,
  });
}

// AWS: API Reference, InvalidRestoreTimeException: "RestoreDateTime must be between EarliestRestorableDateTime and
// LatestRestorableDateTime."
export function invalidRestoreTime(): AwsError {
  return new AwsError({
    code: "InvalidRestoreTimeException",
    message:
      "An invalid restore time was specified. RestoreDateTime must be between EarliestRestorableDateTime and LatestRestorableDateTime.",
  });
}

export function tooMany(what: string, limit: number): AwsError {
  return new AwsError({
    code: "LimitExceededException",
    message: `Subscriber limit exceeded: There is a limit of ${limit} simultaneous ${what} per subscriber`,
  });
}
