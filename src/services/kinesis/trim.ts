// Retention: records that are too old go, and closed shards that have none left. Reads do not wait for it (read.ts).
// AWS: Developer Guide, "Data routing, data persistence, and shard state after a reshard".

import type { Scope, YardContext } from "../../service/context.ts";
import type { JobHandler } from "../../service/jobs.ts";
import type { WriteTx } from "../../store/store.ts";
import type { StreamReference } from "./names.ts";
import type { StreamRecord } from "./records.ts";
import { listShards, loadStream, removeRecord, removeShard, walkRecords } from "./repo.ts";
import { timeOfIndex } from "./sequence.ts";
import { forgetStream } from "./streams.ts";

const TRIM = "kinesis/trim";
const TRIMMED_AT_ONCE = 1_000;

interface Trim {
  readonly streamName: string;
  readonly contentId: string;
  /** Runs once, beside the stream's own: its retention period became shorter. */
  readonly isExtra: boolean;
}

/** Begins to trim a new stream, or once more where a change makes more records old. */
export function enqueueTrim(
  { jobs }: Pick<YardContext, "jobs">,
  tx: WriteTx,
  { account, region }: Scope,
  { name, contentId }: StreamRecord,
  when: { readonly dueAtMs: number; readonly isExtra: boolean },
): void {
  const payload: Trim = { streamName: name, contentId, isExtra: when.isExtra };
  jobs.enqueue(tx, { account, region, kind: TRIM, payload, dueAtMs: when.dueAtMs });
}

export const trimJob: JobHandler = {
  kind: TRIM,
  run: async (job, yard) => {
    const { streamName, contentId, isExtra } = job.payload as Trim;
    const reference = { account: job.account, region: job.region, streamName };
    const nowMs = yard.clock.nowMs();
    const outcome = yard.store.write((tx) => {
      const stream = loadStream(tx, reference, streamName);
      return stream?.contentId === contentId ? trim(tx, reference, stream, nowMs) : undefined;
    });
    if (outcome?.hasRemovedShards === true) forgetStream(yard.store, reference);
    if (outcome === undefined || (isExtra && outcome.nextAtMs > nowMs)) return "done";
    return { retryAtMs: outcome.nextAtMs };
  },
};

/** Removes some of what is too old, and says when there will be more. */
function trim(
  tx: WriteTx,
  reference: StreamReference,
  { contentId, retentionHours }: StreamRecord,
  nowMs: number,
): { readonly nextAtMs: number; readonly hasRemovedShards: boolean } {
  const retentionMs = retentionHours * 3_600_000;
  let nextAtMs = nowMs + retentionMs;
  let left = TRIMMED_AT_ONCE;
  let hasRemovedShards = false;
  for (const { number: shard, closed } of listShards(tx, reference, contentId)) {
    const place = { scope: reference, contentId, shard };
    const old: number[] = [];
    let hasMore = false;
    for (const { index } of walkRecords(tx, place, 0)) {
      const endsAtMs = timeOfIndex(index) + retentionMs;
      if (endsAtMs > nowMs || old.length >= left) {
        hasMore = true;
        nextAtMs = Math.min(nextAtMs, Math.max(nowMs, endsAtMs));
        break;
      }
      old.push(index);
    }
    for (const index of old) removeRecord(tx, place, index);
    left -= old.length;
    if (hasMore || closed === undefined) continue;
    if (closed.atMs + retentionMs > nowMs) {
      nextAtMs = Math.min(nextAtMs, closed.atMs + retentionMs);
      continue;
    }
    removeShard(tx, reference, contentId, shard);
    hasRemovedShards = true;
  }
  return { nextAtMs, hasRemovedShards };
}
