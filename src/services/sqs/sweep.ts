// The job that takes away what deleted and purged queues held, in portions, so that no request waits for it.

import type { Scope } from "../../service/context.ts";
import type { JobHandler, Jobs } from "../../service/jobs.ts";
import type { WriteTx } from "../../store/store.ts";
import { sweepContent } from "./repo.ts";

// LIMIT: entries removed in one transaction, about 10 ms, and the pause in which requests get their turn.
const PORTION = 500;
const PAUSE_MS = 20;

/** Has the messages of `contentId` taken away after this transaction. */
export function enqueueSweep(jobs: Jobs, tx: WriteTx, scope: Scope, contentId: string): void {
  jobs.enqueue(tx, { account: scope.account, region: scope.region, kind: sweepJob.kind, payload: { contentId } });
}

export const sweepJob: JobHandler = {
  kind: "sqs/sweep",
  async run(job, yard) {
    const { contentId } = job.payload as { contentId: string };
    const isEmpty = yard.store.write((tx) => sweepContent(tx, job, contentId, PORTION));
    return isEmpty ? "done" : { retryAtMs: yard.clock.nowMs() + PAUSE_MS };
  },
};
