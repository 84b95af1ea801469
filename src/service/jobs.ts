// Durable work: a row written in the transaction that caused it, run after the commit, at least once, also after a
// crash. This is the outbox (due at once) and the calendar (due later) in one.

import type { Scope, YardContext } from "./context.ts";
import type { WriteTx } from "../store/store.ts";

export interface Job extends Scope {
  /** Unique; a job that runs twice keeps it, so effects can be made idempotent by it. */
  readonly id: string;
  /** Which handler runs it: "service/purpose", such as "sns/deliver". */
  readonly kind: string;
  readonly payload: unknown;
  /** 1 for the first run. */
  readonly attempt: number;
  readonly createdAtMs: number;
}

export interface Jobs {
  /**
   * Writes a job in `tx`. It runs when the clock reaches `dueAtMs` (now, if left out), after the commit.
   * Jobs of one `lane` run one after the other in the order written; jobs without a lane run side by side.
   */
  enqueue(tx: WriteTx, job: Scope & { kind: string; payload: unknown; dueAtMs?: number; lane?: string }): string;
  /** Takes a job back that has not started; nothing if it is gone. */
  cancel(tx: WriteTx, id: string): void;
  /** Resolves when no job is running and none is due: for tests and for stopping. */
  settled(): Promise<void>;
}

/** What becomes of a job that ran: "done" removes it; a retry runs it again at that time with the next attempt. */
export type JobOutcome = "done" | { readonly retryAtMs: number };

export interface JobHandler {
  readonly kind: string;
  /**
   * A handler that throws is run again after 1 s, 2 s, 4 s, ... up to a minute, for ever: it must give up by itself
   * (into a dead-letter queue, say) by returning "done". An exception is logged as an error of ours.
   */
  run(job: Job, yard: YardContext): Promise<JobOutcome>;
}
