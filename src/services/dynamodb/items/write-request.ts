// The four ways to change or check one item (put, update, delete, check a condition), prepared from a request and then
// run inside a transaction of the store. Single writes, batches and TransactWriteItems all use them.

import type { Context } from "../../../service/context.ts";
import type { ReadTx, WriteTx } from "../../../store/store.ts";
import { writeSoon } from "../../../store/write-soon.ts";
import { ConditionFailedError, emptyIndexKeyUpdate, invalidParameter, validationError } from "../errors.ts";
import { attributesOf, fulfils, type BoundCondition } from "../expressions/condition.ts";
import { applyUpdate, knownTypeOf, UpdateError, type BoundAction } from "../expressions/update.ts";
import type { IndexRecord, StoredItem, TableRecord } from "../records.ts";
import { findTable, loadItem } from "../repo.ts";
import type { TableReference } from "../tables/names.ts";
import { count, countSpent, letIn, letIntoIndexes, limitsIndexWrites } from "../throughput/gate.ts";
import { itemBytes, LARGEST_ITEM_BYTES } from "../values/size.ts";
import type { Item } from "../values/attribute-value.ts";
import { depthProblem } from "../values/validate.ts";
import { nothingSpent, spendOnIndex, writeUnits, type Spent } from "./capacity.ts";
import {
  checkIndexKeys,
  indexesOf,
  indexParts,
  isEmpty,
  keyAttributes,
  requireItemKey,
  requireKey,
  type KeyParts,
} from "./keys.ts";
import type { Expressions } from "./request-expressions.ts";
import { needsBefore, projected, writeItem } from "./writer.ts";

/** A change of one item that is ready to run. */
export interface PreparedWrite {
  readonly reference: TableReference;
  readonly table: TableRecord;
  readonly parts: KeyParts;
  /** Has the key attributes, perhaps among others. */
  readonly source: Item;
  readonly condition: BoundCondition | undefined;
  /** True if a failed condition is to show the item. */
  readonly showsItemOnFailure: boolean;
  /** True if the outcome is wanted of the item as it was, so that it must be read. */
  readonly wantsBefore: boolean;
  /** True if the condition is that there is no such item, as PartiQL's INSERT demands. */
  readonly isInsert?: boolean;
  /** The item afterwards, "unchanged", or undefined if it is to be removed. */
  readonly next: (before: StoredItem | undefined) => StoredItem | "unchanged" | undefined;
}

export interface WriteOutcome {
  readonly before: StoredItem | undefined;
  readonly after: StoredItem | undefined;
  /** True if the table's stream got a record. */
  readonly isStreamed: boolean;
}

interface Target {
  readonly reference: TableReference;
  readonly table: TableRecord;
  readonly expressions: Expressions;
  readonly showsItemOnFailure: boolean;
  readonly wantsBefore: boolean;
}

/** How large an item that is to be put is; throws if it is too large. */
export function requireItemBytes(item: Item): number {
  const bytes = itemBytes(item);
  if (bytes > LARGEST_ITEM_BYTES) throw validationError("Item size has exceeded the maximum allowed size");
  return bytes;
}

/** Prepares a put of an item of this size; the item's values have been checked. */
export function preparePut(target: Target, item: Item, bytes: number): PreparedWrite {
  const parts = requireItemKey(item, target.table);
  const stored: StoredItem = { v: 1, bytes, item };
  return { ...prepared(target, parts, item), next: () => stored };
}

/** Prepares a delete. */
export function prepareDelete(target: Target, key: Item): PreparedWrite {
  return { ...prepared(target, requireKey(key, target.table.key), key), next: () => undefined };
}

/** Prepares a check of the condition only. */
export function prepareCheck(target: Target, key: Item): PreparedWrite {
  return { ...prepared(target, requireKey(key, target.table.key), key), next: () => "unchanged" };
}

