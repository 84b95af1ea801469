// The error log of imports: a log group of the account, a stream for each import.
// AWS: Developer Guide, "Import format quotas and validation", "CloudWatch logs".

import { AwsError } from "../../../kernel/errors.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import { importArn } from "../tables/names.ts";
import type { ImportRecord } from "./records.ts";

export const LOG_GROUP = "/aws-dynamodb/imports";

export interface ItemProblem {
  readonly key: string;
  /** Which of the object's items it was, from 0. */
  readonly itemIndex: number;
  readonly problem: string;
}

/** Writes the problems as who asked for the import. */
export async function logProblems(
  yard: YardContext,
  scope: Scope,
  record: ImportRecord,
  problems: readonly ItemProblem[],
): Promise<void> {
  if (problems.length === 0) return;
  const { cloudWatchLogs: logs } = yard.as(record.principal, scope);
  const logStreamName = `${record.id}/error`;
  await ifNew(logs.createLogGroup({ logGroupName: LOG_GROUP }));
  await ifNew(logs.createLogStream({ logGroupName: LOG_GROUP, logStreamName }));
  const timestamp = yard.clock.nowMs();
  await logs.putLogEvents({
    logGroupName: LOG_GROUP,
    logStreamName,
    logEvents: problems.map(({ key, itemIndex, problem }) => ({
      timestamp,
      message: JSON.stringify({
        itemS3Pointer: { bucket: record.bucket, key, itemIndex },
        importArn: importArn(scope, record.tableName, record.id),
        errorMessages: [problem],
      }),
    })),
  });
}

async function ifNew(made: Promise<unknown>): Promise<void> {
  try {
    await made;
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "ResourceAlreadyExistsException") throw error;
  }
}
