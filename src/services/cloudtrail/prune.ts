// The history goes back 90 days. One job an account and region takes away what is older, while there are events.

import type { Scope, YardContext } from "../../service/context.ts";
import type { JobHandler } from "../../service/jobs.ts";
import type { WriteTx } from "../../store/store.ts";
import { isPruned, oldestEvents, setPruned } from "./repo.ts";

const DAY_MS = 86_400_000;
/** LIMIT: AWS: "Working with CloudTrail Event history": the last 90 days. */
export const HISTORY_MS = 90 * DAY_MS;

const PRUNE = "cloudtrail/prune";
/** Rows a transaction, so that other writers are not held up. */
const CHUNK = 1_000;

/** Sees to it that the history is pruned. Called with every event, so it only looks as a rule. */
export function ensurePruning(tx: WriteTx, { account, region }: Scope, yard: YardContext): void {
  if (isPruned(tx, { account, region })) return;
  setPruned(tx, { account, region }, true);
  const dueAtMs = yard.clock.nowMs() + HISTORY_MS + DAY_MS;
  yard.jobs.enqueue(tx, { account, region, kind: PRUNE, payload: {}, dueAtMs });
}

/** Takes expired events away; comes back a day after the oldest of the others expires, and ends where there are none. */
export const pruneJob: JobHandler = {
  kind: PRUNE,
  async run(job, yard) {
    const beforeMs = yard.clock.nowMs() - HISTORY_MS;
    for (;;) {
      const next = yard.store.write((tx): "more" | "none" | number => {
        const events = oldestEvents(tx, job, CHUNK);
        const kept = events.find(({ value }) => value.timeMs >= beforeMs);
        for (const { key, value } of events) if (value.timeMs < beforeMs) tx.delete(key);
        if (kept !== undefined) return kept.value.timeMs + HISTORY_MS + DAY_MS;
        if (events.length === CHUNK) return "more";
        setPruned(tx, job, false);
        return "none";
      });
      if (next === "none") return "done";
      if (next !== "more") return { retryAtMs: next };
    }
  },
};