/** Prepares an update; without an update expression it makes the item if it is not there. */
export function prepareUpdate(target: Target, key: Item): PreparedWrite {
  const { table, expressions } = target;
  const parts = requireKey(key, table.key);
  const actions = expressions.update ?? [];
  checkUpdatedAttributes(actions, table);
  return {
    ...prepared(target, parts, key),
    wantsBefore: true,
    next: (before) => {
      const item = updated(before?.item ?? { ...key }, actions, expressions.isLegacyUpdate === true);
      checkUpdatedIndexKeys(item, actions, table);
      // What an update sets at the top has been checked as the value that it is.
      const problem = actions.some(({ path }) => path.length > 1) ? depthProblem(item) : undefined;
      if (problem !== undefined) throw validationError(problem);
      const bytes = itemBytes(item);
      if (bytes > LARGEST_ITEM_BYTES)
        throw validationError("Item size to update has exceeded the maximum allowed size");
      return { v: 1, bytes, item };
    },
  };
}

function prepared(
  { reference, table, expressions, ...flags }: Target,
  parts: KeyParts,
  source: Item,
): Omit<PreparedWrite, "next"> {
  if (expressions.condition !== undefined) checkNestedKeys(attributesOf(expressions.condition).nested, table);
  return { reference, table, parts, source, condition: expressions.condition, ...flags };
}

function updated(item: Item, actions: readonly BoundAction[], isLegacy: boolean): Item {
  try {
    return applyUpdate(item, actions);
  } catch (error) {
    if (error instanceof UpdateError)
      throw validationError(isLegacy ? "Type mismatch for attribute to update" : error.message);
    throw error;
  }
}

function checkUpdatedAttributes(actions: readonly BoundAction[], table: TableRecord): void {
  for (const { name } of keyAttributes(table.key)) {
    if (actions.some((action) => action.path[0] === name))
      throw invalidParameter(`Cannot update attribute ${name}. This attribute is part of the key`);
  }
  for (const index of indexesOf(table)) {
    for (const { name, type } of keyAttributes(index.key)) {
      const action = actions.find(({ path }) => path.length === 1 && path[0] === name);
      const actual = action === undefined ? undefined : knownTypeOf(action);
      if (actual !== undefined && actual !== type)
        throw invalidParameter(
          `Type mismatch for Index Key ${name} Expected: ${type} Actual: ${actual} IndexName: ${index.name}`,
        );
      const value = action?.kind === "set" && action.value.kind === "value" ? action.value.value : undefined;
      if (value !== undefined && isEmpty(value)) throw emptyIndexKeyUpdate(value);
    }
  }
  checkNestedKeys(new Set(actions.filter(({ path }) => path.length > 1).map(({ path }) => String(path[0]))), table);
}

/** Throws for paths into a key attribute, which is a scalar. */
export function checkNestedKeys(heads: ReadonlySet<string>, table: TableRecord): void {
  if (heads.size === 0) return;
  const message = "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: ";
  for (const { name } of keyAttributes(table.key)) if (heads.has(name)) throw validationError(`${message}Key: ${name}`);
  for (const index of indexesOf(table))
    for (const { name } of keyAttributes(index.key))
      if (heads.has(name)) throw validationError(`${message}IndexKey: ${name}`);
}

function checkUpdatedIndexKeys(item: Item, actions: readonly BoundAction[], table: TableRecord): void {
  if (table.globalIndexes.length === 0 && table.localIndexes.length === 0) return;
  for (const index of indexesOf(table)) {
    for (const { name, type } of keyAttributes(index.key)) {
      const value = item[name];
      if (value !== undefined && value[type] === undefined && actions.some(({ path }) => path[0] === name))
        throw validationError("The update expression attempted to update the secondary index key to unsupported type");
    }
  }
  checkIndexKeys(item, table);
}

/**
 * Throws if the table is throttled or the condition is not met, otherwise makes the change. What it cost is counted by
 * countWrite, after the commit: a transaction may be rolled back and repeated.
 */
export function runWrite(tx: WriteTx, context: Context, write: PreparedWrite): WriteOutcome {
  const { reference, table, parts } = write;
  letIn(context, write, undefined, "write", parts[0]);
  const before = readBefore(tx, write);
  checkCondition(write, before);
  const after = write.next(before);
  if (after === "unchanged") return { before, after: before, isStreamed: false };
  if (limitsIndexWrites(context, table))
    letIntoIndexes(context, write, spentOnWrite(write, { before, after, isStreamed: false }).global);
  const isStreamed = writeItem(tx, context, { reference, table, parts, before, after });
  return { before, after, isStreamed };
}

