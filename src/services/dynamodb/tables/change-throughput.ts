// UpdateTable's part that changes how a table and its indexes are billed and what they may take.

import type { UpdateTableCommandInput } from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import type { WriteTx } from "../../../store/store.ts";
import { invalidParameter, tableNotFound, validationError } from "../errors.ts";
import type { IndexRecord, ProvisionedThroughput, TableRecord, Throughput } from "../records.ts";
import { loadDecreases, saveDecreases } from "../repo.ts";
import { isDecrease, withDecrease } from "../throughput/decreases.ts";
import type { TableReference } from "./names.ts";
import { throughputOf } from "./schema.ts";
import { changedOnDemand, checkUnits, followedWarm, initialWarm, raisedWarm } from "./throughput.ts";

type UpdateInput = Input<UpdateTableCommandInput>;
type IndexUpdate = NonNullable<NonNullable<UpdateInput["GlobalSecondaryIndexUpdates"]>[number]["Update"]>;

/** What a change needs to know besides the records. */
interface Change {
  readonly tx: WriteTx;
  readonly reference: TableReference;
  readonly nowMs: number;
}

/** The warm throughput that a table or an index has, also one whose record is older than this value. */
export function warmOf(table: TableRecord, index?: IndexRecord): Throughput {
  const { warm, throughput } = index ?? table;
  return warm ?? initialWarm(table.isOnDemand, throughput, undefined, { region: "" });
}

/** The table with the billing, the units, and the limits of the table itself that the request asks for. */
export function withThroughput(change: Change, current: TableRecord, input: UpdateInput): TableRecord {
  const { region } = change.reference;
  const table = withBilling(change, current, input);
  const { OnDemandThroughput: onDemand, WarmThroughput: warm } = input;
  const { onDemand: _old, ...rest } = table;
  const limits =
    onDemand === undefined
      ? table.isOnDemand
        ? table.onDemand
        : undefined
      : changedOnDemand(table.onDemand ?? {}, onDemand, table.isOnDemand, { region });
  const followed = followedWarm(warmOf(current), table.isOnDemand, table.throughput);
  const changed = {
    ...rest,
    ...(limits !== undefined && { onDemand: limits }),
    warm: warm === undefined ? followed : raisedWarm(followed, warm, { region }),
  };
  return (input.GlobalSecondaryIndexUpdates ?? []).reduce<TableRecord>((result, { Update: update }) => {
    if (update === undefined) return result;
    const index = requireGlobalIndex(result, update.IndexName);
    const updated = withIndexThroughput(change, current, result, index, update);
    return { ...result, globalIndexes: result.globalIndexes.map((other) => (other === index ? updated : other)) };
  }, changed);
}

/** The global index of this name; throws if the table has none. */
export function requireGlobalIndex(table: TableRecord, name: string): IndexRecord {
  const index = table.globalIndexes.find((candidate) => candidate.name === name);
  if (index === undefined) throw tableNotFound();
  return index;
}

function withBilling(change: Change, table: TableRecord, input: UpdateInput): TableRecord {
  const { BillingMode: mode, ProvisionedThroughput: provisioned } = input;
  const isOnDemand = mode === undefined ? table.isOnDemand : mode === "PAY_PER_REQUEST";
  if (isOnDemand && provisioned !== undefined)
    throw invalidParameter(
      "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST",
    );
  if (mode === "PROVISIONED" && provisioned === undefined)
    throw invalidParameter("ProvisionedThroughput must be specified when BillingMode is PROVISIONED");
  if (!isOnDemand && table.isOnDemand) checkIndexThroughput(table, input);
  if (isOnDemand && !table.isOnDemand)
    return {
      ...table,
      isOnDemand,
      onDemandSinceMs: change.nowMs,
      throughput: throughputOf(undefined),
      globalIndexes: table.globalIndexes.map((index) => ({
        ...index,
        throughput: throughputOf(undefined),
        warm: followedWarm(warmOf(table, index), true, index.throughput),
      })),
    };
  if (provisioned === undefined) return { ...table, isOnDemand };
  const wanted = throughputOf(provisioned);
  if (!table.isOnDemand) requireChange(table.throughput, wanted, "the table", "the table");
  const throughput = withUnits(change, table.isOnDemand ? undefined : table.throughput, wanted, undefined);
  return { ...table, isOnDemand, throughput };
}

