// AWS::DynamoDB::GlobalTable with one replica, in the stack's own region: what the CDK's TableV2 makes. It is a table
// whose properties stand in other places, so they are moved and the rest is AWS::DynamoDB::Table's.

import { AwsError } from "../../../kernel/errors.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { applyScaling, endScaling, type Kind, readScaling, type Scaled } from "./table-scaling.ts";
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
  keptNotEnforced: {
    SSESpecification: "chooses the KMS key that encrypts the table",
    "GlobalSecondaryIndexes.WarmThroughput": "prepares the index for that many requests at once",
    "Replicas.TableClass": "sets what storage and requests cost",
    "Replicas.SSESpecification": "chooses the KMS key that encrypts the replica",
  },
  notSupported: [
    "GlobalSecondaryIndexes.ReadOnDemandThroughputSettings",
    "GlobalSecondaryIndexes.ReadProvisionedThroughputSettings",
    "Replicas.ContributorInsightsSpecification",
    "Replicas.GlobalSecondaryIndexes.ContributorInsightsSpecification",
    "Replicas.GlobalTableSettingsReplicationMode",
    "Replicas.ReplicaStreamSpecification",
  ],
  async create(properties, context) {
    const state = await tableType.create(tableProperties(properties, context), context);
    context.identify(state.physicalId);
    await applyScaling(scaledPlaces(state.physicalId, properties), [], context);
    return withTableId(state, context);
  },
  async read(tableName, context, known = {}) {
    const table = await tableType.read(tableName, context, known);
    if (table === undefined) return undefined;
    return globalProperties(table, await scalingOf(tableName, table, known, context), context);
  },
  async update(tableName, properties, previous, context) {
    const [wanted, old] = [scaledPlaces(tableName, properties), scaledPlaces(tableName, previous)];
    const live = (await tableType.read(tableName, context, tableProperties(previous, context))) ?? {};
    // What is scaled has the units that its load made it have: neither are they taken back, nor is what the template began with there still.
    const state = await tableType.update?.(
      tableName,
      withLiveUnits(tableProperties(properties, context), wanted, live),
      withLiveUnits(tableProperties(previous, context), old, live),
      context,
    );
    await applyScaling(wanted, old, context);
    return withTableId(state ?? { physicalId: tableName, attributes: {} }, context);
  },
  async delete(tableName, properties, context) {
    await endScaling(scaledPlaces(tableName, properties), context);
    await tableType.delete(tableName, properties, context);
  },
};

async function withTableId(state: ResourceState, context: ResourceContext): Promise<ResourceState> {
  const { Table: table } = await context.aws.dynamoDB.describeTable({ TableName: state.physicalId });
  return { ...state, attributes: { ...state.attributes, TableId: table?.TableId } };
}

