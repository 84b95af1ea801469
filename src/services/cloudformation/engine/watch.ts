// What stops the forward way of an operation from outside: somebody calls it off, its time is over, or an alarm goes off that was named as a
// rollback trigger. AWS: "Roll back your CloudFormation stack on alarm breach with rollback triggers".

import { AwsError } from "../../../kernel/errors.ts";
import type { RollbackRecord } from "../records.ts";
import { saveOperation } from "../repo.ts";
import { journal, requireDeployment, requireOperation } from "./work.ts";
import type { Work } from "./work.ts";

/** How often alarms are looked at. */
const ALARMS_MS = 2000;
const MINUTE_MS = 60_000;

/** Rung when an operation is called off. */
export function cancellationTopic(stackId: string): string {
  return `cloudformation-cancel/${stackId}`;
}

export interface Watch {
  /** Why the operation must not go on; undefined while it may. Nothing is said of one that was called off. */
  reason(): string | undefined;
  /** True if the operation was called off, or must not go on. */
  isStopped(): boolean;
  /** Resolves when all triggers have been watched for the time that the stack asks for, or when the operation is to stop. */
  monitor(): Promise<void>;
  /** Ends the watch. */
  close(): void;
}

/** Begins to watch. Resolves when all triggers have been looked at once: what is amiss already stops the operation before it does anything. */
export async function startWatch(work: Work): Promise<Watch> {
  const { yard, stackId, stop } = work;
  const { clock } = yard;
  const { rollback } = yard.store.read((tx) => requireDeployment(tx, work, work.operation.targetId));
  const triggers = work.operation.kind === "import" ? [] : (rollback?.triggers ?? []);
  const closed = new AbortController();
  let reason: string | undefined;

  const halt = (why: string): void => {
    reason ??= why;
    stop.abort();
  };
  const isStopped = (): boolean =>
    reason !== undefined || yard.store.read((tx) => requireOperation(tx, work)).isCancelled;
  const look = async (): Promise<void> => {
    const problem = await findBreach(work, triggers);
    if (problem !== undefined && !closed.signal.aborted) halt(problem);
  };
  const watchAlarms = async (): Promise<void> => {
    for (;;) {
      await clock.wait(ALARMS_MS, closed.signal);
      if (closed.signal.aborted || reason !== undefined) return;
      await look();
    }
  };

  const unsubscribe = yard.signals.subscribe(cancellationTopic(stackId), () =>
    isStopped() ? stop.abort() : undefined,
  );
  const { timeoutAtMs } = work.operation;
  // AWS: this sentence, as observed.
  const expire = (): void => halt("Stack creation time exceeded the specified timeout");
  const cancelTimer = timeoutAtMs === undefined ? undefined : clock.at(timeoutAtMs, expire);
  if (timeoutAtMs !== undefined && timeoutAtMs <= clock.nowMs()) expire();
  if (isStopped()) stop.abort();
  if (triggers.length > 0) {
    await look();
    void watchAlarms();
  }

  return {
    reason: () => reason,
    isStopped,
    async monitor() {
      const untilMs = monitoredUntil(work, rollback);
      if (untilMs === undefined) return;
      await clock.wait(Math.max(0, untilMs - clock.nowMs()), stop.signal);
      if (!stop.signal.aborted) await look();
    },
    close() {
      closed.abort();
      cancelTimer?.();
      unsubscribe();
    },
  };
}

/** By when the monitoring ends; noted in the journal, so that a crash does not prolong it. */
function monitoredUntil(work: Work, rollback: RollbackRecord | undefined): number | undefined {
  const minutes = rollback?.monitoringMinutes ?? 0;
  if (minutes === 0 || work.operation.kind === "import") return undefined;
  return journal(work, (tx) => {
    const operation = requireOperation(tx, work);
    const untilMs = operation.monitoredUntilMs ?? work.yard.clock.nowMs() + minutes * MINUTE_MS;
    saveOperation(tx, work.scope, work.stackId, { ...operation, monitoredUntilMs: untilMs });
    return untilMs;
  });
}

/**
 * What is amiss with the triggers: one is in the state ALARM, or is not there. The alarms are read as whoever the operation acts for. AWS: what
 * happens is documented, the wordings are inferred.
 */
async function findBreach(work: Work, triggers: RollbackRecord["triggers"]): Promise<string | undefined> {
  if (triggers.length === 0) return undefined;
  const names = triggers.map(({ arn }) => nameOfAlarm(arn));
  const states = new Map<string, string>();
  try {
    const { MetricAlarms = [], CompositeAlarms = [] } = await work.aws.cloudWatch.describeAlarms({
      AlarmNames: [...new Set(names)],
      AlarmTypes: ["MetricAlarm", "CompositeAlarm"],
    });
    for (const { AlarmArn = "", StateValue = "" } of [...MetricAlarms, ...CompositeAlarms]) {
      states.set(AlarmArn, StateValue);
    }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return `Unable to monitor the rollback triggers: ${error.message}`;
  }
  const missing = triggers.find(({ arn }) => !states.has(arn));
  if (missing !== undefined) return `Rollback trigger ${missing.arn} does not exist`;
  const breached = triggers.find(({ arn }) => states.get(arn) === "ALARM");
  return breached === undefined ? undefined : `Rollback trigger ${breached.arn} is in ALARM state`;
}

function nameOfAlarm(arn: string): string {
  return arn.split(":").slice(6).join(":");
}
