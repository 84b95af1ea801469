// What each operation needs. AWS: "Actions, resources, and condition keys for Amazon EventBridge Scheduler". Who makes or changes a schedule
// hands its role over.

import type { AccessRequest } from "../../iam/authorization.ts";
import type { PermissionCall, PermissionRule, Permissions } from "../../service/service.ts";
import { DEFAULT_GROUP } from "./limits.ts";
import { groupArn, scheduleArn } from "./names.ts";

interface OnSchedule {
  readonly Name: string;
  readonly GroupName?: string;
}

type Tags = readonly { readonly Key: string; readonly Value: string }[];

function onSchedule(action: string, input: OnSchedule, call: PermissionCall): AccessRequest {
  return {
    action: `scheduler:${action}`,
    resource: scheduleArn(call, input.GroupName ?? DEFAULT_GROUP, input.Name),
  };
}

const withRole =
  (action: string): PermissionRule =>
  (input: OnSchedule & { Target: { RoleArn: string } }, call) => [
    onSchedule(action, input, call),
    {
      action: "iam:PassRole",
      resource: input.Target.RoleArn,
      conditions: { "iam:PassedToService": "scheduler.amazonaws.com" },
    },
  ];

const schedule =
  (action: string): PermissionRule =>
  (input: OnSchedule, call) => [onSchedule(action, input, call)];

const group =
  (action: string): PermissionRule =>
  (input: { Name: string }, call) => [{ action: `scheduler:${action}`, resource: groupArn(call, input.Name) }];

const account =
  (action: string): PermissionRule =>
  () => [{ action: `scheduler:${action}`, resource: "*" }];

function tagConditions(tags: Tags): Record<string, string | readonly string[]> {
  const values = Object.fromEntries(tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value]));
  return { ...values, "aws:TagKeys": tags.map(({ Key }) => Key) };
}

export const permissions: Permissions = {
  CreateSchedule: withRole("CreateSchedule"),
  CreateScheduleGroup: (input: { Name: string; Tags?: Tags }, call) => [
    {
      action: "scheduler:CreateScheduleGroup",
      resource: groupArn(call, input.Name),
      ...(input.Tags === undefined ? {} : { conditions: tagConditions(input.Tags) }),
    },
  ],
  DeleteSchedule: schedule("DeleteSchedule"),
  DeleteScheduleGroup: group("DeleteScheduleGroup"),
  GetSchedule: schedule("GetSchedule"),
  GetScheduleGroup: group("GetScheduleGroup"),
  ListScheduleGroups: account("ListScheduleGroups"),
  ListSchedules: account("ListSchedules"),
  ListTagsForResource: (input: { ResourceArn: string }) => [
    { action: "scheduler:ListTagsForResource", resource: input.ResourceArn },
  ],
  TagResource: (input: { ResourceArn: string; Tags: Tags }) => [
    { action: "scheduler:TagResource", resource: input.ResourceArn, conditions: tagConditions(input.Tags) },
  ],
  UntagResource: (input: { ResourceArn: string; TagKeys: readonly string[] }) => [
    {
      action: "scheduler:UntagResource",
      resource: input.ResourceArn,
      conditions: { "aws:TagKeys": input.TagKeys },
    },
  ],
  UpdateSchedule: withRole("UpdateSchedule"),
};
