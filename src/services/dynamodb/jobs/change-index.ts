// The long part of UpdateTable: filling a new global index from the items that are there, and emptying a deleted one.
// A thousand entries at a time; writes in between keep the new index up to date by themselves.

import type { Job, JobHandler } from "../../../service/jobs.ts";
import type { WriteTx } from "../../../store/store.ts";
import { indexParts, type KeyParts } from "../items/keys.ts";
import { writeUnits } from "../items/capacity.ts";
import { projected } from "../items/writer.ts";
import { countBackfill } from "../metrics.ts";
import type { IndexRecord, TableRecord } from "../records.ts";
import { itemPartsOf, loadTable, purge, saveIndexEntry, saveTable, walkItems } from "../repo.ts";
import type { YardContext } from "../../../service/context.ts";
import { usedAttributes } from "../tables/schema.ts";
import { itemBytes } from "../values/size.ts";

export const BACKFILL_INDEX = "dynamodb/backfill-index";
export const EMPTY_INDEX = "dynamodb/empty-index";

export interface BackfillIndex {
  readonly tableName: string;
  readonly tableId: string;
  readonly indexId: string;
  /** The last item that was done. */
  readonly after?: KeyParts;
}

export interface EmptyIndex {
  readonly tableName: string;
  readonly tableId: string;
  readonly indexId: string;
}

const CHUNK = 1000;

/** Writes a chunk of entries; the next chunk is a job of its own, written with this one's entries. */
export const backfillIndex: JobHandler = {
  kind: BACKFILL_INDEX,
  run: async (job: Job, yard) => {
    const payload = job.payload as BackfillIndex;
    const filled = yard.store.write((tx) => {
      const found = find(tx, job, payload);
      if (found === undefined) return undefined;
      const { after, units } = fillChunk(tx, job, found.table, found.index, payload.after);
      if (after === undefined)
        finish(tx, yard, job, found.table, { ...found.index, status: "ACTIVE", isBackfilling: false });
      else {
        const { account, region } = job;
        yard.jobs.enqueue(tx, { kind: BACKFILL_INDEX, account, region, payload: { ...payload, after } });
      }
      return { index: found.index, units, isDone: after === undefined };
    });
    if (filled !== undefined) countBackfill(yard, job, payload.tableName, filled.index, filled.units, filled.isDone);
    return "done";
  },
};

/** Removes a chunk of entries, and at last the index. */
export const emptyIndex: JobHandler = {
  kind: EMPTY_INDEX,
  run: async (job: Job, yard) => {
    const payload = job.payload as EmptyIndex;
    const hasMore = yard.store.write((tx) => {
      const found = find(tx, job, payload);
      if (found === undefined) return false;
      if (purge(tx, job, payload.tableId, { indexId: payload.indexId }, CHUNK)) return true;
      finish(tx, yard, job, found.table, undefined, payload.indexId);
      return false;
    });
    return hasMore ? { retryAtMs: yard.clock.nowMs() } : "done";
  },
};

/** The table and index that the job is for; undefined if the table is gone or another one by now. */
function find(
  tx: WriteTx,
  job: Job,
  { tableName, tableId, indexId }: EmptyIndex,
): { readonly table: TableRecord; readonly index: IndexRecord } | undefined {
  const table = loadTable(tx, job, tableName);
  const index = table?.globalIndexes.find(({ id }) => id === indexId);
  return table?.tableId === tableId && index !== undefined ? { table, index } : undefined;
}

/** Writes entries for the next items; gives the last one's key if there may be more, and the units that the entries take. */
function fillChunk(
  tx: WriteTx,
  job: Job,
  table: TableRecord,
  index: IndexRecord,
  after: KeyParts | undefined,
): { readonly after: KeyParts | undefined; readonly units: number } {
  const range = {
    prefix: [],
    limit: CHUNK,
    ...(after !== undefined && { after }),
  };
  const entries = [...walkItems(tx, job, table.tableId, undefined, range)];
  let units = 0;
  for (const { key, value } of entries) {
    const parts = indexParts(value.item, index, itemPartsOf(key));
    if (parts === undefined) continue;
    const entry = projected(value, index, table);
    saveIndexEntry(tx, job, table.tableId, index, parts, entry);
    units += writeUnits(0, itemBytes(entry.item));
  }
  const last = entries.at(-1);
  return { after: entries.length < CHUNK || last === undefined ? undefined : itemPartsOf(last.key), units };
}

/** Puts the index in its final state, or takes it out; the table is ACTIVE when no index is being changed any more. */
function finish(
  tx: WriteTx,
  yard: YardContext,
  job: Job,
  table: TableRecord,
  index: IndexRecord | undefined,
  removedId = index?.id,
): void {
  const globalIndexes = table.globalIndexes.flatMap((other) =>
    other.id === removedId ? (index === undefined ? [] : [index]) : [other],
  );
  const isBusy = globalIndexes.some(({ status }) => status !== "ACTIVE");
  // AWS: an attribute that was defined for the index only goes with it.
  const attributes = usedAttributes(table.attributes, table.key, [...table.localIndexes, ...globalIndexes]);
  saveTable(tx, yard.store, job, { ...table, attributes, globalIndexes, status: isBusy ? "UPDATING" : "ACTIVE" });
}
