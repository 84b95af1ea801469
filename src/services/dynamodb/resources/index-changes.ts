// Global indexes of an existing table. UpdateTable makes or deletes one at a time, so CloudFormation does, too.
// AWS: CloudFormation User Guide, AWS::DynamoDB::Table, GlobalSecondaryIndexes: more than one such change in one update
// is refused by CloudFormation; here they are made one after the other.
// DEVIATION: the last point.

import type {
  AttributeDefinition,
  GlobalSecondaryIndex,
  GlobalSecondaryIndexUpdate,
  KeySchemaElement,
} from "@aws-sdk/client-dynamodb";
import type { Properties, ResourceContext } from "../../../service/resource-type.ts";
import { globalIndexInput } from "./index-input.ts";

/** Brings the indexes from `previous` to `properties`, looking at what is there so that a repetition does no harm. */
export async function changeIndexes(
  tableName: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
  settled: (tableName: string, context: ResourceContext) => Promise<void>,
): Promise<void> {
  const wanted = indexesOf(properties);
  if (JSON.stringify(wanted) === JSON.stringify(indexesOf(previous))) return;
  const { Table: table } = await context.aws.dynamoDB.describeTable({ TableName: tableName });
  const present = table?.GlobalSecondaryIndexes ?? [];
  const definitions = (properties["AttributeDefinitions"] ?? []) as AttributeDefinition[];

  const change = async (update: GlobalSecondaryIndexUpdate, keys: readonly KeySchemaElement[] = []): Promise<void> => {
    // Only the definitions that this one index needs: one that no index uses yet would be refused.
    const names = new Set(keys.map(({ AttributeName: name }) => name));
    await context.aws.dynamoDB.updateTable({
      TableName: tableName,
      ...(names.size > 0 && {
        AttributeDefinitions: definitions.filter(({ AttributeName: name }) => names.has(name)),
      }),
      GlobalSecondaryIndexUpdates: [update],
    });
    await settled(tableName, context);
  };

  for (const { IndexName: name = "", KeySchema: key, Projection: projection } of present) {
    const index = wanted.find((candidate) => candidate.IndexName === name);
    const isKept = index !== undefined && isEqual([index.KeySchema, index.Projection], [key, projection]);
    if (!isKept) await change({ Delete: { IndexName: name } });
  }
  for (const index of wanted) {
    const old = present.find((candidate) => candidate.IndexName === index.IndexName);
    const isThere = old !== undefined && isEqual([index.KeySchema, index.Projection], [old.KeySchema, old.Projection]);
    if (!isThere) {
      await change({ Create: globalIndexInput(index) }, index.KeySchema);
      continue;
    }
    const { ProvisionedThroughput: units, OnDemandThroughput: limits, WarmThroughput: warm } = globalIndexInput(index);
    const { ReadCapacityUnits: read, WriteCapacityUnits: write } = old.ProvisionedThroughput ?? {};
    if (units !== undefined && (units.ReadCapacityUnits !== read || units.WriteCapacityUnits !== write))
      await change({ Update: { IndexName: index.IndexName, ProvisionedThroughput: units } });
    if (limits !== undefined && !isEqual(limits, old.OnDemandThroughput))
      await change({ Update: { IndexName: index.IndexName, OnDemandThroughput: limits } });
    const { ReadUnitsPerSecond, WriteUnitsPerSecond } = old.WarmThroughput ?? {};
    if (
      warm !== undefined &&
      !isEqual({ ReadUnitsPerSecond, WriteUnitsPerSecond, ...warm }, { ReadUnitsPerSecond, WriteUnitsPerSecond })
    )
      await change({ Update: { IndexName: index.IndexName, WarmThroughput: warm } });
  }
}

function indexesOf(properties: Properties): readonly GlobalSecondaryIndex[] {
  return (properties["GlobalSecondaryIndexes"] ?? []) as readonly GlobalSecondaryIndex[];
}

/** Equal but for the order of members and of projected attributes. */
function isEqual(left: unknown, right: unknown): boolean {
  return canonical(left) === canonical(right);
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) {
    const parts = value.map(canonical);
    return `[${(value.every((part) => typeof part === "string") ? parts.sort() : parts).join(",")}]`;
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${name}:${canonical(member)}`)
    .join(",")}}`;
}
