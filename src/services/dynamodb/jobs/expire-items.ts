// Removes items whose time to live has passed, and sees to the next ones.

import type { YardContext } from "../../../service/context.ts";
import type { Job, JobHandler } from "../../../service/jobs.ts";
import type { WriteTx } from "../../../store/store.ts";
import { expirySeconds, writeItem } from "../items/writer.ts";
import { countExpired } from "../metrics.ts";
import type { TableRecord } from "../records.ts";
import { deleteExpiring, deleteExpiry, firstExpiring, loadItem, loadTable, type Expiring } from "../repo.ts";
import { wakeStreamReaders } from "../tables/access.ts";
import { EXPIRE_ITEMS, scheduleExpiry, type ExpireItems } from "../tables/expiry.ts";

const CHUNK = 500;

/** LIMIT: of the service: a time further in the past is taken for a mistake (AWS: Developer Guide, "Time to live"). */
const FIVE_YEARS_MS = 5 * 365 * 24 * 60 * 60 * 1000;

/** Removes a chunk of expired items and schedules the next run. */
export const expireItems: JobHandler = {
  kind: EXPIRE_ITEMS,
  run: async (job: Job, yard) => {
    const { tableName, tableId } = job.payload as ExpireItems;
    const reference = { account: job.account, region: job.region, tableName };
    const { streamed, removed } = yard.store.write((tx) => {
      deleteExpiry(tx, job, tableId);
      const table = loadTable(tx, job, tableName);
      if (table?.tableId !== tableId || table.ttl?.isEnabled !== true) return { streamed: undefined, removed: 0 };
      let isStreamed = false;
      let removed = 0;
      for (const expiring of firstExpiring(tx, job, tableId, CHUNK)) {
        if (expiring.atSeconds * 1000 > yard.clock.nowMs()) break;
        const expired = expire(tx, yard, job, table, expiring);
        isStreamed ||= expired === "streamed";
        if (expired !== undefined) removed += 1;
      }
      const [next] = firstExpiring(tx, job, tableId, 1);
      if (next !== undefined) scheduleExpiry(tx, yard, reference, tableId, next.atSeconds);
      return { streamed: isStreamed ? table : undefined, removed };
    });
    if (removed > 0) countExpired(yard, job, tableName, removed);
    if (streamed !== undefined) wakeStreamReaders(yard, { reference, table: streamed });
    return "done";
  },
};

/** Removes one item, if it still has that time to live; undefined if it has not. */
function expire(
  tx: WriteTx,
  yard: YardContext,
  job: Job,
  table: TableRecord,
  { atSeconds, parts }: Expiring,
): "streamed" | "removed" | undefined {
  deleteExpiring(tx, job, table.tableId, atSeconds, parts);
  if (atSeconds * 1000 < yard.clock.nowMs() - FIVE_YEARS_MS) return undefined;
  const before = loadItem(tx, job, table.tableId, parts);
  if (before === undefined || expirySeconds(before.item, table.ttl?.attribute ?? "") !== atSeconds) return undefined;
  const reference = { account: job.account, region: job.region, tableName: table.tableName };
  const isStreamed = writeItem(tx, yard, { reference, table, parts, before, after: undefined, isExpiry: true });
  return isStreamed ? "streamed" : "removed";
}
