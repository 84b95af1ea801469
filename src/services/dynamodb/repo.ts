// Where everything of this service is in the store. No other file knows a key, but for those of backups and journals
// (backups/repo.ts), of exports and imports (transfers/repo.ts), and of what waits for Kinesis (kinesis/destinations.ts).
//
//   [dynamodb, account, region, "table", tableName]                                       TableRecord
//   [dynamodb, account, region, "item", tableId, spread partition key, sort key?]               StoredItem
//   [dynamodb, account, region, "index", tableId, indexId, index key, item's key]         StoredItem
//   [dynamodb, account, region, "expiring", tableId, epoch seconds, item's key]           null
//   [dynamodb, account, region, "expiry", tableId]                                        ExpiryRecord
//   [dynamodb, account, region, "stream", tableName, label]                               StreamRecord
//   [dynamodb, account, region, "change", tableId, label, sequence number]                ChangeRecord
//   [dynamodb, account, region, "token", client request token]                            TokenRecord
//   [dynamodb, account, region, "decreases", tableName, index's name or ""]                DecreasesRecord

import type { Scope } from "../../service/context.ts";
import type { Entry, Key, ReadTx, Store, WriteTx } from "../../store/store.ts";
import type { KeyParts } from "./items/keys.ts";
import type {
  ChangeRecord,
  DecreasesRecord,
  ExpiryRecord,
  IndexRecord,
  StoredItem,
  StreamRecord,
  TableRecord,
  TokenRecord,
} from "./records.ts";

type Kind =
  | "table"
  | "item"
  | "index"
  | "expiring"
  | "expiry"
  | "stream"
  | "change"
  | "token"
  | "decreases"
  | "backup"
  | "export"
  | "import"
  | "outgoing"
  | "version"
  | "journal";

/** A key of this service; for repositories only. */
export function keyOf({ account, region }: Scope, kind: Kind, ...rest: readonly (string | number)[]): Key {
  return ["dynamodb", account, region, kind, ...rest];
}

// Tables

// Every operation on items needs its table's record. Keeping it spares a read and, more so, its decoding.
const tableCaches = new WeakMap<Store, Map<string, TableRecord>>();

/** LIMIT: tables whose records are kept in memory, for each store. */
const MOST_CACHED_TABLES = 10_000;

function cacheOf(store: Store): Map<string, TableRecord> {
  let cache = tableCaches.get(store);
  if (cache === undefined) tableCaches.set(store, (cache = new Map()));
  return cache;
}

function cacheKey({ account, region }: Scope, tableName: string): string {
  return `${account}/${region}/${tableName}`;
}

/**
 * The table's record. Not inside a transaction that changes it: what is read there might be taken back.
 * RACE: none; this process is the store's only writer, and writers forget the cached record.
 */
export function findTable(store: Store, scope: Scope, tableName: string): TableRecord | undefined {
  const cache = cacheOf(store);
  const key = cacheKey(scope, tableName);
  const cached = cache.get(key);
  if (cached !== undefined) return cached;
  const table = store.read((tx) => tx.get<TableRecord>(keyOf(scope, "table", tableName)));
  if (table === undefined) return undefined;
  if (cache.size >= MOST_CACHED_TABLES) cache.clear();
  cache.set(key, table);
  return table;
}

/** The table's record as the transaction sees it. */
export function loadTable(tx: ReadTx, scope: Scope, tableName: string): TableRecord | undefined {
  return tx.get<TableRecord>(keyOf(scope, "table", tableName));
}

export function saveTable(tx: WriteTx, store: Store, scope: Scope, table: TableRecord): void {
  cacheOf(store).delete(cacheKey(scope, table.tableName));
  tx.put(keyOf(scope, "table", table.tableName), table);
}

export function deleteTable(tx: WriteTx, store: Store, scope: Scope, tableName: string): void {
  cacheOf(store).delete(cacheKey(scope, tableName));
  tx.delete(keyOf(scope, "table", tableName));
}

/** Tables in the order of their names, those after `afterName`. */
export function listTables(tx: ReadTx, scope: Scope, afterName: string | undefined, limit: number): TableRecord[] {
  const prefix = keyOf(scope, "table");
  const entries = tx.range<TableRecord>({
    prefix,
    ...(afterName !== undefined && { after: [...prefix, afterName] }),
    limit,
  });
  return [...entries].map(({ value }) => value);
}

// Items and index entries

