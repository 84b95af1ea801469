// One page of a Query or a Scan: walks a range of a table or an index until the limit or 1 MB, filters, and gives back
// the wanted part of each item.
// AWS: Developer Guide, "Querying tables", "Paginating table query results": the limit counts items before the filter.

import type { ReadTx } from "../../../store/store.ts";
import { fulfils, type BoundCondition } from "../expressions/condition.ts";
import { project } from "../expressions/paths.ts";
import type { BoundPath } from "../expressions/placeholders.ts";
import type { IndexRecord, StoredItem, TableRecord } from "../records.ts";
import { loadItem, walkItems, type ItemRange } from "../repo.ts";
import type { TableReference } from "../tables/names.ts";
import type { Item } from "../values/attribute-value.ts";
import { nothingSpent, readUnits, spendOnIndex, type Spent } from "./capacity.ts";
import { keyOf, keyParts } from "./keys.ts";

/** LIMIT: of the service: bytes of items that one page looks at. */
export const LARGEST_PAGE_BYTES = 1024 * 1024;

/** What a page is read from. */
export interface Source {
  readonly reference: TableReference;
  readonly table: TableRecord;
  readonly index: IndexRecord | undefined;
}

export interface PageRequest {
  readonly range: ItemRange;
  /** Items to look at, at most. */
  readonly limit: number | undefined;
  /** Bytes to look at, at most; what one page can have by default. */
  readonly mostBytes?: number;
  readonly filter: BoundCondition | undefined;
  /** Undefined for all that the source has. */
  readonly paths: readonly BoundPath[] | undefined;
  /** True if only the count is wanted. */
  readonly isCount: boolean;
  readonly isConsistent: boolean;
  /** True if whole items are wanted of a local index that does not have them. */
  readonly fetchesItems: boolean;
}

export interface Page {
  readonly items: Item[];
  readonly count: number;
  readonly scannedCount: number;
  /** Where the next page starts; undefined at the end. */
  readonly lastKey: Item | undefined;
  /** What was looked at. */
  readonly bytes: number;
  readonly spent: Spent;
}

/** Reads one page. */
export function readPage(tx: ReadTx, source: Source, request: PageRequest): Page {
  const { reference, table, index } = source;
  const { mostBytes = LARGEST_PAGE_BYTES } = request;
  const items: Item[] = [];
  let count = 0;
  let scannedCount = 0;
  let bytes = 0;
  let fetchedUnits = 0;
  let last: Item | undefined;
  let isCutOff = false;
  const range = request.limit === undefined ? request.range : { ...request.range, limit: request.limit };
  for (const { value } of walkItems(tx, reference, table.tableId, index, range)) {
    scannedCount++;
    bytes += value.bytes;
    last = value.item;
    const stored = request.fetchesItems ? fetchItem(tx, source, value) : value;
    if (request.fetchesItems) fetchedUnits += readUnits(stored.bytes, request);
    if (request.filter === undefined || fulfils(stored.item, request.filter)) {
      count++;
      if (!request.isCount) items.push(request.paths === undefined ? stored.item : project(stored.item, request.paths));
    }
    if (scannedCount === request.limit || bytes >= mostBytes) {
      isCutOff = true;
      break;
    }
  }
  return {
    items,
    count,
    scannedCount,
    bytes,
    lastKey:
      isCutOff && last !== undefined ? keyOf(last, table.key, ...(index === undefined ? [] : [index.key])) : undefined,
    spent: spentOnPage(source, readUnits(bytes, request), fetchedUnits),
  };
}

/** The whole item behind an entry of a local index. */
function fetchItem(tx: ReadTx, { reference, table }: Source, entry: StoredItem): StoredItem {
  return loadItem(tx, reference, table.tableId, keyParts(entry.item, table.key)) ?? entry;
}

function spentOnPage({ table, index }: Source, units: number, fetchedUnits: number): Spent {
  const spent = nothingSpent(table.tableName);
  if (index === undefined) spent.table = units;
  else {
    spent.table = fetchedUnits;
    spendOnIndex(spent, index, units);
  }
  return spent;
}
