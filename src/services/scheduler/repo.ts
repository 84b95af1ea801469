// The only file that knows EventBridge Scheduler's keys.

import type { Scope } from "../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../store/store.ts";
import type { GroupRecord, ScheduleRecord } from "./records.ts";

const key = (scope: Scope, ...rest: Key): Key => ["scheduler", scope.account, scope.region, ...rest];

export function loadSchedule(tx: ReadTx, scope: Scope, groupName: string, name: string): ScheduleRecord | undefined {
  return tx.get<ScheduleRecord>(key(scope, "schedule", groupName, name));
}

export function saveSchedule(tx: WriteTx, scope: Scope, schedule: ScheduleRecord): void {
  tx.put(key(scope, "schedule", schedule.groupName, schedule.name), schedule);
}

export function removeSchedule(tx: WriteTx, scope: Scope, schedule: ScheduleRecord): void {
  tx.delete(key(scope, "schedule", schedule.groupName, schedule.name));
}

/** Schedules of one group or of all, in the order of groups and names, from after `after` on. */
export function* listSchedules(
  tx: ReadTx,
  scope: Scope,
  options: { groupName?: string; after?: { groupName: string; name: string } } = {},
): Generator<ScheduleRecord> {
  const { groupName, after } = options;
  const prefix = key(scope, "schedule", ...(groupName === undefined ? [] : [groupName]));
  const begin = after === undefined ? {} : { after: key(scope, "schedule", after.groupName, after.name) };
  for (const { value } of tx.range<ScheduleRecord>({ prefix, ...begin })) yield value;
}

export function loadGroup(tx: ReadTx, scope: Scope, name: string): GroupRecord | undefined {
  return tx.get<GroupRecord>(key(scope, "group", name));
}

export function saveGroup(tx: WriteTx, scope: Scope, group: GroupRecord): void {
  tx.put(key(scope, "group", group.name), group);
}

export function removeGroup(tx: WriteTx, scope: Scope, name: string): void {
  tx.delete(key(scope, "group", name));
}

/** Groups in the order of their names; the default one only where it was changed. */
export function* listGroups(tx: ReadTx, scope: Scope): Generator<GroupRecord> {
  for (const { value } of tx.range<GroupRecord>({ prefix: key(scope, "group") })) yield value;
}
