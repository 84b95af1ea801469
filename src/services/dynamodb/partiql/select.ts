// SELECT: one page of what its key ranges, or the whole table or index, hold.
// AWS: Developer Guide, "PartiQL select statements for DynamoDB"; API Reference, ExecuteStatement. Orders and wording as the
// dynamodb-conformance suite and others recorded them.

import { createHash } from "node:crypto";
import type { Context } from "../../../service/context.ts";
import { invalidParameter, validationError } from "../errors.ts";
import { attributesOf, type BoundCondition } from "../expressions/condition.ts";
import { valueAt } from "../expressions/paths.ts";
import { nothingSpent, spendOnIndex, type Spent } from "../items/capacity.ts";
import { rangeOf } from "../items/key-range.ts";
import { indexesOf, keyAttributes, partitionHash } from "../items/keys.ts";
import { LARGEST_PAGE_BYTES, readPage, type Page, type Source } from "../items/page.ts";
import { isProjected, mustFetchItems, startKeyParts } from "../items/read-source.ts";
import { checkNestedKeys } from "../items/write-request.ts";
import type { ItemRange } from "../repo.ts";
import { requireTable } from "../tables/access.ts";
import { countSpent, letIn } from "../throughput/gate.ts";
import { setAttribute, type AttributeValue, type Item } from "../values/attribute-value.ts";
import { compareValues } from "../values/compare.ts";
import type { PathExpression, SelectStatement } from "./ast.ts";
import { bindWhere } from "./conditions.ts";
import { keyRangesOf, type KeyRange } from "./key-ranges.ts";

export interface SelectRequest {
  /** The statement's text: a token for the next page is good for it only. */
  readonly text: string;
  readonly statement: SelectStatement;
  readonly parameters: readonly AttributeValue[];
  readonly isConsistent: boolean;
  readonly limit: number | undefined;
  readonly nextToken: string | undefined;
}

export interface SelectResult {
  readonly items: Item[];
  readonly lastKey: Item | undefined;
  readonly nextToken: string | undefined;
  readonly spent: Spent;
}

/** Where the next page begins: in which of the ranges, and after which key. */
interface Position {
  readonly range: number;
  readonly lastKey: Item;
}

/** Runs a SELECT. */
export function select(context: Context, request: SelectRequest): SelectResult {
  const { statement, parameters } = request;
  const where = statement.where === undefined ? undefined : bindWhere(statement.where, parameters);
  const source = requireSource(context, request);
  const key = source.index?.key ?? source.table.key;
  const ascending = keyRangesOf(where, key);
  const ranges = orderedRanges(statement, isReverse(statement, source) ? reversedWithin(ascending) : ascending, source);
  checkAttributes(source, statement, where, ranges !== undefined);
  const start = request.nextToken === undefined ? undefined : parseToken(request.nextToken, request);
  const pages = readPages(context, source, request, where, ranges, start);
  const last = pages.at(-1);
  const position: Position | undefined =
    last?.page.lastKey === undefined ? undefined : { range: last.range, lastKey: last.page.lastKey };
  return {
    items: pages.flatMap(({ page }) => page.items.map((item) => shown(item, statement.projection))),
    lastKey: position?.lastKey,
    nextToken: position === undefined ? undefined : formatToken(position, request),
    spent: sumOf(
      source,
      pages.map(({ page }) => page.spent),
    ),
  };
}

function requireSource(context: Context, { statement, isConsistent }: SelectRequest): Source {
  const found = requireTable(context, statement.from.tableName);
  const { indexName } = statement.from;
  if (indexName === undefined) return { ...found, index: undefined };
  const index = indexesOf(found.table).find(({ name }) => name === indexName);
  // AWS: Query words both differently.
  if (index === undefined) throw validationError("The table does not have the specified index");
  if (!index.isLocal && isConsistent)
    throw validationError("Strongly consistent read is not supported on Global Secondary Indexes");
  if (index.isBackfilling || index.status !== "ACTIVE")
    throw validationError(`Cannot read from backfilling global secondary index: ${indexName}`);
  return { ...found, index };
}

