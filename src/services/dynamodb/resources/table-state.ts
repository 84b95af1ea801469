// A table as it is now, and when it is done with a change.

import type { TableDescription } from "@aws-sdk/client-dynamodb";
import type { ResourceContext, ResourceState } from "../../../service/resource-type.ts";
import { isAwsError } from "./aws-errors.ts";

/** How long a creation or a change may take, in steps of this length. */
export const POLL_MS = 50;

/** What CloudFormation keeps of the table. */
export async function stateOf(tableName: string, context: ResourceContext): Promise<ResourceState> {
  const table = await describe(tableName, context);
  return {
    physicalId: tableName,
    attributes: {
      Arn: table?.TableArn,
      ...(table?.LatestStreamArn !== undefined && { StreamArn: table.LatestStreamArn }),
    },
  };
}

/** The table; undefined if there is none. */
export async function describe(tableName: string, context: ResourceContext): Promise<TableDescription | undefined> {
  try {
    return (await context.aws.dynamoDB.describeTable({ TableName: tableName })).Table;
  } catch (error) {
    if (isAwsError(error, "ResourceNotFoundException")) return undefined;
    throw error;
  }
}

/** Resolves when nothing of the table is being created or changed any more. */
export async function settled(tableName: string, context: ResourceContext): Promise<void> {
  for (;;) {
    const table = await describe(tableName, context);
    const statuses = [table?.TableStatus, ...(table?.GlobalSecondaryIndexes ?? []).map((index) => index.IndexStatus)];
    if (table === undefined || statuses.every((status) => status === "ACTIVE")) return;
    await context.wait(POLL_MS);
  }
}
