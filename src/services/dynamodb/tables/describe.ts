// A table as AWS describes it.

import type {
  GlobalSecondaryIndexDescription,
  KeySchemaElement,
  LocalSecondaryIndexDescription,
  SSEDescription,
  TableDescription,
} from "@aws-sdk/client-dynamodb";
import type { YardContext } from "../../../service/context.ts";
import type { Store } from "../../../store/store.ts";
import { keyAttributes } from "../items/keys.ts";
import type { IndexRecord, KeySchema, OnDemandLimits, ProvisionedThroughput, TableRecord } from "../records.ts";
import { loadDecreases, walkItems } from "../repo.ts";
import { decreasesToday } from "../throughput/decreases.ts";
import { warmOf } from "./change-throughput.ts";
import { indexArn, streamArn, tableArn, type TableReference } from "./names.ts";

/** How much a table or an index holds. */
interface Contents {
  readonly itemCount: number;
  readonly bytes: number;
}

// AWS: "DynamoDB updates this value approximately every six hours" (API Reference, TableDescription).
// DEVIATION: while a table is small it is counted each time, so that the number is the present one.
const SMALL_COUNT = 1000;
/** LIMIT: of a larger table no more than this is counted, so that a description never holds up everything else. */
const MOST_COUNTED = 100_000;
const COUNT_LIFETIME_MS = 6 * 60 * 60 * 1000;

interface Counted extends Contents {
  readonly atMs: number;
}

/** Counts of larger tables, by what was counted. Lost with the process; then they are counted anew. */
const counts = new WeakMap<Store, Map<string, Counted>>();

/** What a table, or one of its indexes, holds. */
function contentsOf(
  { store, clock }: Pick<YardContext, "store" | "clock">,
  reference: TableReference,
  table: TableRecord,
  index: IndexRecord | undefined,
): Contents {
  let known = counts.get(store);
  if (known === undefined) counts.set(store, (known = new Map()));
  const name = `${table.tableId}/${index?.id ?? ""}`;
  const last = known.get(name);
  if (last !== undefined && last.atMs > clock.nowMs() - COUNT_LIFETIME_MS) return last;
  let itemCount = 0;
  let bytes = 0;
  store.read((tx) => {
    for (const { value } of walkItems(tx, reference, table.tableId, index, { prefix: [], limit: MOST_COUNTED })) {
      itemCount++;
      bytes += value.bytes;
    }
  });
  const counted = { itemCount, bytes, atMs: clock.nowMs() };
  if (itemCount > SMALL_COUNT) known.set(name, counted);
  else known.delete(name);
  return counted;
}

/** Everything but the status, which depends on who asks (CreateTable says CREATING, DeleteTable DELETING). */
export function describeTable(
  yard: Pick<YardContext, "store" | "clock">,
  reference: TableReference,
  table: TableRecord,
  status: TableDescription["TableStatus"] = table.status,
): TableDescription {
  const { itemCount, bytes } = contentsOf(yard, reference, table, undefined);
  return {
    AttributeDefinitions: table.attributes.map(({ name, type }) => ({ AttributeName: name, AttributeType: type })),
    TableName: table.tableName,
    KeySchema: keySchemaOf(table.key),
    TableStatus: status,
    CreationDateTime: new Date(table.createdAtMs),
    ProvisionedThroughput: throughputOf(yard, reference, table.throughput),
    TableSizeBytes: bytes,
    ItemCount: itemCount,
    TableArn: tableArn(reference, table.tableName),
    TableId: table.tableId,
    ...((table.isOnDemand || table.onDemandSinceMs !== undefined) && {
      BillingModeSummary: {
        BillingMode: table.isOnDemand ? "PAY_PER_REQUEST" : "PROVISIONED",
        ...(table.onDemandSinceMs !== undefined && {
          LastUpdateToPayPerRequestDateTime: new Date(table.onDemandSinceMs),
        }),
      },
    }),
    ...(table.localIndexes.length > 0 && {
      LocalSecondaryIndexes: table.localIndexes.map((index) => describeLocal(yard, reference, table, index)),
    }),
    ...(table.globalIndexes.length > 0 && {
      GlobalSecondaryIndexes: table.globalIndexes.map((index) => describeGlobal(yard, reference, table, index, status)),
    }),
    ...(table.stream !== undefined && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: table.stream.viewType },
    }),
    ...(table.latestStreamLabel !== undefined && {
      LatestStreamLabel: table.latestStreamLabel,
      LatestStreamArn: streamArn(reference, table.tableName, table.latestStreamLabel),
    }),
    ...(table.encryption !== undefined && {
      SSEDescription: encryptionShown(table.encryption),
    }),
    ...(table.restored !== undefined && {
      RestoreSummary: {
        ...(table.restored.sourceBackupArn !== undefined && { SourceBackupArn: table.restored.sourceBackupArn }),
        SourceTableArn: table.restored.sourceTableArn,
        RestoreDateTime: new Date(table.restored.atMs),
        RestoreInProgress: table.restored.isInProgress,
      },
    }),
    ...(table.tableClass !== undefined && { TableClassSummary: { TableClass: table.tableClass } }),
    ...(table.onDemand !== undefined && { OnDemandThroughput: onDemandShown(table.onDemand) }),
    WarmThroughput: warmThroughputOf(table),
    DeletionProtectionEnabled: table.isDeletionProtected,
  };
}

