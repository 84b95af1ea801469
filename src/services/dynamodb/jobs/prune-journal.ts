// Removes what a table's journal has no use for any more: what is older than its recovery window, or everything once
// nobody reads it. While point-in-time recovery is on, one of these jobs runs again and again.

import type { Job, JobHandler } from "../../../service/jobs.ts";
import { neededFrom } from "../backups/journal.ts";
import { trimJournal } from "../backups/repo.ts";
import { PRUNE_JOURNAL, type PruneJournal } from "../backups/snapshots.ts";
import { loadTable } from "../repo.ts";

const CHUNK = 1000;
const HOUR_MS = 60 * 60 * 1000;

/** Removes a chunk, and comes back for the next, or for what is too old in an hour. */
export const pruneJournal: JobHandler = {
  kind: PRUNE_JOURNAL,
  run: async (job: Job, yard) => {
    const { tableName, tableId, sinceMs } = job.payload as PruneJournal;
    const nowMs = yard.clock.nowMs();
    return yard.store.write((tx) => {
      const table = loadTable(tx, job, tableName);
      // The journal of a table that is gone goes with its items.
      if (table?.tableId !== tableId) return "done";
      const isRecurring = sinceMs !== undefined && table.recovery?.sinceMs === sinceMs;
      if (sinceMs !== undefined && !isRecurring) return "done";
      if (trimJournal(tx, job, tableId, neededFrom(table, nowMs), CHUNK)) return { retryAtMs: nowMs };
      return isRecurring ? { retryAtMs: nowMs + HOUR_MS } : "done";
    });
  },
};