/** The ranges in the order in which ORDER BY wants their partitions; throws for an order that keys do not give. */
function orderedRanges(
  { orderBy, where }: SelectStatement,
  ranges: readonly KeyRange[] | undefined,
  { table, index }: Source,
): readonly KeyRange[] | undefined {
  if (orderBy.length === 0) return ranges;
  if (where === undefined) throw validationError("Must have WHERE clause in the statement when using ORDER BY clause.");
  const key = index?.key ?? table.key;
  const names = keyAttributes(key).map(({ name }) => name);
  const foreign = orderBy.find(({ attribute }) => !names.includes(attribute));
  if (foreign !== undefined)
    throw validationError(`Attribute ${foreign.attribute} in ORDER BY clause must be part of the primary key`);
  if (ranges === undefined)
    throw validationError(
      "Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause.",
    );
  const byPartition = orderBy.find(({ attribute }) => attribute === key.partition.name);
  if (byPartition === undefined) {
    if (ranges.some(({ partition }) => compareValues(partition, ranges[0]?.partition ?? partition) !== 0))
      throw validationError(
        "Must have hash key in ORDER BY clause when more than one hash key condition specified in WHERE clause.",
      );
    return ranges;
  }
  const sign = byPartition.isDescending ? -1 : 1;
  return [...ranges].sort((one, other) => sign * (compareValues(one.partition, other.partition) ?? 0));
}

/** Partitions in the same order, and the ranges of each from the last to the first. */
function reversedWithin(ranges: readonly KeyRange[] | undefined): readonly KeyRange[] | undefined {
  const partitions = new Map<string, KeyRange[]>();
  for (const range of ranges ?? []) {
    const name = partitionHash(range.partition);
    partitions.set(name, [range, ...(partitions.get(name) ?? [])]);
  }
  return ranges === undefined ? undefined : [...partitions.values()].flat();
}

/** AWS: an ORDER BY that does not name the sort key gives it in descending order (observed). */
function isReverse({ orderBy }: SelectStatement, { table, index }: Source): boolean {
  const sort = (index?.key ?? table.key).sort?.name;
  if (orderBy.length === 0) return false;
  return orderBy.find(({ attribute }) => attribute === sort)?.isDescending ?? true;
}

/** Throws for attributes that an index does not have, and for paths into keys. */
function checkAttributes(
  { table, index }: Source,
  { where: expression, projection }: SelectStatement,
  where: BoundCondition | undefined,
  isKeyed: boolean,
): void {
  const paths = (projection ?? []).filter(({ steps }) => steps.length > 1).map(({ steps }) => String(steps[0]));
  checkNestedKeys(new Set(paths), table);
  if (where === undefined) return;
  const { heads, nested } = attributesOf(where);
  checkNestedKeys(nested, table);
  // AWS: a scan finds nothing by an attribute that its index does not have; a query is refused, but for one whose key
  // conditions are in the branches of an OR (observed).
  const isOr = expression?.kind === "binary" && expression.operator === "or";
  if (index === undefined || index.projection.type === "ALL" || !isKeyed || isOr) return;
  const missing = [...heads].filter((name) => !isProjected(name, index, table));
  if (missing.length > 0)
    throw invalidParameter(
      `Secondary index ${index.name} does not project one or more filter attributes: [${missing.join(", ")}]`,
    );
}

interface RangePage {
  readonly range: number;
  readonly page: Page;
}