/** Throws if the table becomes a provisioned one, and an index of it is given no units. */
function checkIndexThroughput(table: TableRecord, input: UpdateInput): void {
  const updates = input.GlobalSecondaryIndexUpdates ?? [];
  const given = new Set(
    updates.flatMap(({ Update: update }) => (update?.ProvisionedThroughput === undefined ? [] : [update.IndexName])),
  );
  const missing = table.globalIndexes.find(({ name }) => !given.has(name));
  if (missing !== undefined)
    throw invalidParameter(`ProvisionedThroughput must be specified for index: ${missing.name}`);
}

/** A global index with what the request asks for. `table` has its new billing already; `before` has not. */
function withIndexThroughput(
  change: Change,
  before: TableRecord,
  table: TableRecord,
  index: IndexRecord,
  update: IndexUpdate,
): IndexRecord {
  const { name } = index;
  const owner = { region: change.reference.region, indexName: name };
  const { ProvisionedThroughput: provisioned, OnDemandThroughput: onDemand, WarmThroughput: warm } = update;
  if (table.isOnDemand && provisioned !== undefined)
    throw invalidParameter(
      `Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: ${name} when BillingMode is PAY_PER_REQUEST`,
    );
  const wanted = provisioned === undefined ? undefined : throughputOf(provisioned);
  const wasProvisioned = !before.isOnDemand;
  if (wanted !== undefined && wasProvisioned) requireChange(index.throughput, wanted, `the index ${name}`, "index");
  const throughput =
    wanted === undefined
      ? index.throughput
      : withUnits(change, wasProvisioned ? index.throughput : undefined, wanted, name);
  const { onDemand: old, ...rest } = index;
  const limits = onDemand === undefined ? old : changedOnDemand(old ?? {}, onDemand, table.isOnDemand, owner);
  const followed = followedWarm(warmOf(before, index), table.isOnDemand, throughput);
  return {
    ...rest,
    throughput,
    ...(limits !== undefined && { onDemand: limits }),
    warm: warm === undefined ? followed : raisedWarm(followed, warm, owner),
  };
}

function requireChange(current: Throughput, wanted: Throughput, what: string, where: string): void {
  if (wanted.readUnits !== current.readUnits || wanted.writeUnits !== current.writeUnits) return;
  throw validationError(
    `The provisioned throughput for ${what} will not change. The requested value equals the current value. ` +
      `Current ReadCapacityUnits provisioned for ${where}: ${current.readUnits}. ` +
      `Requested ReadCapacityUnits: ${wanted.readUnits}. ` +
      `Current WriteCapacityUnits provisioned for ${where}: ${current.writeUnits}. ` +
      `Requested WriteCapacityUnits: ${wanted.writeUnits}. ` +
      "Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.",
  );
}

/** The units that are wanted; `before` is undefined where there were none. Counts a decrease, or throws. */
function withUnits(
  { tx, reference, nowMs }: Change,
  before: ProvisionedThroughput | undefined,
  wanted: Throughput,
  indexName: string | undefined,
): ProvisionedThroughput {
  checkUnits(wanted, { region: reference.region, ...(indexName !== undefined && { indexName }) });
  if (before === undefined) return wanted;
  const isLess = isDecrease(before, wanted);
  const isMore = isDecrease(wanted, before);
  if (isLess) {
    const known = loadDecreases(tx, reference, reference.tableName, indexName);
    saveDecreases(tx, reference, reference.tableName, indexName, withDecrease(known, nowMs));
  }
  const { increasedAtMs, decreasedAtMs } = before;
  return {
    ...wanted,
    ...(increasedAtMs !== undefined && { increasedAtMs }),
    ...(decreasedAtMs !== undefined && { decreasedAtMs }),
    ...(isMore && { increasedAtMs: nowMs }),
    ...(isLess && { decreasedAtMs: nowMs }),
  };
}
