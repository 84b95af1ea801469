// What a Query or Scan reads from and what it wants of it: the index, the selected attributes, and where a page starts.

import type { QueryCommandInput } from "@aws-sdk/client-dynamodb";
import { invalidParameter, validationError } from "../errors.ts";
import type { BoundPath } from "../expressions/placeholders.ts";
import type { IndexRecord, TableRecord } from "../records.ts";
import type { FoundTable } from "../tables/access.ts";
import { AwsError } from "../../../kernel/errors.ts";
import { attributeOf, typeOf, type Item } from "../values/attribute-value.ts";
import { valueProblem } from "../values/validate.ts";
import { indexesOf, indexParts, keyAttributes, keyMismatch, keyOf, requireKey, type KeyParts } from "./keys.ts";
import type { Source } from "./page.ts";

type Select = QueryCommandInput["Select"];

/** The table, or the index that `IndexName` names; throws if it is not there or cannot be read like that. */
export function requireSource(found: FoundTable, indexName: string | undefined, isConsistent: boolean): Source {
  if (indexName === undefined) return { ...found, index: undefined };
  const index = indexesOf(found.table).find(({ name }) => name === indexName);
  if (index === undefined) throw validationError(`The table does not have the specified index: ${indexName}`);
  if (!index.isLocal && isConsistent)
    throw validationError("Consistent reads are not supported on global secondary indexes");
  if (index.isBackfilling || index.status !== "ACTIVE")
    throw validationError(`Cannot read from backfilling global secondary index: ${indexName}`);
  return { ...found, index };
}

/** Throws where Select and the other parameters contradict each other. */
export function checkSelect(
  select: Select,
  input: { readonly IndexName?: unknown; readonly ProjectionExpression?: unknown; readonly AttributesToGet?: unknown },
): void {
  const wish =
    input.ProjectionExpression !== undefined
      ? "ProjectionExpression"
      : input.AttributesToGet !== undefined
        ? "AttributesToGet"
        : undefined;
  if (select === "ALL_PROJECTED_ATTRIBUTES" && input.IndexName === undefined)
    throw validationError("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
  if (select === "SPECIFIC_ATTRIBUTES" && wish === undefined)
    throw validationError(
      "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES",
    );
  if (wish === undefined || select === undefined || select === "SPECIFIC_ATTRIBUTES") return;
  throw validationError(
    `Cannot specify the ${wish} when choosing to get ${select === "COUNT" ? "only the Count" : select}`,
  );
}

/** True if the wanted attributes are not all in the index, and must be read from the table. Global indexes cannot. */
export function mustFetchItems(
  { index, table }: Source,
  select: Select,
  paths: readonly BoundPath[] | undefined,
): boolean {
  if (index === undefined || index.projection.type === "ALL") return false;
  if (select === "ALL_ATTRIBUTES") {
    if (index.isLocal) return true;
    throw invalidParameter(
      `Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.name} ` +
        "because its projection type is not ALL",
    );
  }
  // AWS: a filter sees what the index has; an attribute that is not projected is not there for it (dynalite).
  const wanted = (paths ?? []).map((path) => String(path[0]));
  const missing = wanted.filter((name) => !isProjected(name, index, table));
  if (missing.length === 0) return false;
  if (index.isLocal) return true;
  throw invalidParameter(`Global secondary index ${index.name} does not project [${[...new Set(missing)].join(", ")}]`);
}

/** True if the index keeps the attribute. */
export function isProjected(name: string, index: IndexRecord, table: TableRecord): boolean {
  return (
    index.projection.attributes.includes(name) ||
    [...keyAttributes(table.key), ...keyAttributes(index.key)].some((attribute) => attribute.name === name)
  );
}

/** Throws for a start key with values that are none. */
export function checkStartKeyValues(startKey: Item | undefined): void {
  for (const value of Object.values(startKey ?? {})) {
    const problem = valueProblem(value);
    if (problem !== undefined) throw startKeyInvalid(problem);
  }
}

/** AWS's error for an ExclusiveStartKey that cannot be one of the source. */
export function startKeyInvalid(detail?: string): AwsError {
  return validationError(`The provided starting key is invalid${detail === undefined ? "" : `: ${detail}`}`);
}

/** The parts, in the store, of the entry that a page starts after; throws if the key does not fit the source. */
export function startKeyParts({ table, index }: Source, startKey: Item, isScan: boolean): readonly string[] {
  const schemas = index === undefined ? [table.key] : [table.key, index.key];
  const names = new Set(schemas.flatMap(keyAttributes).map(({ name }) => name));
  if (Object.keys(startKey).length !== names.size)
    throw isScan && index === undefined ? startKeyInvalid(keyMismatch().message) : startKeyInvalid();
  for (const { name, type } of index === undefined ? [] : keyAttributes(index.key)) {
    const value = attributeOf(startKey, name);
    if (value === undefined) throw startKeyInvalid();
    if (typeOf(value) !== type) throw keyMismatch();
  }
  const itemParts = tableKeyParts(startKey, table);
  if (index === undefined) return itemParts;
  return indexParts(startKey, index, itemParts) ?? [];
}

function tableKeyParts(startKey: Item, table: TableRecord): KeyParts {
  try {
    return requireKey(keyOf(startKey, table.key), table.key);
  } catch (error) {
    if (error instanceof AwsError) throw startKeyInvalid(error.message);
    throw error;
  }
}
