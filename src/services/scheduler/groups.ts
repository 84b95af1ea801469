// Schedule groups: the default one that every account has, and those that are made; what goes with a group when it is deleted.

import type { GetScheduleGroupCommandOutput } from "@aws-sdk/client-scheduler";
import type { Output } from "../../service/apis.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import type { JobHandler } from "../../service/jobs.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { groupIsDeleting, groupNotFound, invalid } from "./errors.ts";
import { DEFAULT_GROUP, LIMITS } from "./limits.ts";
import { groupArn } from "./names.ts";
import type { GroupRecord, ScheduleRecord } from "./records.ts";
import { listGroups, listSchedules, loadGroup, removeGroup, removeSchedule } from "./repo.ts";

/** The group of this name; the default one is there without having been made. */
export function findGroup(tx: ReadTx, scope: Scope, name: string): GroupRecord | undefined {
  const group = loadGroup(tx, scope, name);
  if (group !== undefined || name !== DEFAULT_GROUP) return group;
  return { v: 1, name, createdAtMs: 0, modifiedAtMs: 0, isDeleting: false, tags: {} };
}

/** All groups in the order of their names. */
export function allGroups(tx: ReadTx, scope: Scope): GroupRecord[] {
  const made = [...listGroups(tx, scope)];
  const standard = findGroup(tx, scope, DEFAULT_GROUP);
  const isMade = made.some(({ name }) => name === DEFAULT_GROUP);
  const all = isMade || standard === undefined ? made : [...made, standard];
  return all.sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** The group, if it and what is in it can be changed; throws otherwise. */
export function requireGroup(tx: ReadTx, scope: Scope, name: string): GroupRecord {
  const group = findGroup(tx, scope, name);
  if (group === undefined) throw groupNotFound(name);
  if (group.isDeleting) throw groupIsDeleting(name);
  return group;
}

/** What GetScheduleGroup shows. */
export function describeGroup(scope: Scope, group: GroupRecord): Output<GetScheduleGroupCommandOutput> {
  return {
    Arn: groupArn(scope, group.name),
    Name: group.name,
    State: group.isDeleting ? "DELETING" : "ACTIVE",
    CreationDate: new Date(group.createdAtMs),
    LastModificationDate: new Date(group.modifiedAtMs),
  };
}

/** Tags as a record; throws for keys that come twice and for too many. */
export function parseTags(
  tags: readonly { readonly Key: string; readonly Value: string }[],
  present: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const given = Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
  if (Object.keys(given).length < tags.length) throw invalid("Duplicate tag keys are not allowed.");
  const all = { ...present, ...given };
  if (Object.keys(all).length > LIMITS.tags) throw invalid("A schedule group can have 50 tags at most.");
  return all;
}

/** Removes a schedule; it does not fire any more. */
export function forgetSchedule(yard: YardContext, tx: WriteTx, scope: Scope, schedule: ScheduleRecord): void {
  if (schedule.fireJobId !== undefined) yard.jobs.cancel(tx, schedule.fireJobId);
  removeSchedule(tx, scope, schedule);
}

// LIMIT: so many schedules are deleted in one transaction.
const DELETED_AT_ONCE = 200;

/** AWS: DeleteScheduleGroup: the group's schedules go first, which may take a while; the group is DELETING until then. */
export const emptyGroupJob: JobHandler = {
  kind: "scheduler/empty-group",
  async run(job, yard) {
    const { groupName } = job.payload as { groupName: string };
    const isEmpty = yard.store.write((tx) => {
      const schedules: ScheduleRecord[] = [];
      for (const schedule of listSchedules(tx, job, { groupName })) {
        schedules.push(schedule);
        if (schedules.length === DELETED_AT_ONCE) break;
      }
      for (const schedule of schedules) forgetSchedule(yard, tx, job, schedule);
      if (schedules.length === DELETED_AT_ONCE) return false;
      removeGroup(tx, job, groupName);
      return true;
    });
    return isEmpty ? "done" : { retryAtMs: yard.clock.nowMs() };
  },
};
