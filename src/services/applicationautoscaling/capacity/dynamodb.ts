// Read and write capacity units of tables and global indexes.

import type { TableDescription } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../kernel/errors.ts";
import type { TargetKey } from "../records.ts";
import type { Capacities } from "./capacity.ts";

type Units = "ReadCapacityUnits" | "WriteCapacityUnits";

export const dynamoDbCapacities: Capacities = {
  async read({ dynamoDB }, target) {
    const { tableName, units } = parse(target);
    const table = await ifThere(async () => (await dynamoDB.describeTable({ TableName: tableName })).Table);
    const part = table && partOf(table, target);
    if (table === undefined || part === undefined) return undefined;
    return {
      units: part.ProvisionedThroughput?.[units] ?? 0,
      isSettled: table.TableStatus === "ACTIVE" && part.status === "ACTIVE",
      isScalable: table.BillingModeSummary?.BillingMode !== "PAY_PER_REQUEST",
    };
  },

  async set({ dynamoDB }, target, wanted) {
    const { tableName, indexName, units } = parse(target);
    const { Table: table } = await dynamoDB.describeTable({ TableName: tableName });
    const now = table && partOf(table, target)?.ProvisionedThroughput;
    const ProvisionedThroughput = {
      ReadCapacityUnits: now?.ReadCapacityUnits,
      WriteCapacityUnits: now?.WriteCapacityUnits,
      [units]: wanted,
    };
    await dynamoDB.updateTable({
      TableName: tableName,
      ...(indexName === undefined
        ? { ProvisionedThroughput }
        : { GlobalSecondaryIndexUpdates: [{ Update: { IndexName: indexName, ProvisionedThroughput } }] }),
    });
  },

  // AWS: recorded from the service.
  missing: ({ resourceId }) => `DynamoDB table does not exist: ${resourceId}`,
};

function parse({ resourceId, dimension }: TargetKey): { tableName: string; indexName?: string; units: Units } {
  const [, tableName = "", , indexName] = resourceId.split("/");
  const units = dimension.endsWith(":ReadCapacityUnits") ? "ReadCapacityUnits" : "WriteCapacityUnits";
  return { tableName, units, ...(indexName === undefined ? {} : { indexName }) };
}

function partOf(
  table: TableDescription,
  target: TargetKey,
):
  | { readonly status: string | undefined; readonly ProvisionedThroughput: TableDescription["ProvisionedThroughput"] }
  | undefined {
  const { indexName } = parse(target);
  if (indexName === undefined) return { status: table.TableStatus, ProvisionedThroughput: table.ProvisionedThroughput };
  const index = table.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === indexName);
  return index && { status: index.IndexStatus, ProvisionedThroughput: index.ProvisionedThroughput };
}

async function ifThere<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AwsError && error.code === "ResourceNotFoundException") return undefined;
    throw error;
  }
}
