// The rows of queries, and the only file that knows their keys. Below [cloudwatch-logs, ACCOUNT, REGION]:
//
//   query QUERY-ID                 a query
//   query-time TIME QUERY-ID       that there is one, by when it was started
//   query-rows QUERY-ID PAGE       a page of its results
//   query-definition ID            a saved query

import type { Scope } from "../../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../../store/store.ts";
import type { QueryDefinitionRecord, QueryRecord } from "../records.ts";
import type { ResultRow } from "./pipeline.ts";

const keyOf = ({ account, region }: Scope, ...rest: Key): Key => ["cloudwatch-logs", account, region, ...rest];

/** Rows of a page of results. */
const PAGE_ROWS = 500;

export function loadQuery(tx: ReadTx, scope: Scope, queryId: string): QueryRecord | undefined {
  return tx.get<QueryRecord>(keyOf(scope, "query", queryId));
}

export function saveQuery(tx: WriteTx, scope: Scope, query: QueryRecord): void {
  tx.put(keyOf(scope, "query", query.queryId), query);
  tx.put(keyOf(scope, "query-time", query.createdAtMs, query.queryId), { v: 1 });
}

/** Removes a query with its results. */
export function removeQuery(tx: WriteTx, scope: Scope, { queryId, createdAtMs, rows }: QueryRecord): void {
  tx.delete(keyOf(scope, "query", queryId));
  tx.delete(keyOf(scope, "query-time", createdAtMs, queryId));
  for (let page = 0; page * PAGE_ROWS < rows; page += 1) tx.delete(keyOf(scope, "query-rows", queryId, page));
}

/** Queries from the newest on. */
export function* listQueries(tx: ReadTx, scope: Scope): Generator<QueryRecord> {
  for (const { key } of tx.range<unknown>({ prefix: keyOf(scope, "query-time"), reverse: true })) {
    const query = loadQuery(tx, scope, String(key.at(-1)));
    if (query !== undefined) yield query;
  }
}

export function saveResults(tx: WriteTx, scope: Scope, queryId: string, rows: readonly ResultRow[]): void {
  for (let page = 0; page * PAGE_ROWS < rows.length; page += 1)
    tx.put(keyOf(scope, "query-rows", queryId, page), rows.slice(page * PAGE_ROWS, (page + 1) * PAGE_ROWS));
}

/** Rows of results from a place on. */
export function loadResults(tx: ReadTx, scope: Scope, queryId: string, from: number, count: number): ResultRow[] {
  const rows: ResultRow[] = [];
  for (let page = Math.floor(from / PAGE_ROWS); rows.length < count; page += 1) {
    const all = tx.get<readonly ResultRow[]>(keyOf(scope, "query-rows", queryId, page));
    if (all === undefined) break;
    rows.push(...all.slice(Math.max(0, from - page * PAGE_ROWS)));
  }
  return rows.slice(0, count);
}

export function loadDefinition(tx: ReadTx, scope: Scope, id: string): QueryDefinitionRecord | undefined {
  return tx.get<QueryDefinitionRecord>(keyOf(scope, "query-definition", id));
}

export function saveDefinition(tx: WriteTx, scope: Scope, definition: QueryDefinitionRecord): void {
  tx.put(keyOf(scope, "query-definition", definition.queryDefinitionId), definition);
}

export function removeDefinition(tx: WriteTx, scope: Scope, id: string): void {
  tx.delete(keyOf(scope, "query-definition", id));
}

export function listDefinitions(tx: ReadTx, scope: Scope): readonly QueryDefinitionRecord[] {
  return [...tx.range<QueryDefinitionRecord>({ prefix: keyOf(scope, "query-definition") })].map(({ value }) => value);
}
