// UpdateTable: one kind of change at a time: throughput and billing, the stream, a global index, protection.

import type { UpdateTableCommandInput, UpdateTableCommandOutput } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../kernel/errors.ts";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import { defineOperation } from "../../../service/service.ts";
import type { WriteTx } from "../../../store/store.ts";
import { invalidParameter, resourceInUse, tableNotFound, unsupportedParameter, validationError } from "../errors.ts";
import { BACKFILL_INDEX, EMPTY_INDEX, type BackfillIndex, type EmptyIndex } from "../jobs/change-index.ts";
import type { IndexRecord, TableRecord } from "../records.ts";
import { loadTable, saveTable } from "../repo.ts";
import { beginStream, endStream } from "../streams/streams.ts";
import { requireGlobalIndex, withThroughput } from "../tables/change-throughput.ts";
import { describeTable } from "../tables/describe.ts";
import { parseTableReference, type TableReference } from "../tables/names.ts";
import { checkAllUsed, checkIndexLimits, parseAttributes, parseGlobalIndex } from "../tables/schema.ts";
import { encryptionOf, parseStreamViewType } from "../tables/settings.ts";

type UpdateInput = Input<UpdateTableCommandInput>;
type IndexUpdate = NonNullable<UpdateInput["GlobalSecondaryIndexUpdates"]>[number];

const CHANGES = [
  "ProvisionedThroughput",
  "BillingMode",
  "StreamSpecification",
  "GlobalSecondaryIndexUpdates",
  "SSESpecification",
  "DeletionProtectionEnabled",
  "TableClass",
  "OnDemandThroughput",
  "WarmThroughput",
] as const;
const UNSUPPORTED = [
  "ReplicaUpdates",
  "MultiRegionConsistency",
  "GlobalTableWitnessUpdates",
  "GlobalTableSettingsReplicationMode",
] as const;

/** UpdateTable. */
export const updateTable = defineOperation<UpdateInput, UpdateTableCommandOutput>(
  "UpdateTable",
  async (input, context) => {
    const reference = parseTableReference(input.TableName, context);
    for (const name of UNSUPPORTED) if (input[name] !== undefined) throw unsupportedParameter(name);
    if (CHANGES.every((name) => input[name] === undefined))
      throw validationError(
        "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or " +
          "SSESpecification or ReplicaUpdates is required",
      );
    const wanted = input.SSESpecification;
    const encryption = wanted && (await encryptionOf(context, wanted));
    const table = context.store.write((tx) => {
      const current = loadTable(tx, reference, reference.tableName);
      if (current === undefined) throw tableNotFound(reference.tableName);
      if (current.status !== "ACTIVE")
        throw resourceInUse(
          `Attempt to change a resource which is still in use: Table is being ${current.status === "CREATING" ? "created" : "updated"}: ${reference.tableName}`,
        );
      const changed = change(tx, context, reference, current, { ...input, encryption });
      saveTable(tx, context.store, reference, changed);
      return changed;
    });
    return { TableDescription: describeTable(context, reference, table, "UPDATING") };
  },
);

function change(
  tx: WriteTx,
  context: Context,
  reference: TableReference,
  current: TableRecord,
  input: UpdateInput & { readonly encryption: TableRecord["encryption"] },
): TableRecord {
  let table = withThroughput({ tx, reference, nowMs: context.clock.nowMs() }, current, input);
  if (input.DeletionProtectionEnabled !== undefined)
    table = { ...table, isDeletionProtected: input.DeletionProtectionEnabled };
  if (input.TableClass !== undefined) table = { ...table, tableClass: input.TableClass };
  if (input.SSESpecification !== undefined) {
    const { encryption: _old, ...rest } = table;
    const { encryption } = input;
    table = { ...rest, ...(encryption !== undefined && { encryption }) };
  }
  if (input.StreamSpecification !== undefined) table = withStream(tx, context, reference, table, input);
  if (input.GlobalSecondaryIndexUpdates !== undefined) table = withIndexes(tx, context, reference, table, input);
  return table;
}