export function loadItem(tx: ReadTx, scope: Scope, tableId: string, parts: KeyParts): StoredItem | undefined {
  return tx.get<StoredItem>(keyOf(scope, "item", tableId, ...parts));
}

export function saveItem(tx: WriteTx, scope: Scope, tableId: string, parts: KeyParts, item: StoredItem): void {
  tx.put(keyOf(scope, "item", tableId, ...parts), item);
}

export function deleteItem(tx: WriteTx, scope: Scope, tableId: string, parts: KeyParts): void {
  tx.delete(keyOf(scope, "item", tableId, ...parts));
}

export function saveIndexEntry(
  tx: WriteTx,
  scope: Scope,
  tableId: string,
  index: IndexRecord,
  parts: readonly string[],
  item: StoredItem,
): void {
  tx.put(keyOf(scope, "index", tableId, index.id, ...parts), item);
}

export function deleteIndexEntry(
  tx: WriteTx,
  scope: Scope,
  tableId: string,
  index: IndexRecord,
  parts: readonly string[],
): void {
  tx.delete(keyOf(scope, "index", tableId, index.id, ...parts));
}

/** Which items of a table or an index to walk; all parts are those after the table's or index's own. */
export interface ItemRange {
  /** Empty for the whole table. */
  readonly prefix: readonly string[];
  readonly start?: readonly string[];
  readonly end?: readonly string[];
  readonly after?: readonly string[];
  readonly isReverse?: boolean;
  readonly limit?: number;
}

/** Walks stored items, of the table or of `index`. To be used up inside the transaction. */
export function walkItems(
  tx: ReadTx,
  scope: Scope,
  tableId: string,
  index: IndexRecord | undefined,
  range: ItemRange,
): Iterable<Entry<StoredItem>> {
  const base = index === undefined ? keyOf(scope, "item", tableId) : keyOf(scope, "index", tableId, index.id);
  return tx.range<StoredItem>({
    prefix: [...base, ...range.prefix],
    ...(range.start !== undefined && { start: [...base, ...range.start] }),
    ...(range.end !== undefined && { end: [...base, ...range.end] }),
    ...(range.after !== undefined && { after: [...base, ...range.after] }),
    ...(range.isReverse === true && { reverse: true }),
    ...(range.limit !== undefined && { limit: range.limit }),
  });
}

/** How many parts of an item's key in the store stand before its partition's hash. */
const ITEM_KEY_OFFSET = 5;

/** The item's own key parts of a key that walkItems gave for a table. */
export function itemPartsOf(key: Key): KeyParts {
  const [partition, sort] = key.slice(ITEM_KEY_OFFSET).map(String);
  return sort === undefined ? [partition ?? ""] : [partition ?? "", sort];
}

/** Which entries of a table go: all; all but its items, which a backup has taken over; or those of one index. */
export type Purged = "all" | "allButItems" | { readonly indexId: string };

/** Removes up to `limit` entries of a table; true if there may be more. */
export function purge(tx: WriteTx, scope: Scope, tableId: string, what: Purged, limit: number): boolean {
  const kinds: readonly Kind[] = ["index", "expiring", "version", "journal"];
  const prefixes =
    typeof what === "object"
      ? [keyOf(scope, "index", tableId, what.indexId)]
      : [...(what === "all" ? (["item"] as const) : []), ...kinds].map((kind) => keyOf(scope, kind, tableId));
  let left = limit;
  for (const prefix of prefixes) {
    for (const { key } of [...tx.range({ prefix, limit: left })]) {
      tx.delete(key);
      left--;
    }
    if (left === 0) return true;
  }
  return false;
}

// Expiring items

export function saveExpiring(tx: WriteTx, scope: Scope, tableId: string, atSeconds: number, parts: KeyParts): void {
  tx.put(keyOf(scope, "expiring", tableId, atSeconds, ...parts), null);
}

export function deleteExpiring(tx: WriteTx, scope: Scope, tableId: string, atSeconds: number, parts: KeyParts): void {
  tx.delete(keyOf(scope, "expiring", tableId, atSeconds, ...parts));
}

export interface Expiring {
  readonly atSeconds: number;
  readonly parts: KeyParts;
}

/** The items that expire first. */
export function firstExpiring(tx: ReadTx, scope: Scope, tableId: string, limit: number): readonly Expiring[] {
  const entries = tx.range({ prefix: keyOf(scope, "expiring", tableId), limit });
  return [...entries].map(({ key }) => {
    const [atSeconds, partition, sort] = key.slice(ITEM_KEY_OFFSET);
    return {
      atSeconds: Number(atSeconds),
      parts: sort === undefined ? [String(partition)] : [String(partition), String(sort)],
    };
  });
}

