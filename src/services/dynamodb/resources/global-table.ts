// AWS::DynamoDB::GlobalTable with one replica, in the stack's own region: what the CDK's TableV2 makes. It is a table
// whose properties stand in other places, so they are moved and the rest is AWS::DynamoDB::Table's.

import { AwsError } from "../../../kernel/errors.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { tableType } from "./table.ts";

export const globalTableType: ResourceType = {
  typeName: "AWS::DynamoDB::GlobalTable",
  properties: [
    "AttributeDefinitions",
    "BillingMode",
    "GlobalSecondaryIndexes",
    "KeySchema",
    "LocalSecondaryIndexes",
    "Replicas",
    "SSESpecification",
    "StreamSpecification",
    "TableName",
    "TimeToLiveSpecification",
    "WriteOnDemandThroughputSettings",
    "WriteProvisionedThroughputSettings",
  ],
  keptNotEnforced: { SSESpecification: "chooses the KMS key that encrypts the table" },
  create: async (properties, context) =>
    withTableId(await tableType.create(tableProperties(properties, context), context), context),
  read: async (tableName, context, known = {}) => {
    const table = await tableType.read(tableName, context, known);
    return table === undefined ? undefined : globalProperties(table, known, context);
  },
  update: async (tableName, properties, previous, context) => {
    const [wanted, old] = [tableProperties(properties, context), tableProperties(previous, context)];
    const state = await tableType.update?.(tableName, wanted, old, context);
    return withTableId(state ?? { physicalId: tableName, attributes: {} }, context);
  },
  delete: (tableName, properties, context) => tableType.delete(tableName, properties, context),
};

async function withTableId(state: ResourceState, context: ResourceContext): Promise<ResourceState> {
  const { Table: table } = await context.aws.dynamoDB.describeTable({ TableName: state.physicalId });
  return { ...state, attributes: { ...state.attributes, TableId: table?.TableId } };
}

/** Members of a replica that are understood. */
const REPLICA_MEMBERS: ReadonlySet<string> = new Set([
  "DeletionProtectionEnabled",
  "GlobalSecondaryIndexes",
  "PointInTimeRecoverySpecification",
  "ReadOnDemandThroughputSettings",
  "ReadProvisionedThroughputSettings",
  "Region",
  "ResourcePolicy",
  "SSESpecification",
  "TableClass",
  "Tags",
]);

/** The properties of the table that the global table is in its one region. */
function tableProperties(properties: Properties, context: ResourceContext): Properties {
  const replica = onlyReplica(properties, context);
  const { Replicas: _replicas, BillingMode: mode = "PROVISIONED", ...rest } = properties;
  const isOnDemand = mode === "PAY_PER_REQUEST";
  const {
    WriteProvisionedThroughputSettings: write,
    WriteOnDemandThroughputSettings: onDemandWrite,
    GlobalSecondaryIndexes: indexes,
    SSESpecification: encryption,
    ...common
  } = rest;
  const reads = list(replica["GlobalSecondaryIndexes"]);
  const onDemandRead = replica["ReadOnDemandThroughputSettings"];
  return {
    ...common,
    BillingMode: mode,
    ...(!isOnDemand && { ProvisionedThroughput: units(replica["ReadProvisionedThroughputSettings"], write) }),
    ...((onDemandRead !== undefined || onDemandWrite !== undefined) && {
      OnDemandThroughput: { ...record(onDemandRead), ...record(onDemandWrite) },
    }),
    ...(indexes !== undefined && {
      GlobalSecondaryIndexes: list(indexes).map((index) => {
        const {
          WriteProvisionedThroughputSettings: indexWrite,
          WriteOnDemandThroughputSettings: _limit,
          ...kept
        } = index;
        const read = reads.find((candidate) => candidate["IndexName"] === index["IndexName"]);
        const throughput = units(read?.["ReadProvisionedThroughputSettings"], indexWrite);
        return isOnDemand ? kept : { ...kept, ProvisionedThroughput: throughput };
      }),
    }),
    ...(encryption !== undefined && {
      SSESpecification: { ...record(encryption), ...record(replica["SSESpecification"]) },
    }),
    ...pick(replica, [
      "DeletionProtectionEnabled",
      "PointInTimeRecoverySpecification",
      "ResourcePolicy",
      "TableClass",
      "Tags",
    ]),
  };
}

function onlyReplica(properties: Properties, context: ResourceContext): Properties {
  const [replica, ...others] = list(properties["Replicas"]);
  if (replica === undefined || others.length > 0 || replica["Region"] !== context.region)
    throw refused(`A global table can have one replica here, in the stack's own region ${context.region}.`);
  // CDK writes this one out even where it is not wanted.
  const { ContributorInsightsSpecification: insights, ...members } = replica;
  const unknown = Object.keys(members).find((name) => !REPLICA_MEMBERS.has(name));
  if (unknown !== undefined) throw refused(`The member ${unknown} of a replica is not implemented.`);
  if (record(insights)["Enabled"] === true) throw refused("Contributor insights are not implemented.");
  return members;
}

