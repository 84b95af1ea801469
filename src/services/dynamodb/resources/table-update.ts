// Changes of a table: each looks at what is there, so that a repetition does no harm.

import type { GlobalSecondaryIndex } from "@aws-sdk/client-dynamodb";
import type { Properties, ResourceContext, ResourceState } from "../../../service/resource-type.ts";
import { changeIndexes } from "./index-changes.ts";
import { globalIndexInput } from "./index-input.ts";
import { applyKinesisStream } from "./kinesis-stream.ts";
import { applyPolicies } from "./policies.ts";
import { isTrue, tableInput, tagsOf, timeToLiveOf } from "./table-input.ts";
import { settled, stateOf } from "./table-state.ts";

/** Brings a table from one state of its template to the next. */
export async function update(
  tableName: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<ResourceState> {
  await changeBilling(tableName, properties, previous, context);
  await changeSettings(tableName, properties, previous, context);
  await changeStream(tableName, properties, previous, context);
  await changeIndexes(tableName, properties, previous, context, settled);
  await applyTimeToLive(tableName, properties, previous, context);
  await applyRecovery(tableName, properties, previous, context);
  await applyPolicies(tableName, properties, previous, context);
  await applyKinesisStream(tableName, properties, previous, context);
  await changeTags(tableName, properties, previous, context);
  return stateOf(tableName, context);
}

async function changeBilling(
  tableName: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  if (isSame(properties, previous, "BillingMode", "ProvisionedThroughput")) return;
  const { BillingMode: mode, ProvisionedThroughput: provisioned } = tableInput(properties);
  const { Table: table } = await context.aws.dynamoDB.describeTable({ TableName: tableName });
  const units = table?.ProvisionedThroughput;
  const isUnchanged =
    (table?.BillingModeSummary?.BillingMode ?? "PROVISIONED") === (mode ?? "PROVISIONED") &&
    (provisioned === undefined ||
      (units?.ReadCapacityUnits === provisioned.ReadCapacityUnits &&
        units?.WriteCapacityUnits === provisioned.WriteCapacityUnits));
  if (isUnchanged) return;
  // A table that becomes a provisioned one must be told the units of all its indexes in the same call; one that is, is told them by themselves.
  const becomesProvisioned = provisioned !== undefined && table?.BillingModeSummary?.BillingMode === "PAY_PER_REQUEST";
  const wanted = (properties["GlobalSecondaryIndexes"] ?? []) as readonly GlobalSecondaryIndex[];
  const updates = (table?.GlobalSecondaryIndexes ?? []).map(({ IndexName: name }) => {
    const index = wanted.find((candidate) => candidate.IndexName === name);
    const indexUnits = index === undefined ? undefined : globalIndexInput(index).ProvisionedThroughput;
    return { Update: { IndexName: name, ProvisionedThroughput: indexUnits ?? provisioned } };
  });
  await context.aws.dynamoDB.updateTable({
    TableName: tableName,
    BillingMode: mode ?? "PROVISIONED",
    ...(provisioned !== undefined && { ProvisionedThroughput: provisioned }),
    ...(becomesProvisioned && updates.length > 0 && { GlobalSecondaryIndexUpdates: updates }),
  });
  await settled(tableName, context);
}

async function changeSettings(
  tableName: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  const names = [
    "DeletionProtectionEnabled",
    "OnDemandThroughput",
    "SSESpecification",
    "TableClass",
    "WarmThroughput",
  ] as const;
  if (isSame(properties, previous, ...names)) return;
  const wanted = tableInput(properties);
  await context.aws.dynamoDB.updateTable({
    TableName: tableName,
    DeletionProtectionEnabled: wanted.DeletionProtectionEnabled ?? false,
    TableClass: wanted.TableClass ?? "STANDARD",
    SSESpecification: wanted.SSESpecification ?? { Enabled: false },
    ...(wanted.OnDemandThroughput !== undefined && { OnDemandThroughput: wanted.OnDemandThroughput }),
    ...(wanted.WarmThroughput !== undefined &&
      !isSame(properties, previous, "WarmThroughput") && { WarmThroughput: wanted.WarmThroughput }),
  });
  await settled(tableName, context);
}

async function changeStream(
  tableName: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  if (isSame(properties, previous, "StreamSpecification")) return;
  const wanted = tableInput(properties).StreamSpecification;
  const { Table: table } = await context.aws.dynamoDB.describeTable({ TableName: tableName });
  const present = table?.StreamSpecification;
  if (present?.StreamViewType === wanted?.StreamViewType) return;
  // A stream's view cannot be changed: it ends, and another begins.
  for (const specification of [present && { StreamEnabled: false }, wanted]) {
    if (specification === undefined) continue;
    await context.aws.dynamoDB.updateTable({ TableName: tableName, StreamSpecification: specification });
    await settled(tableName, context);
  }
}

/** Switches the time to live on, off, or to another attribute. */
export async function applyTimeToLive(
  tableName: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  if (isSame(properties, previous, "TimeToLiveSpecification")) return;
  const wanted = timeToLiveOf(properties);
  const { TimeToLiveDescription: present } = await context.aws.dynamoDB.describeTimeToLive({ TableName: tableName });
  const current = present?.TimeToLiveStatus === "ENABLED" ? present.AttributeName : undefined;
  const target = wanted?.Enabled === true ? wanted.AttributeName : undefined;
  if (current === target) return;
  for (const [attribute, isEnabled] of [
    [current, false],
    [target, true],
  ] as const) {
    if (attribute === undefined) continue;
    await context.aws.dynamoDB.updateTimeToLive({
      TableName: tableName,
      TimeToLiveSpecification: { AttributeName: attribute, Enabled: isEnabled },
    });
  }
}

/** Switches point-in-time recovery. */
export async function applyRecovery(
  tableName: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  if (isSame(properties, previous, "PointInTimeRecoverySpecification")) return;
  const wanted = properties["PointInTimeRecoverySpecification"] as Properties | undefined;
  const days = wanted?.["RecoveryPeriodInDays"];
  await context.aws.dynamoDB.updateContinuousBackups({
    TableName: tableName,
    PointInTimeRecoverySpecification: {
      PointInTimeRecoveryEnabled: isTrue(wanted?.["PointInTimeRecoveryEnabled"]),
      ...(days !== undefined && { RecoveryPeriodInDays: Number(days) }),
    },
  });
}

async function changeTags(
  tableName: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  const wanted = tagsOf(properties, context);
  const { Table: table } = await context.aws.dynamoDB.describeTable({ TableName: tableName });
  if (table?.TableArn === undefined) return;
  const gone = tagsOf(previous, context)
    .map(({ Key: key }) => key)
    .filter((key) => wanted.every((tag) => tag.Key !== key));
  if (gone.length > 0) await context.aws.dynamoDB.untagResource({ ResourceArn: table.TableArn, TagKeys: gone });
  if (wanted.length > 0) await context.aws.dynamoDB.tagResource({ ResourceArn: table.TableArn, Tags: wanted });
}

function isSame(properties: Properties, previous: Properties, ...names: readonly string[]): boolean {
  return names.every((name) => JSON.stringify(properties[name]) === JSON.stringify(previous[name]));
}