export function loadExpiry(tx: ReadTx, scope: Scope, tableId: string): ExpiryRecord | undefined {
  return tx.get<ExpiryRecord>(keyOf(scope, "expiry", tableId));
}

export function saveExpiry(tx: WriteTx, scope: Scope, tableId: string, expiry: ExpiryRecord): void {
  tx.put(keyOf(scope, "expiry", tableId), expiry);
}

export function deleteExpiry(tx: WriteTx, scope: Scope, tableId: string): void {
  tx.delete(keyOf(scope, "expiry", tableId));
}

// Streams

export function loadStream(tx: ReadTx, scope: Scope, tableName: string, label: string): StreamRecord | undefined {
  return tx.get<StreamRecord>(keyOf(scope, "stream", tableName, label));
}

export function saveStream(tx: WriteTx, scope: Scope, stream: StreamRecord): void {
  tx.put(keyOf(scope, "stream", stream.tableName, stream.label), stream);
}

export function deleteStream(tx: WriteTx, scope: Scope, stream: StreamRecord): void {
  tx.delete(keyOf(scope, "stream", stream.tableName, stream.label));
}

/** Streams in the order of table and label, of one table or of all. */
export function listStreams(
  tx: ReadTx,
  scope: Scope,
  options: { tableName?: string; after?: { tableName: string; label: string }; limit: number },
): StreamRecord[] {
  const all = keyOf(scope, "stream");
  const { tableName, after, limit } = options;
  const entries = tx.range<StreamRecord>({
    prefix: tableName === undefined ? all : [...all, tableName],
    ...(after !== undefined && { after: [...all, after.tableName, after.label] }),
    limit,
  });
  return [...entries].map(({ value }) => value);
}

/** Names a stream's records. */
export type StreamName = Pick<StreamRecord, "tableId" | "label">;

export function saveChange(
  tx: WriteTx,
  scope: Scope,
  { tableId, label }: StreamName,
  sequence: string,
  change: ChangeRecord,
): void {
  tx.put(keyOf(scope, "change", tableId, label, sequence), change);
}

export interface Change {
  readonly sequence: string;
  readonly record: ChangeRecord;
}

/** Records of a stream in their order, those after `afterSequence`. To be used up inside the transaction. */
export function* walkChanges(
  tx: ReadTx,
  scope: Scope,
  { tableId, label }: StreamName,
  afterSequence: string | undefined,
  limit: number,
): Generator<Change> {
  const prefix = keyOf(scope, "change", tableId, label);
  const entries = tx.range<ChangeRecord>({
    prefix,
    ...(afterSequence !== undefined && { after: [...prefix, afterSequence] }),
    limit,
  });
  for (const { key, value } of entries) yield { sequence: String(key.at(-1)), record: value };
}

/** The newest record's sequence number. */
export function lastSequence(tx: ReadTx, scope: Scope, { tableId, label }: StreamName): string | undefined {
  const prefix = keyOf(scope, "change", tableId, label);
  for (const { key } of tx.range({ prefix, reverse: true, limit: 1 })) return String(key.at(-1));
  return undefined;
}

export function deleteChange(tx: WriteTx, scope: Scope, { tableId, label }: StreamName, sequence: string): void {
  tx.delete(keyOf(scope, "change", tableId, label, sequence));
}

// Decreases of throughput

export function loadDecreases(
  tx: ReadTx,
  scope: Scope,
  tableName: string,
  indexName: string | undefined,
): DecreasesRecord | undefined {
  return tx.get<DecreasesRecord>(keyOf(scope, "decreases", tableName, indexName ?? ""));
}

export function saveDecreases(
  tx: WriteTx,
  scope: Scope,
  tableName: string,
  indexName: string | undefined,
  decreases: DecreasesRecord,
): void {
  tx.put(keyOf(scope, "decreases", tableName, indexName ?? ""), decreases);
}

// Idempotency tokens

export function loadToken(tx: ReadTx, scope: Scope, token: string): TokenRecord | undefined {
  return tx.get<TokenRecord>(keyOf(scope, "token", token));
}

export function saveToken(tx: WriteTx, scope: Scope, token: string, record: TokenRecord): void {
  tx.put(keyOf(scope, "token", token), record);
}

export function deleteToken(tx: WriteTx, scope: Scope, token: string): void {
  tx.delete(keyOf(scope, "token", token));
}
