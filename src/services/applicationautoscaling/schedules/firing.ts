// The job by which scheduled actions fire: one waits for the next time of each. The next is put down before this one is done, so that a clock
// that is moved meets all times in their order, and a crash loses none.

import type { Scope, YardContext } from "../../../service/context.ts";
import type { Job, JobHandler } from "../../../service/jobs.ts";
import type { WriteTx } from "../../../store/store.ts";
import { boundsActivity } from "../activities.ts";
import type { ActionRecord, TargetKey } from "../records.ts";
import { loadAction, loadTarget, removeAction, saveAction, saveActivity, saveTarget } from "../repo.ts";
import { enqueueBounds } from "../scaling.ts";
import { nextDueMs } from "./timing.ts";

interface Fire {
  readonly key: TargetKey;
  readonly name: string;
  readonly version: string;
  readonly dueAtMs: number;
}

/** LIMIT: what was due longer ago, while the yard did not run, is passed over for the newest time that was. */
const STALE_AFTER_MS = 60 * 60_000;

/** Saves an action that is new or was changed, and has it fire when it is due. */
export function arm(yard: YardContext, tx: WriteTx, scope: Scope, action: ActionRecord): void {
  saveAction(tx, scope, withFire(yard, tx, scope, action, nextDueMs(action, yard.clock.nowMs())));
}

/** Forgets an action and its next time. */
export function disarm(yard: YardContext, tx: WriteTx, scope: Scope, action: ActionRecord): void {
  if (action.fireJobId !== undefined) yard.jobs.cancel(tx, action.fireJobId);
  removeAction(tx, scope, action);
}

function withFire(
  yard: YardContext,
  tx: WriteTx,
  { account, region }: Scope,
  action: ActionRecord,
  dueAtMs: number | undefined,
): ActionRecord {
  const { fireJobId: _before, ...rest } = action;
  if (dueAtMs === undefined) return rest;
  const { namespace, resourceId, dimension, name, version } = action;
  const payload: Fire = { key: { namespace, resourceId, dimension }, name, version, dueAtMs };
  return { ...rest, fireJobId: yard.jobs.enqueue(tx, { account, region, kind: fireJob.kind, payload, dueAtMs }) };
}

export const fireJob: JobHandler = {
  kind: "application-auto-scaling/fire",
  async run(job, yard) {
    // A rehearsal begins nothing by itself.
    if (!yard.isQuiet) fire(job, yard);
    return "done";
  },
};

function fire(job: Job, yard: YardContext): void {
  const { key, name, version, dueAtMs } = job.payload as Fire;
  const nowMs = yard.clock.nowMs();
  yard.store.write((tx) => {
    const action = loadAction(tx, job, key, name);
    const target = loadTarget(tx, job, key);
    if (action === undefined || action.version !== version || target === undefined) return;
    const oldestMs = nowMs - STALE_AFTER_MS;
    saveAction(tx, job, withFire(yard, tx, job, action, nextDueMs(action, Math.max(dueAtMs, oldestMs))));
    if (dueAtMs < oldestMs || target.suspended.scheduled) return;
    const min = action.min ?? Math.min(target.min, action.max ?? target.min);
    const max = action.max ?? Math.max(target.max, min);
    const { min: wantedMin, max: wantedMax } = action;
    const given = {
      name,
      ...(wantedMin === undefined ? {} : { min: wantedMin }),
      ...(wantedMax === undefined ? {} : { max: wantedMax }),
    };
    saveTarget(tx, job, { ...target, min, max });
    saveActivity(tx, job, boundsActivity(job.id, target, given, nowMs));
    enqueueBounds(yard, tx, job, key);
  });
}
