// AWS::DynamoDB::Table.

import type {
  CreateTableCommandInput,
  GlobalSecondaryIndex,
  LocalSecondaryIndex,
  SSEDescription,
  SSESpecification,
  StreamSpecification,
  TableDescription,
  TimeToLiveDescription,
} from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../kernel/errors.ts";
import { isAwsError } from "./aws-errors.ts";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { changeIndexes } from "./index-changes.ts";
import { importTable } from "./import-source.ts";
import { globalIndexInput, onDemandInput, throughputInput, warmInput } from "./index-input.ts";
import { activeStream, applyKinesisStream } from "./kinesis-stream.ts";
import { applyPolicies, readPolicy } from "./policies.ts";

/** How long a creation or a change may take, in steps of this length. */
const POLL_MS = 50;

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
  keptNotEnforced: ["SSESpecification", "TableClass", "WarmThroughput"],
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

async function update(
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
  // A table that becomes a provisioned one must be told the units of all its indexes in the same call.
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
    ...(provisioned !== undefined && updates.length > 0 && { GlobalSecondaryIndexUpdates: updates }),
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

async function applyTimeToLive(
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

async function applyRecovery(
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

async function remove(tableName: string, _properties: Properties, context: ResourceContext): Promise<void> {
  try {
    await settled(tableName, context);
    await context.aws.dynamoDB.deleteTable({ TableName: tableName });
  } catch (error) {
    if (!isAwsError(error, "ResourceNotFoundException")) throw error;
  }
}

async function read(
  tableName: string,
  context: ResourceContext,
  known: Properties = {},
): Promise<Properties | undefined> {
  const table = await describe(tableName, context);
  if (table === undefined) return undefined;
  const { TimeToLiveDescription: ttl } = await context.aws.dynamoDB.describeTimeToLive({ TableName: tableName });
  const { Tags: tags = [] } = await context.aws.dynamoDB.listTagsOfResource({ ResourceArn: table.TableArn ?? "" });
  const { ContinuousBackupsDescription: backups } = await context.aws.dynamoDB.describeContinuousBackups({
    TableName: tableName,
  });
  const recovery = backups?.PointInTimeRecoveryDescription;
  const policy = await readPolicy(table.TableArn, context);
  const streamPolicy = await readPolicy(table.LatestStreamArn, context);
  const kinesis = await activeStream(tableName, context);
  // A global table has its tags in its replica, where nobody else would take the stack's tags out again.
  const named = new Set([known, ...asList(known["Replicas"])].flatMap(({ Tags: said }) => asList(said).map(keyOf)));
  const own = tags.filter(
    ({ Key: key }) => !key.startsWith("aws:") && (named.has(key) || !Object.hasOwn(context.tags, key)),
  );
  const mode = table.BillingModeSummary?.BillingMode ?? "PROVISIONED";
  return {
    TableName: tableName,
    AttributeDefinitions: table.AttributeDefinitions,
    KeySchema: table.KeySchema,
    BillingMode: mode,
    ...(mode === "PROVISIONED" && { ProvisionedThroughput: unitsOf(table.ProvisionedThroughput) }),
    ...(table.GlobalSecondaryIndexes !== undefined && {
      GlobalSecondaryIndexes: table.GlobalSecondaryIndexes.map((index) => ({
        IndexName: index.IndexName,
        KeySchema: index.KeySchema,
        Projection: index.Projection,
        ...(mode === "PROVISIONED" && { ProvisionedThroughput: unitsOf(index.ProvisionedThroughput) }),
        ...(index.OnDemandThroughput !== undefined && { OnDemandThroughput: index.OnDemandThroughput }),
        ...readWarm(index.WarmThroughput, knownIndex(known, index.IndexName)),
      })),
    }),
    ...(table.LocalSecondaryIndexes !== undefined && {
      LocalSecondaryIndexes: table.LocalSecondaryIndexes.map((index) => ({
        IndexName: index.IndexName,
        KeySchema: index.KeySchema,
        Projection: index.Projection,
      })),
    }),
    ...(table.StreamSpecification !== undefined && {
      StreamSpecification: {
        StreamViewType: table.StreamSpecification.StreamViewType,
        ...(streamPolicy !== undefined && { ResourcePolicy: streamPolicy }),
      },
    }),
    ...(policy !== undefined && { ResourcePolicy: policy }),
    ...(kinesis !== undefined && { KinesisStreamSpecification: kinesis }),
    ...readWarm(table.WarmThroughput, known),
    TimeToLiveSpecification: readTimeToLive(ttl, known),
    PointInTimeRecoverySpecification: {
      PointInTimeRecoveryEnabled: recovery?.PointInTimeRecoveryStatus === "ENABLED",
      ...(recovery?.RecoveryPeriodInDays !== undefined && { RecoveryPeriodInDays: recovery.RecoveryPeriodInDays }),
    },
    SSESpecification: await readEncryption(table.SSEDescription, known, context),
    TableClass: table.TableClassSummary?.TableClass ?? "STANDARD",
    ...(table.OnDemandThroughput !== undefined && { OnDemandThroughput: table.OnDemandThroughput }),
    DeletionProtectionEnabled: table.DeletionProtectionEnabled,
    ...(own.length > 0 && { Tags: own }),
  };
}

/** A table forgets the attribute when its time to live is switched off; the template that switched it off still names one. */
function readTimeToLive(live: TimeToLiveDescription | undefined, known: Properties): Properties {
  if (live?.TimeToLiveStatus === "ENABLED") return { Enabled: true, AttributeName: live.AttributeName };
  const attribute = timeToLiveOf(known);
  return attribute?.Enabled === false ? attribute : { Enabled: false };
}

/** Every table has a warm throughput; it is the template's only where the template names one. */
function readWarm(live: TableDescription["WarmThroughput"], known: Properties): Properties {
  if (live === undefined || known["WarmThroughput"] === undefined) return {};
  const { ReadUnitsPerSecond, WriteUnitsPerSecond } = live;
  return { WarmThroughput: { ReadUnitsPerSecond, WriteUnitsPerSecond } };
}

function knownIndex(known: Properties, name: string | undefined): Properties {
  return asList(known["GlobalSecondaryIndexes"]).find(({ IndexName }) => IndexName === name) ?? {};
}

function asList(value: unknown): readonly Properties[] {
  return Array.isArray(value) ? (value as Properties[]) : [];
}

function keyOf({ Key: key }: Properties): unknown {
  return key;
}

function unitsOf(throughput: TableDescription["ProvisionedThroughput"]): Properties {
  return {
    ReadCapacityUnits: throughput?.ReadCapacityUnits,
    WriteCapacityUnits: throughput?.WriteCapacityUnits,
  };
}

/** A table's encryption; the key that AWS manages is named only where the template names it. */
async function readEncryption(
  live: SSEDescription | undefined,
  known: Properties,
  context: ResourceContext,
): Promise<Properties> {
  if (live === undefined) return { SSEEnabled: false };
  const { SSEType, KMSMasterKeyArn: key } = live;
  const said = known["SSESpecification"] as Properties | undefined;
  const isNamed = said?.["KMSMasterKeyId"] !== undefined;
  const isShown = key !== undefined && (isNamed || key !== (await managedKeyArn(context)));
  return { SSEEnabled: true, SSEType, ...(isShown && { KMSMasterKeyId: key }) };
}

/** The account's key for DynamoDB; undefined if who deploys may not ask for it. */
async function managedKeyArn({ aws }: ResourceContext): Promise<string | undefined> {
  try {
    return (await aws.kms.describeKey({ KeyId: "alias/aws/dynamodb" })).KeyMetadata?.Arn;
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

async function stateOf(tableName: string, context: ResourceContext): Promise<ResourceState> {
  const table = await describe(tableName, context);
  return {
    physicalId: tableName,
    attributes: {
      Arn: table?.TableArn,
      ...(table?.LatestStreamArn !== undefined && { StreamArn: table.LatestStreamArn }),
    },
  };
}

async function describe(tableName: string, context: ResourceContext): Promise<TableDescription | undefined> {
  try {
    return (await context.aws.dynamoDB.describeTable({ TableName: tableName })).Table;
  } catch (error) {
    if (isAwsError(error, "ResourceNotFoundException")) return undefined;
    throw error;
  }
}

/** Resolves when nothing of the table is being created or changed any more. */
async function settled(tableName: string, context: ResourceContext): Promise<void> {
  for (;;) {
    const table = await describe(tableName, context);
    const statuses = [table?.TableStatus, ...(table?.GlobalSecondaryIndexes ?? []).map((index) => index.IndexStatus)];
    if (table === undefined || statuses.every((status) => status === "ACTIVE")) return;
    await context.wait(POLL_MS);
  }
}

/** The properties as CreateTable takes them: the same names, but for numbers and booleans that came as text. */
function tableInput(properties: Properties): Omit<CreateTableCommandInput, "TableName" | "Tags"> {
  const list = <T>(name: string): T[] | undefined => properties[name] as T[] | undefined;
  const stream = properties["StreamSpecification"] as StreamSpecification | undefined;
  const sse = properties["SSESpecification"] as
    | { SSEEnabled?: unknown; SSEType?: SSESpecification["SSEType"]; KMSMasterKeyId?: string }
    | undefined;
  const provisioned = throughputInput(properties["ProvisionedThroughput"]);
  const onDemand = onDemandInput(properties["OnDemandThroughput"]);
  const warm = warmInput(properties["WarmThroughput"]);
  const locals = list<LocalSecondaryIndex>("LocalSecondaryIndexes");
  const globals = list<GlobalSecondaryIndex>("GlobalSecondaryIndexes");
  return {
    AttributeDefinitions: list("AttributeDefinitions") ?? [],
    KeySchema: list("KeySchema") ?? [],
    ...(properties["BillingMode"] !== undefined && {
      BillingMode: properties["BillingMode"] as CreateTableCommandInput["BillingMode"],
    }),
    ...(provisioned !== undefined && { ProvisionedThroughput: provisioned }),
    ...(locals !== undefined && locals.length > 0 && { LocalSecondaryIndexes: locals }),
    ...(globals !== undefined && globals.length > 0 && { GlobalSecondaryIndexes: globals.map(globalIndexInput) }),
    ...(stream !== undefined && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: stream.StreamViewType },
    }),
    ...(sse !== undefined && {
      SSESpecification: {
        Enabled: isTrue(sse.SSEEnabled),
        ...(sse.SSEType !== undefined && { SSEType: sse.SSEType }),
        ...(sse.KMSMasterKeyId !== undefined && { KMSMasterKeyId: sse.KMSMasterKeyId }),
      },
    }),
    ...(properties["DeletionProtectionEnabled"] !== undefined && {
      DeletionProtectionEnabled: isTrue(properties["DeletionProtectionEnabled"]),
    }),
    ...(properties["TableClass"] !== undefined && {
      TableClass: properties["TableClass"] as CreateTableCommandInput["TableClass"],
    }),
    ...(onDemand !== undefined && { OnDemandThroughput: onDemand }),
    ...(warm !== undefined && { WarmThroughput: warm }),
  };
}

function timeToLiveOf(properties: Properties): { Enabled: boolean; AttributeName: string } | undefined {
  const value = properties["TimeToLiveSpecification"] as { Enabled?: unknown; AttributeName?: string } | undefined;
  if (value?.AttributeName === undefined) return undefined;
  return { Enabled: isTrue(value.Enabled), AttributeName: value.AttributeName };
}

function tagsOf(properties: Properties, context: ResourceContext): { Key: string; Value: string }[] {
  const own = (properties["Tags"] ?? []) as readonly { Key: string; Value: unknown }[];
  const all = new Map(Object.entries(context.tags));
  for (const { Key: key, Value: value } of own) all.set(key, String(value));
  return [...all].map(([key, value]) => ({ Key: key, Value: value }));
}

function isSame(properties: Properties, previous: Properties, ...names: readonly string[]): boolean {
  return names.every((name) => JSON.stringify(properties[name]) === JSON.stringify(previous[name]));
}

function isTrue(value: unknown): boolean {
  return value === true || value === "true";
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
