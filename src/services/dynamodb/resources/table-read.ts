// A table as its template would say it: for drift and import.

import type { SSEDescription, TableDescription, TimeToLiveDescription } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../kernel/errors.ts";
import type { Properties, ResourceContext } from "../../../service/resource-type.ts";
import { activeStream } from "./kinesis-stream.ts";
import { readPolicy } from "./policies.ts";
import { timeToLiveOf } from "./table-input.ts";
import { describe } from "./table-state.ts";

/** The properties as they are; undefined for a table that is gone. */
export async function read(
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

/** A list of a template; empty for anything else. */
export function asList(value: unknown): readonly Properties[] {
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
