// AWS::DynamoDB::Table.

import { AwsError } from "../../../kernel/errors.ts";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { isAwsError } from "./aws-errors.ts";
import { importTable } from "./import-source.ts";
import { applyKinesisStream } from "./kinesis-stream.ts";
import { applyPolicies } from "./policies.ts";
import { tableInput, tagsOf, text } from "./table-input.ts";
import { asList, read } from "./table-read.ts";
import { POLL_MS, settled, stateOf } from "./table-state.ts";
import { applyRecovery, applyTimeToLive, update } from "./table-update.ts";

export const tableType: ResourceType = {
  typeName: "AWS::DynamoDB::Table",
  properties: [
    "AttributeDefinitions",
    "BillingMode",
    "DeletionProtectionEnabled",
    "GlobalSecondaryIndexes",
    "ImportSourceSpecification",
    "KeySchema",
    "KinesisStreamSpecification",
    "LocalSecondaryIndexes",
    "OnDemandThroughput",
    "PointInTimeRecoverySpecification",
    "ProvisionedThroughput",
    "ResourcePolicy",
    "SSESpecification",
    "StreamSpecification",
    "TableClass",
    "TableName",
    "Tags",
    "TimeToLiveSpecification",
    "WarmThroughput",
  ],
  keptNotEnforced: {
    SSESpecification: "chooses the KMS key that encrypts the table",
    TableClass: "sets what storage and requests cost",
    WarmThroughput: "prepares the table for that many requests at once",
    "GlobalSecondaryIndexes.WarmThroughput": "prepares the index for that many requests at once",
  },
  notSupported: ["GlobalSecondaryIndexes.ContributorInsightsSpecification", "StreamSpecification.Tags"],
  create,
  read,
  async list({ aws }) {
    const names = await everyPage(async (start: string | undefined) => {
      const answer = await aws.dynamoDB.listTables({ ExclusiveStartTableName: start });
      return { items: answer.TableNames, next: answer.LastEvaluatedTableName };
    });
    return names.map((TableName) => ({ TableName }));
  },
  update,
  delete: remove,
};

async function create(properties: Properties, context: ResourceContext): Promise<ResourceState> {
  const tableName = text(properties["TableName"]) ?? context.generateName({ maxLength: 255 });
  const wanted = tableInput(properties);
  const source = properties["ImportSourceSpecification"] as Properties | undefined;
  if (source !== undefined) return createByImport(tableName, properties, source, context);
  try {
    await context.aws.dynamoDB.createTable({
      ...wanted,
      TableName: tableName,
      Tags: tagsOf(properties, context),
    });
  } catch (error) {
    // An interrupted run of this step made it; a table of another's has other tags, or the wrong key, and stays theirs.
    if (!isAwsError(error, "ResourceInUseException") || !(await isOurs(tableName, context))) throw error;
  }
  await settled(tableName, context);
  await applyTimeToLive(tableName, properties, {}, context);
  await applyRecovery(tableName, properties, {}, context);
  await applyPolicies(tableName, properties, {}, context);
  await applyKinesisStream(tableName, properties, {}, context);
  return stateOf(tableName, context);
}

/** An import takes keys, indexes and throughput; all else is changed when the items are there. */
async function createByImport(
  tableName: string,
  properties: Properties,
  source: Properties,
  context: ResourceContext,
): Promise<ResourceState> {
  if (asList(properties["LocalSecondaryIndexes"]).length > 0)
    throw new AwsError({
      code: "ValidationException",
      message: "LocalSecondaryIndexes cannot be specified together with ImportSourceSpecification.",
    });
  await importTable({ ...tableInput(properties), TableName: tableName }, source, context, POLL_MS);
  const imported = {
    BillingMode: properties["BillingMode"],
    ProvisionedThroughput: properties["ProvisionedThroughput"],
  };
  const { GlobalSecondaryIndexes: indexes } = properties;
  return update(tableName, properties, { ...imported, GlobalSecondaryIndexes: indexes }, context);
}

/** True if the table carries this stack's tags for this logical id. */
async function isOurs(tableName: string, context: ResourceContext): Promise<boolean> {
  const { Table: table } = await context.aws.dynamoDB.describeTable({ TableName: tableName });
  if (table?.TableArn === undefined) return false;
  const { Tags: tags = [] } = await context.aws.dynamoDB.listTagsOfResource({ ResourceArn: table.TableArn });
  const present = new Map(tags.map(({ Key: key, Value: value }) => [key, value]));
  const own = Object.entries(context.tags).filter(([key]) => key.startsWith("aws:cloudformation:"));
  return own.length > 0 && own.every(([key, value]) => present.get(key) === value);
}

async function remove(tableName: string, _properties: Properties, context: ResourceContext): Promise<void> {
  try {
    await settled(tableName, context);
    await context.aws.dynamoDB.deleteTable({ TableName: tableName });
  } catch (error) {
    if (!isAwsError(error, "ResourceNotFoundException")) throw error;
  }
}