function withStream(
  tx: WriteTx,
  context: Context,
  reference: TableReference,
  table: TableRecord,
  input: UpdateInput,
): TableRecord {
  const viewType = parseStreamViewType(input.StreamSpecification);
  if (viewType === undefined) {
    if (table.stream === undefined)
      throw validationError(`Table is already disabled for streams: TableName: ${table.tableName}`);
    return endStream(tx, context, reference, table);
  }
  if (table.stream !== undefined)
    throw validationError(`Table already has an enabled stream: TableName: ${table.tableName}`);
  return beginStream(tx, context, reference, table, viewType);
}

function withIndexes(
  tx: WriteTx,
  context: Context,
  reference: TableReference,
  current: TableRecord,
  input: UpdateInput,
): TableRecord {
  const updates = input.GlobalSecondaryIndexUpdates ?? [];
  if (updates.filter((update) => update.Create !== undefined || update.Delete !== undefined).length > 1)
    throw new AwsError({
      code: "LimitExceededException",
      message: "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table",
    });
  return updates.reduce((table, update) => withIndex(tx, context, reference, table, update, input), current);
}

function withIndex(
  tx: WriteTx,
  context: Context,
  reference: TableReference,
  table: TableRecord,
  update: IndexUpdate,
  input: UpdateInput,
): TableRecord {
  const { account, region, tableName } = reference;
  const { tableId } = table;
  if (update.Create !== undefined) {
    const { attributes, index } = newIndex(context, table, update.Create, input);
    const payload: BackfillIndex = { tableName, tableId, indexId: index.id };
    context.jobs.enqueue(tx, { kind: BACKFILL_INDEX, account, region, payload });
    return { ...table, attributes, globalIndexes: [...table.globalIndexes, index], status: "UPDATING" };
  }
  if (update.Delete !== undefined) {
    const index = requireGlobalIndex(table, update.Delete.IndexName);
    const payload: EmptyIndex = { tableName, tableId, indexId: index.id };
    context.jobs.enqueue(tx, { kind: EMPTY_INDEX, account, region, payload });
    return replaceIndex({ ...table, status: "UPDATING" }, { ...index, status: "DELETING" });
  }
  if (update.Update === undefined)
    throw invalidParameter("One of GlobalSecondaryIndexUpdate.Update, .Create, .Delete must not be null");
  // What an index may take has been changed with the table's throughput.
  return table;
}

function newIndex(
  context: Context,
  table: TableRecord,
  declaration: NonNullable<IndexUpdate["Create"]>,
  input: UpdateInput,
): { readonly attributes: TableRecord["attributes"]; readonly index: IndexRecord } {
  const indexes = [...table.localIndexes, ...table.globalIndexes];
  if (indexes.some(({ name }) => name === declaration.IndexName))
    throw validationError("Attempting to create an index which already exists");
  // Definitions that are given are added to those that the table has.
  const given = parseAttributes(input.AttributeDefinitions ?? []);
  const changed = given.find(({ name, type }) =>
    table.attributes.some((one) => one.name === name && one.type !== type),
  );
  // AWS: an attribute that is a key already keeps its type; the wording is inferred.
  if (changed !== undefined)
    throw invalidParameter(`The type of the key attribute ${changed.name} cannot be changed to ${changed.type}`);
  const known = table.attributes.filter(({ name }) => given.every((attribute) => attribute.name !== name));
  const all = [...known, ...given];
  const definitions = all.map(({ name, type }) => ({ AttributeName: name, AttributeType: type }));
  const { isOnDemand } = table;
  const { region } = context;
  const index = parseGlobalIndex(declaration, definitions, { isOnDemand, region }, context.random.hex(8));
  checkIndexLimits([...indexes, index]);
  checkAllUsed(all, table.key, [...indexes, index]);
  return { attributes: all, index: { ...index, status: "CREATING", isBackfilling: true } };
}

function replaceIndex(table: TableRecord, index: IndexRecord): TableRecord {
  return { ...table, globalIndexes: table.globalIndexes.map((other) => (other.id === index.id ? index : other)) };
}
