// When time to live is enabled for a table that has items already, or disabled: notes or forgets when they expire.

import type { Job, JobHandler } from "../../../service/jobs.ts";
import { expirySeconds } from "../items/writer.ts";
import { itemPartsOf, loadTable, saveExpiring, walkItems } from "../repo.ts";
import { scheduleExpiry } from "../tables/expiry.ts";

export const NOTE_EXPIRIES = "dynamodb/note-expiries";

export interface NoteExpiries {
  readonly tableName: string;
  readonly tableId: string;
  /** The last item that was done, by its parts in the store. */
  readonly after?: readonly string[];
}

const CHUNK = 1000;

/** Notes a chunk of items; the next chunk is a job of its own. */
export const noteExpiries: JobHandler = {
  kind: NOTE_EXPIRIES,
  run: async (job: Job, yard) => {
    const payload = job.payload as NoteExpiries;
    const { tableName, tableId, after } = payload;
    const reference = { account: job.account, region: job.region, tableName };
    yard.store.write((tx) => {
      const table = loadTable(tx, job, tableName);
      if (table?.tableId !== tableId || table.ttl?.isEnabled !== true) return;
      const range = { prefix: [], limit: CHUNK, ...(after !== undefined && { after }) };
      const entries = [...walkItems(tx, job, tableId, undefined, range)];
      for (const { key, value } of entries) {
        const seconds = expirySeconds(value.item, table.ttl.attribute);
        if (seconds === undefined) continue;
        saveExpiring(tx, job, tableId, seconds, itemPartsOf(key));
        scheduleExpiry(tx, yard, reference, tableId, seconds);
      }
      const last = entries.at(-1);
      if (entries.length < CHUNK || last === undefined) return;
      const next: NoteExpiries = { tableName, tableId, after: itemPartsOf(last.key) };
      yard.jobs.enqueue(tx, { kind: NOTE_EXPIRIES, account: job.account, region: job.region, payload: next });
    });
    return "done";
  },
};