function describeLocal(
  yard: Pick<YardContext, "store" | "clock">,
  reference: TableReference,
  table: TableRecord,
  index: IndexRecord,
): LocalSecondaryIndexDescription {
  const { itemCount, bytes } = contentsOf(yard, reference, table, index);
  return {
    IndexName: index.name,
    KeySchema: keySchemaOf(index.key),
    Projection: projectionOf(index),
    IndexSizeBytes: bytes,
    ItemCount: itemCount,
    IndexArn: indexArn(reference, table.tableName, index.name),
  };
}

function describeGlobal(
  yard: Pick<YardContext, "store" | "clock">,
  reference: TableReference,
  table: TableRecord,
  index: IndexRecord,
  tableStatus: TableDescription["TableStatus"],
): GlobalSecondaryIndexDescription {
  const { itemCount, bytes } = contentsOf(yard, reference, table, index);
  return {
    IndexName: index.name,
    KeySchema: keySchemaOf(index.key),
    Projection: projectionOf(index),
    IndexStatus: tableStatus === "CREATING" ? "CREATING" : index.status,
    ...(index.isBackfilling && { Backfilling: true }),
    ProvisionedThroughput: throughputOf(yard, reference, index.throughput, index.name),
    IndexSizeBytes: bytes,
    ItemCount: itemCount,
    IndexArn: indexArn(reference, table.tableName, index.name),
    ...(index.onDemand !== undefined && { OnDemandThroughput: onDemandShown(index.onDemand) }),
    WarmThroughput: warmThroughputOf(table, index),
  };
}

/** A key as the API shows it. */
export function keySchemaOf(key: KeySchema): KeySchemaElement[] {
  return keyAttributes(key).map(({ name }, position) => ({
    AttributeName: name,
    KeyType: position === 0 ? "HASH" : "RANGE",
  }));
}

/** A projection as the API shows it. */
export function projectionOf({ projection }: IndexRecord): GlobalSecondaryIndexDescription["Projection"] {
  return {
    ProjectionType: projection.type,
    ...(projection.attributes.length > 0 && { NonKeyAttributes: [...projection.attributes] }),
  };
}

function throughputOf(
  { store, clock }: Pick<YardContext, "store" | "clock">,
  reference: TableReference,
  { readUnits, writeUnits, increasedAtMs, decreasedAtMs }: ProvisionedThroughput,
  indexName?: string,
): GlobalSecondaryIndexDescription["ProvisionedThroughput"] {
  const decreases = store.read((tx) => loadDecreases(tx, reference, reference.tableName, indexName));
  return {
    ...(increasedAtMs !== undefined && { LastIncreaseDateTime: new Date(increasedAtMs) }),
    ...(decreasedAtMs !== undefined && { LastDecreaseDateTime: new Date(decreasedAtMs) }),
    NumberOfDecreasesToday: decreasesToday(decreases, clock.nowMs()),
    ReadCapacityUnits: readUnits,
    WriteCapacityUnits: writeUnits,
  };
}

/** Limits of on-demand throughput as the API shows them. */
export function onDemandShown({ maxReadUnits, maxWriteUnits }: OnDemandLimits): TableDescription["OnDemandThroughput"] {
  return {
    ...(maxReadUnits !== undefined && { MaxReadRequestUnits: maxReadUnits }),
    ...(maxWriteUnits !== undefined && { MaxWriteRequestUnits: maxWriteUnits }),
  };
}

function warmThroughputOf(
  table: TableRecord,
  index?: IndexRecord,
): { ReadUnitsPerSecond: number; WriteUnitsPerSecond: number; Status: "ACTIVE" } {
  const { readUnits, writeUnits } = warmOf(table, index);
  return { ReadUnitsPerSecond: readUnits, WriteUnitsPerSecond: writeUnits, Status: "ACTIVE" };
}

/** Encryption with a KMS key as the API shows it. */
export function encryptionShown({ type, keyArn }: NonNullable<TableRecord["encryption"]>): SSEDescription {
  return { Status: "ENABLED", SSEType: type, ...(keyArn !== undefined && { KMSMasterKeyArn: keyArn }) };
}