function refused(message: string): AwsError {
  return new AwsError({ code: "NotImplemented", status: 501, message });
}

/** Provisioned units: those that are given, or the least of what auto scaling may choose. Nothing is scaled. */
function units(read: unknown, write: unknown): Properties {
  return {
    ReadCapacityUnits: record(read)["ReadCapacityUnits"] ?? least(record(read)["ReadCapacityAutoScalingSettings"]),
    WriteCapacityUnits: record(write)["WriteCapacityUnits"] ?? least(record(write)["WriteCapacityAutoScalingSettings"]),
  };
}

function least(scaling: unknown): unknown {
  return record(scaling)["SeedCapacity"] ?? record(scaling)["MinCapacity"];
}

/** The live properties, in the places where a global table has them. */
function globalProperties(table: Properties, known: Properties, context: ResourceContext): Properties {
  const indexes = list(table["GlobalSecondaryIndexes"]);
  const knownIndexes = list(known["GlobalSecondaryIndexes"]);
  const [knownReplica = {}] = list(known["Replicas"]);
  const knownReads = list(knownReplica["GlobalSecondaryIndexes"]);
  const units = table["ProvisionedThroughput"];
  const limits = record(table["OnDemandThroughput"]);
  const named = (items: readonly Properties[], index: Properties): Properties =>
    items.find((candidate) => candidate["IndexName"] === index["IndexName"]) ?? {};
  const provisioned = indexes.filter((index) => index["ProvisionedThroughput"] !== undefined);
  const { SSEEnabled, SSEType, KMSMasterKeyId } = record(table["SSESpecification"]);
  return {
    ...pick(table, ["TableName", "AttributeDefinitions", "KeySchema", "BillingMode", "LocalSecondaryIndexes"]),
    ...pick(table, ["TimeToLiveSpecification"]),
    ...(table["StreamSpecification"] !== undefined && {
      StreamSpecification: pick(record(table["StreamSpecification"]), ["StreamViewType"]),
    }),
    SSESpecification: { SSEEnabled, ...(SSEType !== undefined && { SSEType }) },
    ...settings("Write", units, known),
    ...limitOf("Write", limits),
    ...(indexes.length > 0 && {
      GlobalSecondaryIndexes: indexes.map((index) => ({
        ...pick(index, ["IndexName", "KeySchema", "Projection"]),
        ...settings("Write", index["ProvisionedThroughput"], named(knownIndexes, index)),
      })),
    }),
    Replicas: [
      {
        Region: context.region,
        ...pick(table, ["DeletionProtectionEnabled", "PointInTimeRecoverySpecification", "ResourcePolicy"]),
        ...pick(table, ["TableClass", "Tags"]),
        ...(KMSMasterKeyId !== undefined && { SSESpecification: { KMSMasterKeyId } }),
        ...settings("Read", units, knownReplica),
        ...limitOf("Read", limits),
        ...(provisioned.length > 0 && {
          GlobalSecondaryIndexes: provisioned.map((index) => ({
            ...pick(index, ["IndexName"]),
            ...settings("Read", index["ProvisionedThroughput"], named(knownReads, index)),
          })),
        }),
      },
    ],
  };
}

/** Provisioned units of one kind. What auto scaling may choose stays as the template has it while the units are the least of it. */
function settings(kind: "Read" | "Write", throughput: unknown, known: Properties): Properties {
  const live = record(throughput)[`${kind}CapacityUnits`];
  if (live === undefined) return {};
  const name = `${kind}ProvisionedThroughputSettings`;
  const scaling = record(known[name])[`${kind}CapacityAutoScalingSettings`];
  const isLeast = scaling !== undefined && Number(least(scaling)) === live;
  return { [name]: isLeast ? known[name] : { [`${kind}CapacityUnits`]: live } };
}

function limitOf(kind: "Read" | "Write", limits: Properties): Properties {
  const units = limits[`Max${kind}RequestUnits`];
  return units === undefined ? {} : { [`${kind}OnDemandThroughputSettings`]: { [`Max${kind}RequestUnits`]: units } };
}

function pick(properties: Properties, names: readonly string[]): Properties {
  return Object.fromEntries(
    names.flatMap((name) => (properties[name] === undefined ? [] : [[name, properties[name]]])),
  );
}

function record(value: unknown): Properties {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function list(value: unknown): readonly Properties[] {
  return Array.isArray(value) ? value.map(record) : [];
}
