// When metric alarms are evaluated: all of an account and region that have the same rhythm, in one transaction.
// AWS: "Alarm evaluation": every minute; alarms with periods below a minute every 10 seconds; every hour where the evaluation
// periods take more than a day.

import type { Scope, YardContext } from "../../../service/context.ts";
import type { JobHandler } from "../../../service/jobs.ts";
import type { WriteTx } from "../../../store/store.ts";
import type { MetricAlarmRecord } from "../records.ts";
import { listAlarms, loadAlarm, loadTick, saveTick } from "../repo.ts";
import { evaluateAlarm } from "./evaluate.ts";
import { alarmRun } from "./run.ts";

const DAY_S = 86_400;

/** How often an alarm is evaluated, in seconds. */
function rhythmOf({ periodS, evaluationPeriods }: MetricAlarmRecord): number {
  if (periodS < 60) return 10;
  return periodS * evaluationPeriods > DAY_S ? 3_600 : 60;
}

const nameOf = (rhythmS: number): string => `evaluate-${rhythmS}`;

/** Has an alarm evaluated from now on. */
export function ensureTick(yard: YardContext, tx: WriteTx, scope: Scope, alarm: MetricAlarmRecord): void {
  const rhythmS = rhythmOf(alarm);
  if (loadTick(tx, scope, nameOf(rhythmS)) === undefined) enqueue(yard, tx, scope, rhythmS);
}

function enqueue(yard: YardContext, tx: WriteTx, { account, region }: Scope, rhythmS: number): void {
  const rhythmMs = rhythmS * 1_000;
  const dueAtMs = (Math.floor(yard.clock.nowMs() / rhythmMs) + 1) * rhythmMs;
  const payload: Tick = { rhythmS };
  const jobId = yard.jobs.enqueue(tx, { account, region, kind: tickJob.kind, payload, dueAtMs });
  saveTick(tx, { account, region }, nameOf(rhythmS), jobId);
}

interface Tick {
  readonly rhythmS: number;
}

export const tickJob: JobHandler = {
  kind: "cloudwatch/evaluate",
  async run(job, yard) {
    // A rehearsal begins nothing by itself.
    if (yard.isQuiet) return "done";
    const { rhythmS } = job.payload as Tick;
    yard.metrics.flush();
    // The next tick before anything is awaited: a clock that is moved meets all of them in their order.
    yard.store.write((tx) => {
      const alarms = [...listAlarms(tx, job)].filter(
        (alarm): alarm is MetricAlarmRecord => alarm.kind === "metric" && rhythmOf(alarm) === rhythmS,
      );
      if (alarms.length === 0) saveTick(tx, job, nameOf(rhythmS), undefined);
      else enqueue(yard, tx, job, rhythmS);
      const run = alarmRun(yard, tx, job);
      for (const { name } of alarms) {
        // Read again: an alarm that was evaluated before may have changed others.
        const alarm = loadAlarm(tx, job, name);
        if (alarm?.kind === "metric") evaluateAlarm(run, alarm);
      }
    });
    return "done";
  },
};
