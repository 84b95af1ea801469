// A composite alarm's actions while another alarm suppresses them.
// AWS: User Guide, "Suppressing composite alarm actions": it waits for the suppressor to go into ALARM (wait period), and for some time
// after it has left ALARM (extension period); then the actions of the state that the alarm is in by then are done.

import type { JobHandler } from "../../../service/jobs.ts";
import { alarmNameOf } from "../names.ts";
import type { CompositeAlarmRecord, SuppressedBy, TransitionRecord } from "../records.ts";
import { loadAlarm, saveAlarm } from "../repo.ts";
import { act } from "./notify.ts";
import { alarmRun, type AlarmRun } from "./run.ts";

/** Why actions are held back, as DescribeAlarms tells it. The wordings are ours. */
export const SUPPRESSION_REASONS: Readonly<Record<SuppressedBy, string>> = {
  Alarm: "Suppressor alarm is in ALARM",
  WaitPeriod: "Waiting for the suppressor alarm to go into ALARM",
  ExtensionPeriod: "Waiting after the suppressor alarm went out of ALARM",
};

/** Does the actions of a change, or holds them back; gives the alarm as it is to be saved. */
export function actOrHold(
  run: AlarmRun,
  alarm: CompositeAlarmRecord,
  transition: TransitionRecord,
): CompositeAlarmRecord {
  const free = release(run, alarm);
  if (alarm.suppressor === undefined || !alarm.isActing) return acted(run, free, transition);
  if (isSuppressing(run, alarm.suppressor.alarm)) return hold(run, free, "Alarm", transition);
  if (alarm.suppressor.waitS > 0) return hold(run, free, "WaitPeriod", transition, alarm.suppressor.waitS);
  return acted(run, free, transition);
}

/** Answers to a change of the suppressor; gives the alarm as it is to be saved. */
export function suppressorChanged(run: AlarmRun, alarm: CompositeAlarmRecord): CompositeAlarmRecord {
  const { held, suppressor } = alarm;
  if (held === undefined || suppressor === undefined) return alarm;
  const free = release(run, alarm);
  if (isSuppressing(run, suppressor.alarm)) return hold(run, free, "Alarm", held.transition);
  if (held.by !== "Alarm") return alarm;
  if (suppressor.extensionS > 0) return hold(run, free, "ExtensionPeriod", held.transition, suppressor.extensionS);
  return acted(run, free, held.transition);
}

/** The alarm without what it holds back: for alarms that are deleted or changed, too. */
export function release({ yard, tx }: AlarmRun, alarm: CompositeAlarmRecord): CompositeAlarmRecord {
  const { held, ...free } = alarm;
  if (held?.jobId !== undefined) yard.jobs.cancel(tx, held.jobId);
  return free;
}

function acted(run: AlarmRun, alarm: CompositeAlarmRecord, transition: TransitionRecord): CompositeAlarmRecord {
  act(run, alarm, transition);
  return alarm;
}

function hold(
  { yard, tx, scope, nowMs }: AlarmRun,
  alarm: CompositeAlarmRecord,
  by: SuppressedBy,
  transition: TransitionRecord,
  seconds?: number,
): CompositeAlarmRecord {
  if (seconds === undefined) return { ...alarm, held: { by, transition } };
  const payload: Waiting = { alarmName: alarm.name, untilMs: nowMs + seconds * 1_000 };
  const jobId = yard.jobs.enqueue(tx, { ...scope, kind: suppressionJob.kind, payload, dueAtMs: payload.untilMs });
  return { ...alarm, held: { by, transition, jobId } };
}

function isSuppressing({ tx, scope }: AlarmRun, suppressor: string): boolean {
  return loadAlarm(tx, scope, alarmNameOf(scope, suppressor) ?? "")?.state.value === "ALARM";
}

interface Waiting {
  readonly alarmName: string;
  readonly untilMs: number;
}

export const suppressionJob: JobHandler = {
  kind: "cloudwatch/suppression",
  async run(job, yard) {
    const { alarmName } = job.payload as Waiting;
    yard.store.write((tx) => {
      const alarm = loadAlarm(tx, job, alarmName);
      if (alarm?.kind !== "composite" || alarm.held?.jobId !== job.id) return;
      const { held, ...free } = alarm;
      act(alarmRun(yard, tx, job), free, held.transition);
      saveAlarm(tx, job, free);
    });
    return "done";
  },
};
