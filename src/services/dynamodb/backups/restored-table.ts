// The table that a restore makes: the source's keys, indexes, billing and encryption, as far as the request does not
// override them.
// AWS: API Reference, RestoreTableFromBackup: tags, streams, time to live, policies, and point-in-time recovery are not
// restored.

import type { GlobalSecondaryIndex, LocalSecondaryIndex } from "@aws-sdk/client-dynamodb";
import type { Present } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import { invalidParameter, validationError } from "../errors.ts";
import type { IndexRecord, Restored, TableRecord } from "../records.ts";
import {
  parseGlobalIndexes,
  parseLocalIndexes,
  throughputOf,
  usedAttributes,
  type IndexDeclaration,
} from "../tables/schema.ts";
import { changedOnDemand, initialWarm } from "../tables/throughput.ts";

/** What both restoring operations can override. */
export interface RestoreOverrides {
  readonly TargetTableName: string;
  readonly BillingModeOverride?: string;
  readonly GlobalSecondaryIndexOverride?: readonly Present<GlobalSecondaryIndex>[];
  readonly LocalSecondaryIndexOverride?: readonly Present<LocalSecondaryIndex>[];
  readonly ProvisionedThroughputOverride?: {
    readonly ReadCapacityUnits: number;
    readonly WriteCapacityUnits: number;
  };
  readonly OnDemandThroughputOverride?: IndexDeclaration["OnDemandThroughput"];
  readonly SSESpecificationOverride?: { readonly Enabled?: boolean; readonly KMSMasterKeyId?: string };
}

/** The new table's record; throws for overrides that the source does not allow. */
export function restoredTable(
  context: Context,
  source: TableRecord,
  input: RestoreOverrides,
  override: { readonly restored: Restored; readonly encryption: TableRecord["encryption"] },
): TableRecord {
  const nowMs = context.clock.nowMs();
  const isOnDemand =
    input.BillingModeOverride === undefined ? source.isOnDemand : input.BillingModeOverride === "PAY_PER_REQUEST";
  const localIndexes = localIndexesOf(context, source, input);
  const globalIndexes = globalIndexesOf(context, source, input, localIndexes, isOnDemand);
  const encryption = input.SSESpecificationOverride === undefined ? source.encryption : override.encryption;
  const throughput = tableThroughput(source, input, isOnDemand);
  const { region } = context;
  const { OnDemandThroughputOverride: limits } = input;
  const onDemand = limits === undefined ? source.onDemand : changedOnDemand(undefined, limits, isOnDemand, { region });
  return {
    v: 1,
    tableName: input.TargetTableName,
    tableId: context.random.uuid(),
    status: "CREATING",
    createdAtMs: nowMs,
    attributes: usedAttributes(source.attributes, source.key, [...localIndexes, ...globalIndexes]),
    key: source.key,
    localIndexes,
    globalIndexes,
    isOnDemand,
    ...(isOnDemand && { onDemandSinceMs: nowMs }),
    throughput,
    ...(isOnDemand && onDemand !== undefined && { onDemand }),
    warm: initialWarm(isOnDemand, throughput, undefined, { region }),
    isDeletionProtected: false,
    ...(source.tableClass !== undefined && { tableClass: source.tableClass }),
    tags: {},
    ...(encryption !== undefined && { encryption }),
    restored: override.restored,
  };
}

function tableThroughput(
  source: TableRecord,
  { ProvisionedThroughputOverride: override }: RestoreOverrides,
  isOnDemand: boolean,
): TableRecord["throughput"] {
  if (isOnDemand && override !== undefined)
    throw invalidParameter(
      "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST",
    );
  if (isOnDemand) return throughputOf(undefined);
  if (override !== undefined) return throughputOf(override);
  if (source.isOnDemand)
    throw invalidParameter(
      "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED",
    );
  const { readUnits, writeUnits } = source.throughput;
  return { readUnits, writeUnits };
}

function localIndexesOf(context: Context, source: TableRecord, input: RestoreOverrides): readonly IndexRecord[] {
  const override = input.LocalSecondaryIndexOverride;
  const newId = (): string => context.random.hex(8);
  if (override === undefined) return source.localIndexes.map((index) => fresh(index, newId()));
  if (override.length === 0) return [];
  const indexes = parseLocalIndexes(override, source.key, definitionsOf(source), newId);
  for (const index of indexes) requireSame(index, source.localIndexes);
  return indexes;
}

function globalIndexesOf(
  context: Context,
  source: TableRecord,
  input: RestoreOverrides,
  localIndexes: readonly IndexRecord[],
  isOnDemand: boolean,
): readonly IndexRecord[] {
  const override = input.GlobalSecondaryIndexOverride;
  const { region } = context;
  const newId = (): string => context.random.hex(8);
  if (override !== undefined) {
    if (override.length === 0) return [];
    const indexes = parseGlobalIndexes(override, definitionsOf(source), localIndexes, { isOnDemand, region }, newId);
    for (const index of indexes) requireSame(index, source.globalIndexes);
    return indexes;
  }
  return source.globalIndexes
    .filter(({ status }) => status !== "DELETING")
    .map((index) => {
      if (isOnDemand) return { ...fresh(index, newId()), throughput: throughputOf(undefined) };
      if (source.isOnDemand) throw invalidParameter(`ProvisionedThroughput must be specified for index: ${index.name}`);
      return fresh(index, newId());
    });
}

function fresh(index: IndexRecord, id: string): IndexRecord {
  return { ...index, id, status: "ACTIVE", isBackfilling: false };
}

type Definition = { readonly AttributeName: string; readonly AttributeType: "S" | "N" | "B" };

function definitionsOf({ attributes }: TableRecord): readonly Definition[] {
  return attributes.map(({ name, type }) => ({ AttributeName: name, AttributeType: type }));
}

// AWS: API Reference, GlobalSecondaryIndexOverride: "The indexes provided should match existing secondary indexes."
function requireSame(index: IndexRecord, existing: readonly IndexRecord[]): void {
  const same = existing.find(({ name }) => name === index.name);
  const facts = ({ key, projection }: IndexRecord): string =>
    JSON.stringify([key, projection.type, [...projection.attributes].sort()]);
  if (same === undefined || facts(same) !== facts(index))
    throw validationError(
      `One or more parameter values were invalid: Index ${index.name} does not match an index of the source table`,
    );
}
