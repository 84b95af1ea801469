// Removes stream records that are older than 24 hours, and disabled streams that have none left.

import type { Job, JobHandler } from "../../../service/jobs.ts";
import { deleteChange, deleteStream, loadStream, saveStream, walkChanges } from "../repo.ts";
import { RETENTION_MS, TRIM_STREAM, type TrimStream } from "../streams/streams.ts";

const CHUNK = 1000;

/** Removes a chunk of old records; runs again when the next one is old. */
export const trimStream: JobHandler = {
  kind: TRIM_STREAM,
  run: async (job: Job, yard) => {
    const { tableName, label } = job.payload as TrimStream;
    const nowMs = yard.clock.nowMs();
    const retryAtMs = yard.store.write((tx) => {
      const stream = loadStream(tx, job, tableName, label);
      if (stream === undefined) return undefined;
      let trimmedSequence: string | undefined;
      for (const { sequence, record } of [...walkChanges(tx, job, stream, undefined, CHUNK)]) {
        if (record.atMs > nowMs - RETENTION_MS) break;
        deleteChange(tx, job, stream, sequence);
        trimmedSequence = sequence;
      }
      if (trimmedSequence !== undefined) saveStream(tx, job, { ...stream, trimmedSequence });
      for (const { record } of walkChanges(tx, job, stream, undefined, 1))
        return Math.max(nowMs, record.atMs + RETENTION_MS);
      if (stream.closed === undefined) return nowMs + RETENTION_MS;
      if (stream.closed.atMs > nowMs - RETENTION_MS) return stream.closed.atMs + RETENTION_MS;
      deleteStream(tx, job, stream);
      return undefined;
    });
    return retryAtMs === undefined ? "done" : { retryAtMs };
  },
};
