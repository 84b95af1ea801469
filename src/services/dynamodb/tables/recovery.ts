// Point-in-time recovery as the API describes it.

import type { ContinuousBackupsDescription } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../kernel/errors.ts";
import type { TableRecord } from "../records.ts";

/**
 * AWS: API Reference, ContinuousBackupsDescription: continuous backups are ENABLED on all tables at creation; what is
 * switched on and off is point-in-time recovery.
 */
export function describeRecovery({ recovery }: TableRecord, nowMs: number): ContinuousBackupsDescription {
  return {
    ContinuousBackupsStatus: "ENABLED",
    PointInTimeRecoveryDescription:
      recovery === undefined
        ? { PointInTimeRecoveryStatus: "DISABLED" }
        : {
            PointInTimeRecoveryStatus: "ENABLED",
            RecoveryPeriodInDays: recovery.periodDays,
            EarliestRestorableDateTime: new Date(recovery.sinceMs),
            LatestRestorableDateTime: new Date(nowMs),
          },
  };
}

/** These two operations have an error of their own for a table that is not there. */
export function tableNotFoundForBackups(tableName: string): AwsError {
  return new AwsError({ code: "TableNotFoundException", message: `Table not found: ${tableName}` });
}
