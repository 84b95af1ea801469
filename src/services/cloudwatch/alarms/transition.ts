// Changes of state: kept, noted, announced, acted upon, and carried on to the composite alarms above.

import { alarmArn, alarmNameOf } from "../names.ts";
import type { AlarmRecord, CompositeAlarmRecord, StateRecord } from "../records.ts";
import { listParents, loadAlarm, saveAlarm } from "../repo.ts";
import { act, announce } from "./notify.ts";
import { holds, parseRule } from "./rule.ts";
import { type AlarmRun, historyState, note } from "./run.ts";
import { actOrHold, suppressorChanged } from "./suppression.ts";
import { isoTime, longTime } from "./text.ts";

/** What a state is to be. */
export type NewState = Pick<StateRecord, "reason" | "reasonData" | "value">;

/** Puts an alarm into a state; nothing happens where it is in it already. */
export function changeState(run: AlarmRun, alarm: AlarmRecord, to: NewState, above: readonly string[] = []): void {
  const { tx, scope, nowMs } = run;
  if (alarm.state.value === to.value) return;
  const state: StateRecord = { ...to, updatedAtMs: nowMs, transitionedAtMs: nowMs };
  const transition = { from: alarm.state, to: state };
  note(run, alarm, {
    type: "StateUpdate",
    summary: `Alarm updated from ${alarm.state.value} to ${to.value}`,
    data: { version: "1.0", oldState: historyState(alarm.state), newState: historyState(state) },
  });
  const changed: AlarmRecord =
    alarm.kind === "composite" ? actOrHold(run, { ...alarm, state }, transition) : { ...alarm, state };
  if (changed.kind === "metric") act(run, changed, transition);
  saveAlarm(tx, scope, changed);
  announce(run, changed, transition);
  carryOn(run, changed, [...above, alarm.name]);
}

/** Has the composite alarms that look at an alarm look again. */
function carryOn(run: AlarmRun, child: AlarmRecord, above: readonly string[]): void {
  const { tx, scope, nowMs } = run;
  for (const name of [...listParents(tx, scope, child.name)]) {
    const parent = loadAlarm(tx, scope, name);
    // AWS: PutCompositeAlarm: "the evaluation of composite alarms stops if CloudWatch detects a cycle in the evaluation path".
    if (parent?.kind !== "composite" || above.includes(name)) continue;
    if (parent.suppressor !== undefined && alarmNameOf(scope, parent.suppressor.alarm) === child.name)
      saveAlarm(tx, scope, suppressorChanged(run, parent));
    const reason = `${alarmArn(scope, child.name)} transitioned to ${child.state.value} at ${longTime(nowMs)}`;
    evaluateComposite(run, name, reason, child, above);
  }
}

/** Works a composite alarm's rule out; `reason` says what made it. */
export function evaluateComposite(
  run: AlarmRun,
  name: string,
  reason: string,
  cause?: AlarmRecord,
  above: readonly string[] = [],
): void {
  const { tx, scope } = run;
  const alarm = loadAlarm(tx, scope, name);
  if (alarm?.kind !== "composite") return;
  const value = ruleHolds(run, alarm) ? "ALARM" : "OK";
  const triggeringAlarms = cause === undefined ? [] : [triggering(run, cause)];
  const reasonData = JSON.stringify({ triggeringAlarms });
  changeState(run, alarm, { value, reason, reasonData }, above);
}

function ruleHolds({ tx, scope }: AlarmRun, { rule }: CompositeAlarmRecord): boolean {
  return holds(parseRule(rule), (alarm) => {
    const name = alarmNameOf(scope, alarm);
    return name === undefined ? undefined : loadAlarm(tx, scope, name)?.state.value;
  });
}

function triggering({ scope }: AlarmRun, { name, state }: AlarmRecord): Record<string, unknown> {
  return {
    arn: alarmArn(scope, name),
    state: { value: state.value, timestamp: isoTime(state.updatedAtMs) },
  };
}
