// Removes what is left of a deleted table: items, index entries, notes of expiry, its journal. A thousand at a time, so that a large
// table does not hold up everything else.

import type { Job, JobHandler } from "../../../service/jobs.ts";
import { purge } from "../repo.ts";

export const PURGE_TABLE = "dynamodb/purge-table";

export interface PurgeTable {
  readonly tableId: string;
  /** True if a backup has taken the items over. */
  readonly keepsItems?: boolean;
}

const CHUNK = 1000;

/** Removes a chunk, and comes back for the next. */
export const purgeTable: JobHandler = {
  kind: PURGE_TABLE,
  run: async (job: Job, yard) => {
    const { tableId, keepsItems } = job.payload as PurgeTable;
    const what = keepsItems === true ? "allButItems" : "all";
    const hasMore = yard.store.write((tx) => purge(tx, job, tableId, what, CHUNK));
    return hasMore ? { retryAtMs: yard.clock.nowMs() } : "done";
  },
};