/** Members of a replica that are understood. */
const REPLICA_MEMBERS: ReadonlySet<string> = new Set([
  "DeletionProtectionEnabled",
  "GlobalSecondaryIndexes",
  "KinesisStreamSpecification",
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
  return {
    ...common,
    BillingMode: mode,
    ...(!isOnDemand && { ProvisionedThroughput: units(replica["ReadProvisionedThroughputSettings"], write) }),
    ...onDemandLimits(replica["ReadOnDemandThroughputSettings"], onDemandWrite),
    ...(indexes !== undefined && {
      GlobalSecondaryIndexes: list(indexes).map((index) => {
        const {
          WriteProvisionedThroughputSettings: indexWrite,
          WriteOnDemandThroughputSettings: indexLimit,
          ...kept
        } = index;
        const read = named(reads, index["IndexName"]);
        const throughput = units(read["ReadProvisionedThroughputSettings"], indexWrite);
        const limited = { ...kept, ...onDemandLimits(read["ReadOnDemandThroughputSettings"], indexLimit) };
        return isOnDemand ? limited : { ...limited, ProvisionedThroughput: throughput };
      }),
    }),
    ...(encryption !== undefined && {
      SSESpecification: { ...record(encryption), ...record(replica["SSESpecification"]) },
    }),
    ...pick(replica, [
      "DeletionProtectionEnabled",
      "KinesisStreamSpecification",
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
  const all = [
    insights,
    ...list(members["GlobalSecondaryIndexes"]).map((index) => index["ContributorInsightsSpecification"]),
  ];
  if (all.some((each) => isTrue(record(each)["Enabled"]))) throw refused("Contributor insights are not implemented.");
  return members;
}

const isTrue = (value: unknown): boolean => value === true || value === "true";

function refused(message: string): AwsError {
  return new AwsError({ code: "NotImplemented", status: 501, message });
}

/** Provisioned units: those that are given, or those that auto scaling begins with. */
function units(read: unknown, write: unknown): Properties {
  return {
    ReadCapacityUnits: record(read)["ReadCapacityUnits"] ?? least(record(read)["ReadCapacityAutoScalingSettings"]),
    WriteCapacityUnits: record(write)["WriteCapacityUnits"] ?? least(record(write)["WriteCapacityAutoScalingSettings"]),
  };
}

/** The most requests on demand, reads and writes, where either is limited. */
function onDemandLimits(read: unknown, write: unknown): Properties {
  return read === undefined && write === undefined ? {} : { OnDemandThroughput: { ...record(read), ...record(write) } };
}

function least(scaling: unknown): unknown {
  return record(scaling)["SeedCapacity"] ?? record(scaling)["MinCapacity"];
}

const AT: Readonly<Record<Kind, string>> = {
  Read: "ReadProvisionedThroughputSettings",
  Write: "WriteProvisionedThroughputSettings",
};

/** What a template has scaled: the table and its indexes, reads and writes each for themselves. */
function scaledPlaces(tableName: string, properties: Properties): readonly Scaled[] {
  if (properties["BillingMode"] === "PAY_PER_REQUEST") return [];
  const [replica = {}] = list(properties["Replicas"]);
  const of = (kind: Kind, holder: Properties): readonly Scaled[] => {
    const settings = record(holder[AT[kind]])[`${kind}CapacityAutoScalingSettings`];
    const { IndexName: indexName } = holder;
    const place = { tableName, kind, ...(typeof indexName === "string" ? { indexName } : {}) };
    return settings === undefined ? [] : [{ ...place, settings: record(settings) }];
  };
  return [
    ...[properties, ...list(properties["GlobalSecondaryIndexes"])].flatMap((holder) => of("Write", holder)),
    ...[replica, ...list(replica["GlobalSecondaryIndexes"])].flatMap((holder) => of("Read", holder)),
  ];
}

/** A table's properties with the units that it has now where it is scaled, if it has any. */
function withLiveUnits(table: Properties, places: readonly Scaled[], live: Properties): Properties {
  const liveIndexes = list(live["GlobalSecondaryIndexes"]);
  const changed = (holder: Properties, now: Properties | undefined, indexName: unknown): Properties => {
    const units = record(now?.["ProvisionedThroughput"]);
    const own = places
      .filter((place) => place.indexName === indexName)
      .map(({ kind }) => `${kind}CapacityUnits`)
      .filter((name) => Number(units[name] ?? 0) > 0);
    if (own.length === 0 || holder["ProvisionedThroughput"] === undefined) return holder;
    return { ...holder, ProvisionedThroughput: { ...record(holder["ProvisionedThroughput"]), ...pick(units, own) } };
  };
  const indexes = list(table["GlobalSecondaryIndexes"]).map((index) => {
    const name = index["IndexName"];
    return changed(
      index,
      liveIndexes.find((candidate) => candidate["IndexName"] === name),
      name,
    );
  });
  const whole = changed(table, live, undefined);
  return indexes.length === 0 ? whole : { ...whole, GlobalSecondaryIndexes: indexes };
}

/** How the table and its indexes are scaled, by `${kind} ${index}`. What a template gives units is not asked about. */
async function scalingOf(
  tableName: string,
  table: Properties,
  known: Properties,
  context: ResourceContext,
): Promise<ReadonlyMap<string, Properties>> {
  if (table["ProvisionedThroughput"] === undefined) return new Map();
  const [replica = {}] = list(known["Replicas"]);
  const names = [undefined, ...list(table["GlobalSecondaryIndexes"]).map((index) => String(index["IndexName"]))];
  const found = new Map<string, Properties>();
  for (const indexName of names)
    for (const kind of ["Read", "Write"] as const) {
      const side = kind === "Read" ? replica : known;
      const holder = indexName === undefined ? side : named(list(side["GlobalSecondaryIndexes"]), indexName);
      if (record(holder[AT[kind]])[`${kind}CapacityUnits`] !== undefined) continue;
      const settings = await readScaling({ tableName, indexName, kind }, context);
      if (settings !== undefined) found.set(`${kind} ${indexName ?? ""}`, settings);
    }
  return found;
}

const named = (items: readonly Properties[], name: unknown): Properties =>
  items.find((candidate) => candidate["IndexName"] === name) ?? {};

/** The live properties, in the places where a global table has them. */
function globalProperties(
  table: Properties,
  scaling: ReadonlyMap<string, Properties>,
  context: ResourceContext,
): Properties {
  const indexes = list(table["GlobalSecondaryIndexes"]);
  const units = table["ProvisionedThroughput"];
  const limits = record(table["OnDemandThroughput"]);
  const ofReads = indexes
    .map((index) => ({
      ...settings("Read", index["ProvisionedThroughput"], scaling.get(`Read ${String(index["IndexName"])}`)),
      ...limitOf("Read", record(index["OnDemandThroughput"])),
      ...pick(index, ["IndexName"]),
    }))
    .filter((index) => Object.keys(index).length > 1);
  const { SSEEnabled, SSEType, KMSMasterKeyId } = record(table["SSESpecification"]);
  return {
    ...pick(table, ["TableName", "AttributeDefinitions", "KeySchema", "BillingMode", "LocalSecondaryIndexes"]),
    ...pick(table, ["TimeToLiveSpecification"]),
    ...(table["StreamSpecification"] !== undefined && {
      StreamSpecification: pick(record(table["StreamSpecification"]), ["StreamViewType"]),
    }),
    SSESpecification: { SSEEnabled, ...(SSEType !== undefined && { SSEType }) },
    ...settings("Write", units, scaling.get("Write ")),
    ...limitOf("Write", limits),
    ...(indexes.length > 0 && {
      GlobalSecondaryIndexes: indexes.map((index) => ({
        ...pick(index, ["IndexName", "KeySchema", "Projection", "WarmThroughput"]),
        ...limitOf("Write", record(index["OnDemandThroughput"])),
        ...settings("Write", index["ProvisionedThroughput"], scaling.get(`Write ${String(index["IndexName"])}`)),
      })),
    }),
    Replicas: [
      {
        Region: context.region,
        ...pick(table, ["DeletionProtectionEnabled", "KinesisStreamSpecification", "PointInTimeRecoverySpecification"]),
        ...pick(table, ["ResourcePolicy", "TableClass", "Tags"]),
        ...(KMSMasterKeyId !== undefined && { SSESpecification: { KMSMasterKeyId } }),
        ...settings("Read", units, scaling.get("Read ")),
        ...limitOf("Read", limits),
        ...(ofReads.length > 0 && { GlobalSecondaryIndexes: ofReads }),
      },
    ],
  };
}

/** Provisioned units of one kind, or how they are scaled. */
function settings(kind: Kind, throughput: unknown, scaling: Properties | undefined): Properties {
  const live = record(throughput)[`${kind}CapacityUnits`];
  if (live === undefined) return {};
  if (scaling !== undefined) return { [AT[kind]]: { [`${kind}CapacityAutoScalingSettings`]: scaling } };
  return { [AT[kind]]: { [`${kind}CapacityUnits`]: live } };
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