function readPages(
  context: Context,
  source: Source,
  request: SelectRequest,
  where: BoundCondition | undefined,
  keyRanges: readonly KeyRange[] | undefined,
  start: Position | undefined,
): readonly RangePage[] {
  const ranges: readonly ItemRange[] = keyRanges?.map(rangeOf) ?? [{ prefix: [] }];
  const { statement, isConsistent, limit } = request;
  const paths = statement.projection?.map(({ steps }) => steps);
  const fetchesItems = mustFetchItems(source, undefined, paths);
  const isReversed = isReverse(statement, source);
  const pages: RangePage[] = [];
  let looked = 0;
  let bytes = 0;
  for (let number = start?.range ?? 0; number < ranges.length; number++) {
    const range = ranges[number];
    if (range === undefined) break;
    const partition = range.prefix[0];
    letIn(context, source, source.index, "read", partition);
    const after = number === start?.range ? startKeyParts(source, start.lastKey, keyRanges === undefined) : undefined;
    const page = context.store.read((tx) =>
      readPage(tx, source, {
        range: { ...range, ...(after !== undefined && { after }), isReverse: isReversed },
        limit: limit === undefined ? undefined : limit - looked,
        mostBytes: LARGEST_PAGE_BYTES - bytes,
        filter: where,
        paths: undefined,
        isCount: false,
        isConsistent,
        fetchesItems,
      }),
    );
    countSpent(context, source.table, "read", page.spent, partition);
    pages.push({ range: number, page });
    looked += page.scannedCount;
    bytes += page.bytes;
    if (page.lastKey !== undefined) break;
  }
  return pages;
}

function sumOf({ table, index }: Source, parts: readonly Spent[]): Spent {
  const sum = nothingSpent(table.tableName);
  for (const { table: units, local, global } of parts) {
    sum.table += units;
    const indexUnits = [...local.values(), ...global.values()];
    if (index !== undefined) for (const amount of indexUnits) spendOnIndex(sum, index, amount);
  }
  return sum;
}

/** An item as the projection wants it: each path under the name of its last step. */
export function shown(item: Item, projection: readonly PathExpression[] | undefined): Item {
  if (projection === undefined) return item;
  const result: Item = {};
  for (const { steps } of projection) {
    const value = valueAt(item, steps);
    if (value !== undefined) setAttribute(result, nameOf(steps), value);
  }
  return result;
}

/** AWS: "b" for a.b, and "b[0]" for a.b[0] (observed). */
function nameOf(steps: readonly (string | number)[]): string {
  const last = steps.findLastIndex((step) => typeof step === "string");
  return steps
    .slice(last)
    .map((step) => (typeof step === "string" ? step : `[${step}]`))
    .join("");
}

function formatToken(position: Position, request: SelectRequest): string {
  return Buffer.from(JSON.stringify([digestOf(request), position.range, encodeKey(position.lastKey)])).toString(
    "base64",
  );
}

function parseToken(token: string, request: SelectRequest): Position {
  try {
    const [digest, range, lastKey] = JSON.parse(Buffer.from(token, "base64").toString("utf8")) as [
      string,
      number,
      Record<string, [string, string]>,
    ];
    if (digest === digestOf(request)) return { range, lastKey: decodeKey(lastKey) };
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof TypeError)) throw error;
  }
  throw validationError("NextToken does not match request");
}

function digestOf({ text, parameters }: SelectRequest): string {
  return createHash("sha256")
    .update(JSON.stringify([text, parameters]))
    .digest("base64url");
}

function encodeKey(key: Item): Record<string, [string, string]> {
  return Object.fromEntries(
    Object.entries(key).map(([name, { S: text, N: number, B: bytes }]): [string, [string, string]] => {
      if (text !== undefined) return [name, ["S", text]];
      return [name, bytes === undefined ? ["N", number ?? ""] : ["B", Buffer.from(bytes).toString("base64")]];
    }),
  );
}

function decodeKey(encoded: Record<string, [string, string]>): Item {
  return Object.fromEntries(
    Object.entries(encoded).map(([name, [type, text]]): [string, AttributeValue] => {
      if (type === "B") return [name, { B: Buffer.from(text, "base64") }];
      return [name, type === "N" ? { N: text } : { S: text }];
    }),
  );
}
