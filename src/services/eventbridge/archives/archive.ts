// Archives: what a bus saw, for as long as it was asked to be kept.
// AWS: "Archiving and replaying events in Amazon EventBridge".

import type { Scope, YardContext } from "../../../service/context.ts";
import type { JobHandler } from "../../../service/jobs.ts";
import type { WriteTx } from "../../../store/store.ts";
import type { ArchiveRecord, BusEvent } from "../records.ts";
import { list, listArchived, load, removeArchived, save, saveArchived } from "../repo.ts";
import { isWanted } from "../rules/matching.ts";

const DAY_MS = 86_400_000;
// A few thousand rows a transaction, so that other writers are not held up.
const CHUNK = 2_000;

interface PrunePayload {
  readonly archiveName: string;
  readonly archiveId: string;
}

/** Keeps an event in each archive of the bus that wants it. */
export function archive(tx: WriteTx, yard: YardContext, scope: Scope, busName: string, event: BusEvent): void {
  for (const record of [...list(tx, scope, "archive")]) {
    if (record.busName !== busName || !isWanted(record.eventPattern, event)) continue;
    saveEvent(tx, yard, scope, record, event);
  }
}

function saveEvent(tx: WriteTx, yard: YardContext, scope: Scope, record: ArchiveRecord, event: BusEvent): void {
  const { archiveId, eventCount, sizeBytes } = record;
  const order = `${String(eventCount).padStart(12, "0")}-${event.id}`;
  saveArchived(tx, scope, archiveId, { atMs: yard.clock.nowMs(), order, event });
  const bytes = Buffer.byteLength(JSON.stringify(event));
  save(tx, scope, "archive", { ...record, eventCount: eventCount + 1, sizeBytes: sizeBytes + bytes });
}

/** Asks for the daily removal of what an archive need not keep any longer, and of all of it once it is deleted. */
export function enqueuePrune(
  tx: WriteTx,
  yard: YardContext,
  { account, region }: Scope,
  payload: PrunePayload,
  dueAtMs: number,
): void {
  yard.jobs.enqueue(tx, { account, region, kind: pruneJob.kind, payload, dueAtMs });
}

/** Removes expired events, and comes back every day as long as the archive is there. */
export const pruneJob: JobHandler = {
  kind: "eventbridge/prune-archive",
  async run(job, yard) {
    const { archiveName, archiveId } = job.payload as PrunePayload;
    const record = yard.store.read((tx) => load(tx, job, "archive", archiveName));
    const isThere = record?.archiveId === archiveId;
    const nowMs = yard.clock.nowMs();
    const untilMs = !isThere
      ? Number.MAX_SAFE_INTEGER
      : record.retentionDays === 0
        ? 0
        : nowMs - record.retentionDays * DAY_MS;
    while (yard.store.write((tx) => pruneChunk(tx, job, archiveId, untilMs)));
    return isThere ? { retryAtMs: nowMs + DAY_MS } : "done";
  },
};

/** True if there may be more. */
function pruneChunk(tx: WriteTx, scope: Scope, archiveId: string, untilMs: number): boolean {
  const keys = [];
  for (const { key } of listArchived(tx, scope, archiveId, { fromMs: 0, untilMs })) {
    if (keys.push(key) === CHUNK) break;
  }
  for (const key of keys) removeArchived(tx, key);
  return keys.length === CHUNK;
}
