// What ends with time: waits, delays before another attempt, callbacks that do not come, executions, and what is kept of them.

import type { YardContext } from "../../../service/context.ts";
import type { JobHandler } from "../../../service/jobs.ts";
import type { WriteTx } from "../../../store/store.ts";
import { ExecutionEdit, TIMER_KIND, type TimerPayload } from "./execution-edit.ts";
import { closeExecution, endOperation } from "./life-cycle.ts";
import type { OperationRecord } from "./records.ts";
import { loadExecution, loadOperation, removeExecution } from "./repo.ts";
import type { Ending } from "./transitions.ts";

// AWS: the wordings and types of its testing libraries and SDKs.
const CALLBACK_TIMEOUT: Ending = {
  status: "TIMED_OUT",
  error: { type: "Callback.Timeout", message: "Callback timed out" },
};
const HEARTBEAT_TIMEOUT: Ending = {
  status: "TIMED_OUT",
  error: { type: "Callback.Heartbeat", message: "Callback timed out on heartbeat" },
};

export const timerJob: JobHandler = {
  kind: TIMER_KIND,
  // oxlint-disable-next-line require-await
  async run(job, yard) {
    const payload = job.payload as TimerPayload;
    yard.store.write((tx) => fire(yard, tx, payload, job.id));
    return "done";
  },
};

/** RACE: what the timer was set for may have ended in the meantime, as it was already on its way: the store tells. */
function fire(
  yard: YardContext,
  tx: WriteTx,
  { ends, operation: number, ...reference }: TimerPayload,
  id: string,
): void {
  if (ends === "retention") {
    const record = loadExecution(tx, reference);
    if (record !== undefined) removeExecution(tx, reference, record);
    return;
  }
  if (ends === "execution") {
    const edit = ExecutionEdit.load(yard, tx, reference);
    if (edit?.record.status !== "RUNNING") return;
    // AWS: inferred wording.
    closeExecution(yard, tx, edit, {
      status: "TIMED_OUT",
      error: { message: "The durable execution exceeded its execution timeout." },
    });
    edit.save();
    return;
  }
  const operation = loadOperation(tx, reference, number);
  if (operation === undefined) return;
  if (ends === "heartbeat") {
    if (operation.heartbeatJob === id) endOperation(yard, tx, reference, number, HEARTBEAT_TIMEOUT);
    return;
  }
  if (operation.dueJob === id) endOperation(yard, tx, reference, number, endingOf(operation));
}

function endingOf({ type }: OperationRecord): Ending {
  return type === "CALLBACK" ? CALLBACK_TIMEOUT : { status: "SUCCEEDED" };
}
