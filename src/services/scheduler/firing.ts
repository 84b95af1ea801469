// The jobs by which schedules fire: one waits for the next time of each schedule, one calls a target. A time that has come is taken down
// before anything is awaited, so that a clock that is moved meets all times in their order, and a crash loses none.

import { AwsError } from "../../kernel/errors.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import type { Job, JobHandler } from "../../service/jobs.ts";
import type { WriteTx } from "../../store/store.ts";
import { sendToDeadLetterQueue } from "./dead-letter.ts";
import { forgetSchedule } from "./groups.ts";
import { callTarget, type ExhaustedCondition, type Invocation } from "./invocation.ts";
import { LIMITS } from "./limits.ts";
import { count } from "./metrics.ts";
import type { ScheduleRecord } from "./records.ts";
import { loadSchedule, saveSchedule } from "./repo.ts";
import { firstDueMs, nextDueMs } from "./timing.ts";

interface Fire {
  readonly groupName: string;
  readonly name: string;
  readonly version: string;
  readonly dueAtMs: number;
}

/** Saves a schedule that is new or was changed, and has it fire when it is due for the first time. */
export function arm(yard: YardContext, tx: WriteTx, scope: Scope, schedule: ScheduleRecord): void {
  saveSchedule(tx, scope, withFire(yard, tx, scope, schedule, firstDueMs(schedule)));
}

function withFire(
  yard: YardContext,
  tx: WriteTx,
  scope: Scope,
  schedule: ScheduleRecord,
  dueAtMs: number | undefined,
): ScheduleRecord {
  const { fireJobId: _before, ...rest } = schedule;
  if (dueAtMs === undefined || !schedule.isEnabled) return rest;
  const { account, region } = scope;
  const { groupName, name, version } = schedule;
  const payload: Fire = { groupName, name, version, dueAtMs };
  return { ...rest, fireJobId: yard.jobs.enqueue(tx, { account, region, kind: fireJob.kind, payload, dueAtMs }) };
}

export const fireJob: JobHandler = {
  kind: "scheduler/fire",
  async run(job, yard) {
    // A rehearsal begins nothing by itself.
    if (!yard.isQuiet) fire(job, yard);
    return "done";
  },
};

function fire(job: Job, yard: YardContext): void {
  const { groupName, name, version, dueAtMs } = job.payload as Fire;
  yard.store.write((tx) => {
    const schedule = loadSchedule(tx, job, groupName, name);
    if (schedule === undefined || schedule.version !== version || !schedule.isEnabled) return;
    // What is older than its target would take, after the yard was stopped for long, is passed over.
    const oldestMs = yard.clock.nowMs() - maxAgeMs(schedule) - schedule.windowMinutes * 60_000;
    const nextMs = nextDueMs(schedule, Math.max(dueAtMs, oldestMs));
    saveSchedule(tx, job, withFire(yard, tx, job, schedule, nextMs));
    if (dueAtMs < oldestMs) return;
    const windowMs = schedule.windowMinutes * 60_000;
    const invokeAtMs = dueAtMs + (windowMs === 0 ? 0 : yard.random.integer(windowMs));
    const payload: Invocation = {
      groupName,
      name,
      version,
      executionId: yard.random.uuid(),
      scheduledAtMs: dueAtMs,
      invokeAtMs,
      isLast: nextMs === undefined,
      target: schedule.target,
      ...(schedule.sealedInput === undefined ? {} : { sealedInput: schedule.sealedInput }),
    };
    const { account, region } = job;
    yard.jobs.enqueue(tx, { account, region, kind: invokeJob.kind, payload, dueAtMs: invokeAtMs });
  });
}

export const invokeJob: JobHandler = {
  kind: "scheduler/invoke",
  async run(job, yard) {
    const invocation = job.payload as Invocation;
    const { groupName } = invocation;
    count(yard, job, groupName, "InvocationAttemptCount");
    try {
      await callTarget(yard, job, invocation, job.attempt);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      count(yard, job, groupName, isThrottle(error) ? "TargetErrorThrottledCount" : "TargetErrorCount");
      const outcome = retryOf(yard, invocation, job.attempt, error);
      if (outcome.retryAtMs !== undefined) return { retryAtMs: outcome.retryAtMs };
      count(yard, job, groupName, "InvocationDroppedCount");
      await sendToDeadLetterQueue(yard, job, invocation, {
        error,
        attempt: job.attempt,
        ...(outcome.exhausted === undefined ? {} : { exhausted: outcome.exhausted }),
      });
    }
    if (invocation.isLast) yard.store.write((tx) => complete(yard, tx, job, invocation));
    return "done";
  },
};

// AWS: RetryPolicy: with exponential back-off until the attempts are made or the event is too old; the delays themselves are not
// documented. What the target refuses for good, a missing permission or resource, is not tried again.
function retryOf(
  yard: YardContext,
  { target, invokeAtMs }: Invocation,
  attempt: number,
  error: AwsError,
): { readonly retryAtMs?: number; readonly exhausted?: ExhaustedCondition } {
  const isRetryable = (error.fault === "server" && error.code !== "NotImplemented") || isThrottle(error);
  if (!isRetryable) return {};
  if (attempt > (target.RetryPolicy?.MaximumRetryAttempts ?? LIMITS.retryAttempts))
    return { exhausted: "MaximumRetryAttempts" };
  const delayMs = Math.min(1_000 * 2 ** Math.min(attempt - 1, 20), LONGEST_DELAY_MS);
  const retryAtMs = yard.clock.nowMs() + delayMs;
  return retryAtMs > invokeAtMs + maxAgeMs({ target }) ? { exhausted: "MaximumEventAgeInSeconds" } : { retryAtMs };
}

function isThrottle({ code }: AwsError): boolean {
  return /Throttl|TooManyRequests|ProvisionedThroughputExceeded|LimitExceeded/.test(code);
}

// 185 attempts fit into a day.
const LONGEST_DELAY_MS = 480_000;

function maxAgeMs({ target }: Pick<ScheduleRecord, "target">): number {
  return (target.RetryPolicy?.MaximumEventAgeInSeconds ?? LIMITS.eventAgeSeconds) * 1_000;
}

// AWS: "Deleting a schedule", automatically after it has completed.
function complete(yard: YardContext, tx: WriteTx, scope: Scope, { groupName, name, version }: Invocation): void {
  const schedule = loadSchedule(tx, scope, groupName, name);
  if (schedule?.version === version && schedule.isDeletedAfterwards) forgetSchedule(yard, tx, scope, schedule);
}