/** Counts what a write cost; `factor` is 2 in transactions. */
export function countWrite(context: Context, write: PreparedWrite, outcome: WriteOutcome, factor = 1): void {
  const { table, parts } = write;
  if (table.globalIndexes.length > 0 || table.localIndexes.length > 0)
    countSpent(context, table, "write", spentOnWrite(write, outcome, factor), parts[0]);
  else {
    const units = factor * writeUnits(outcome.before?.bytes ?? 0, outcome.after?.bytes ?? 0);
    count(context, table, "write", units, parts[0]);
  }
}

/**
 * Makes a write together with others of the same turn: one commit for all of them.
 * RACE: the table may be changed or deleted between the preparation and the commit; the write is then prepared again.
 */
export async function runWriteSoon(
  context: Context,
  prepare: () => PreparedWrite,
): Promise<{ readonly write: PreparedWrite; readonly outcome: WriteOutcome }> {
  const first = prepare();
  try {
    const done = await writeSoon(context.store, (tx) => {
      const { reference, table } = first;
      const isCurrent = findTable(context.store, reference, table.tableName) === table;
      const write = isCurrent ? first : prepare();
      return { write, outcome: runWrite(tx, context, write) };
    });
    countWrite(context, done.write, done.outcome);
    return done;
  } catch (error) {
    // AWS: a write whose condition fails consumes units for the item that is there (Developer Guide, "Read and write
    // consumption").
    if (error instanceof ConditionFailedError)
      count(context, first.table, "write", writeUnits(error.itemBytes, 0), first.parts[0]);
    throw error;
  }
}

function readBefore(tx: ReadTx, write: PreparedWrite): StoredItem | undefined {
  const { table } = write;
  // Where units are limited, the size that the item had is needed to tell what the write costs.
  const isLimited = !table.isOnDemand || table.onDemand !== undefined;
  const isNeeded = isLimited || write.wantsBefore || write.condition !== undefined || needsBefore(table);
  return isNeeded ? loadItem(tx, write.reference, table.tableId, write.parts) : undefined;
}

function checkCondition(
  { condition, showsItemOnFailure, isInsert }: PreparedWrite,
  before: StoredItem | undefined,
): void {
  if (condition === undefined || fulfils(before?.item ?? {}, condition)) return;
  throw new ConditionFailedError(showsItemOnFailure ? before?.item : undefined, before?.bytes ?? 0, isInsert);
}

/** What a write cost: the table, and each index whose entry it made, changed or removed. */
export function spentOnWrite(write: PreparedWrite, { before, after }: WriteOutcome, factor = 1): Spent {
  const spent = nothingSpent(write.table.tableName);
  spent.table = factor * writeUnits(before?.bytes ?? 0, after?.bytes ?? 0);
  for (const index of indexesOf(write.table)) {
    const units = indexUnits(write, index, before, after);
    if (units > 0) spendOnIndex(spent, index, factor * units);
  }
  return spent;
}

// AWS: Developer Guide, "Using Global Secondary Indexes", write capacity: a new or removed entry is one write, an entry
// whose key changed is two, and one whose projected attributes did not change is none.
function indexUnits(
  { table, parts }: PreparedWrite,
  index: IndexRecord,
  before: StoredItem | undefined,
  after: StoredItem | undefined,
): number {
  const [oldParts, newParts] = [before, after].map((stored) =>
    stored === undefined ? undefined : indexParts(stored.item, index, parts),
  );
  const oldEntry = before !== undefined && oldParts !== undefined ? projected(before, index, table) : undefined;
  const newEntry = after !== undefined && newParts !== undefined ? projected(after, index, table) : undefined;
  if (oldEntry === undefined && newEntry === undefined) return 0;
  if (oldEntry === undefined || newEntry === undefined) return writeUnits(oldEntry?.bytes ?? 0, newEntry?.bytes ?? 0);
  if (oldParts?.join("\0") !== newParts?.join("\0"))
    return writeUnits(oldEntry.bytes, 0) + writeUnits(0, newEntry.bytes);
  return JSON.stringify(oldEntry.item) === JSON.stringify(newEntry.item)
    ? 0
    : writeUnits(oldEntry.bytes, newEntry.bytes);
}
