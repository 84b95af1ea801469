// SELECT of one item by its whole key, as batches and transactions want it.

import type { ReadTx } from "../../../store/store.ts";
import { validationError } from "../errors.ts";
import { requireKey, type KeyParts } from "../items/keys.ts";
import { loadItem } from "../repo.ts";
import type { StoredItem } from "../records.ts";
import type { FoundTable } from "../tables/access.ts";
import type { AttributeValue, Item } from "../values/attribute-value.ts";
import type { SelectStatement } from "./ast.ts";
import { bindWhere } from "./conditions.ts";
import { keyRangesOf } from "./key-ranges.ts";
import { shown } from "./select.ts";
import { conjuncts } from "./writes.ts";

/** Which item a SELECT asks for; undefined if its WHERE is anything but the whole key of one item. */
export function soleKeyOf(
  statement: SelectStatement,
  parameters: readonly AttributeValue[],
  { table }: FoundTable,
): Item | undefined {
  if (statement.where === undefined || statement.orderBy.length > 0) return undefined;
  const where = bindWhere(statement.where, parameters);
  const { partition, sort } = table.key;
  const names = [partition.name, ...(sort === undefined ? [] : [sort.name])];
  const key: Item = {};
  // Overlapping ranges are refused here as elsewhere; types of keys are looked at when the item is read.
  if (conjuncts(where).some((part) => part.kind === "test" && part.test === "in")) keyRangesOf(where, table.key);
  for (const part of conjuncts(where)) {
    if (part.kind !== "test" || (part.test !== "=" && part.test !== "in")) return undefined;
    const path = part.operands.find((operand) => operand.kind === "path");
    const values = part.operands.flatMap((operand) => (operand.kind === "value" ? [operand.value] : []));
    const name = String(path?.path[0]);
    const [value] = values;
    if (path?.path.length !== 1 || !names.includes(name) || value === undefined || values.length > 1) return undefined;
    if (key[name] !== undefined && JSON.stringify(key[name]) !== JSON.stringify(value)) return undefined;
    key[name] = value;
  }
  return Object.keys(key).length === names.length ? key : undefined;
}

/** Throws unless the key is the table's. */
export function partsOf(key: Item, { table }: FoundTable): KeyParts {
  return requireKey(key, table.key);
}

export interface SingleItem {
  readonly stored: StoredItem | undefined;
  /** As the projection wants it. */
  readonly item: Item | undefined;
}

/** Reads the item. */
export function readSingle(tx: ReadTx, statement: SelectStatement, found: FoundTable, parts: KeyParts): SingleItem {
  const stored = loadItem(tx, found.reference, found.table.tableId, parts);
  return { stored, item: stored === undefined ? undefined : shown(stored.item, statement.projection) };
}

/** AWS's error for a SELECT that is not of one item. */
export function notSingle(operation: "BatchExecuteStatement" | "ExecuteTransaction"): Error {
  return validationError(`Select statements within ${operation} must specify the primary key in the where clause.`);
}
