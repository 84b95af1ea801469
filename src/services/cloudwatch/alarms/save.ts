// Saving what PutMetricAlarm and PutCompositeAlarm make, changing alarms, and deleting them, with the history's items.

import { alarmArn, alarmNameOf } from "../names.ts";
import type { AlarmRecord, CompositeAlarmRecord } from "../records.ts";
import { listParents, loadAlarm, removeAlarm, removeParent, saveAlarm, saveParent } from "../repo.ts";
import { invalid } from "../errors.ts";
import { describeAlarm } from "./describe.ts";
import { alarmsIn, parseRule } from "./rule.ts";
import { type AlarmRun, note } from "./run.ts";
import { release } from "./suppression.ts";

/** Saves an alarm that is new or was configured anew. */
export function saveConfigured(run: AlarmRun, alarm: AlarmRecord): void {
  const { tx, scope } = run;
  const before = loadAlarm(tx, scope, alarm.name);
  if (before?.kind === "composite")
    for (const child of childrenOf(run, before)) removeParent(tx, scope, child, alarm.name);
  if (alarm.kind === "composite") for (const child of childrenOf(run, alarm)) saveParent(tx, scope, child, alarm.name);
  saveAlarm(tx, scope, alarm);
  const shown = describeAlarm(scope, alarm);
  note(run, alarm, {
    type: "ConfigurationUpdate",
    summary: `Alarm "${alarm.name}" ${before === undefined ? "created" : "updated"}`,
    data:
      before === undefined
        ? { version: "1.0", type: "Create", createdAlarm: shown }
        : { version: "1.0", type: "Update", updatedAlarm: shown },
  });
}

/** Deletes an alarm. */
export function deleteAlarm(run: AlarmRun, alarm: AlarmRecord): void {
  const { tx, scope } = run;
  if (alarm.kind === "composite") {
    release(run, alarm);
    for (const child of childrenOf(run, alarm)) removeParent(tx, scope, child, alarm.name);
  }
  removeAlarm(tx, scope, alarm.name);
  note(run, alarm, {
    type: "ConfigurationUpdate",
    summary: `Alarm "${alarm.name}" deleted`,
    data: { version: "1.0", type: "Delete", deletedAlarm: describeAlarm(scope, alarm) },
  });
}

/** Throws ValidationException if other composite alarms than those that go with it need an alarm. */
export function requireUnneeded({ tx, scope }: AlarmRun, name: string, alsoGone: ReadonlySet<string>): void {
  for (const parent of listParents(tx, scope, name))
    if (!alsoGone.has(parent))
      // AWS: recorded.
      throw invalid(
        `Cannot delete ${name} as there are composite alarm(s) depending on it: ${alarmArn(scope, parent)}`,
      );
}

/** The alarms that a composite alarm looks at: those of its rule, and its suppressor. */
function childrenOf({ scope }: AlarmRun, { rule, suppressor }: CompositeAlarmRecord): ReadonlySet<string> {
  const references = [...alarmsIn(parseRule(rule)), ...(suppressor === undefined ? [] : [suppressor.alarm])];
  return new Set(references.flatMap((reference) => alarmNameOf(scope, reference) ?? []));
}

/** Has alarms act, or not, from their next change on. Alarms that do not exist are passed over. */
export function setActing(run: AlarmRun, names: readonly string[], isActing: boolean): void {
  const { tx, scope } = run;
  for (const name of names) {
    const alarm = loadAlarm(tx, scope, name);
    if (alarm === undefined || alarm.isActing === isActing) continue;
    saveAlarm(tx, scope, { ...alarm, isActing });
    note(run, alarm, {
      type: "ConfigurationUpdate",
      summary: `Alarm actions ${isActing ? "enabled" : "disabled"} for ${name}`,
      data: { version: "1.0", type: "Update", updatedAlarm: describeAlarm(scope, { ...alarm, isActing }) },
    });
  }
}
