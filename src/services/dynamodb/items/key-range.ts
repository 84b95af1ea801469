// From key conditions to a range of the store.

import { emptyKeyValue, invalidParameter, validationError } from "../errors.ts";
import type { KeyCondition } from "../expressions/key-condition.ts";
import type { KeySchema } from "../records.ts";
import type { ItemRange } from "../repo.ts";
import { typeOf, type AttributeValue } from "../values/attribute-value.ts";
import { beginsWith, compareValues } from "../values/compare.ts";
import { encodeSortKey, isEmpty, keyAttributes, partitionHash } from "./keys.ts";

/** The conditions of a query, sorted out: one value for the partition key, and perhaps a condition for the sort key. */
export interface KeyQuery {
  readonly partition: AttributeValue;
  readonly sort: KeyCondition | undefined;
}

/** Sorts conditions by the key they are for; throws where they do not fit it. */
export function requireKeyQuery(conditions: ReadonlyMap<string, KeyCondition>, key: KeySchema): KeyQuery {
  const { length } = keyAttributes(key);
  if (conditions.size > length)
    throw validationError(
      `The number of query conditions (${conditions.size}) exceeds the number of key attributes defined in the schema ` +
        `(${length})`,
    );
  const partition = conditions.get(key.partition.name);
  if (partition === undefined) throw missedElement(key.partition.name);
  checkValues(partition, key.partition.type);
  const [value] = partition.values;
  if (partition.test !== "=" || value === undefined) throw validationError("Query key condition not supported");
  if (conditions.size === 1 || key.sort === undefined) return { partition: value, sort: undefined };
  const sort = conditions.get(key.sort.name);
  if (sort === undefined) throw missedElement(key.sort.name);
  checkValues(sort, key.sort.type);
  return { partition: value, sort };
}

function missedElement(name: string): Error {
  return validationError(`Query condition missed key schema element: ${name}`);
}

function checkValues({ attribute, values }: KeyCondition, type: string): void {
  if (values.some((value) => typeOf(value) !== type))
    throw invalidParameter("Condition parameter type does not match schema type");
  const empty = values.find(isEmpty);
  if (empty !== undefined) throw emptyKeyValue(empty, { key: attribute });
}

// Sorts after every extension of a key (hashes and numbers are digits; "~" is above them), and after the key itself.
const ABOVE = "~";

/** LIMIT: strings that go on after a prefix with this character thrice are taken for larger ones; it is not a character. */
const HIGHEST = "\u{10FFFF}".repeat(3);

/** The range in which all items are, and no others, that fulfil the query. */
export function rangeOf({ partition, sort }: KeyQuery): ItemRange {
  const prefix = [partitionHash(partition)];
  const [first, second] = sort?.values ?? [];
  if (sort === undefined || first === undefined) return { prefix };
  const at = [...prefix, encodeSortKey(first)];
  const above = [...at, ABOVE];
  if (sort.test === "=") return { prefix: at };
  if (sort.test === "<") return { prefix, end: at };
  if (sort.test === "<=") return { prefix, end: above };
  if (sort.test === ">") return { prefix, start: above };
  if (sort.test === ">=") return { prefix, start: at };
  if (sort.test === "between") return { prefix, start: at, end: [...prefix, encodeSortKey(second ?? first), ABOVE] };
  const end = prefixEnd(first);
  return { prefix, start: at, ...(end !== undefined && { end: [...prefix, end] }) };
}

/** The smallest encoding above all values that begin with `value`; undefined if there is none. */
function prefixEnd(value: AttributeValue): string | undefined {
  if (value.S !== undefined) return value.S + HIGHEST;
  const bytes = [...(value.B ?? [])];
  while (bytes.at(-1) === 0xff) bytes.pop();
  const last = bytes.pop();
  return last === undefined ? undefined : encodeSortKey({ B: Uint8Array.from([...bytes, last + 1]) });
}

/** Whether a sort key value fulfils the condition. */
export function fulfilsSort(value: AttributeValue, { test, values }: KeyCondition): boolean {
  const [first, second] = values;
  if (first === undefined) return true;
  if (test === "begins_with") return beginsWith(value, first);
  const order = compareValues(value, first) ?? 0;
  if (test === "=") return order === 0;
  if (test === "<") return order < 0;
  if (test === "<=") return order <= 0;
  if (test === ">") return order > 0;
  if (test === ">=") return order >= 0;
  return order >= 0 && (compareValues(value, second ?? first) ?? 0) <= 0;
}
