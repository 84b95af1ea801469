// What each operation needs. AWS: "Actions, resources, and condition keys for Amazon CloudWatch".

import type { AccessRequest } from "../../iam/authorization.ts";
import type { PermissionCall, PermissionRule, Permissions } from "../../service/service.ts";
import { alarmArn, dashboardArn } from "./names.ts";

type TagList = readonly { readonly Key: string; readonly Value: string }[];

interface AlarmInput {
  readonly AlarmName: string;
  readonly AlarmActions?: readonly string[];
  readonly OKActions?: readonly string[];
  readonly InsufficientDataActions?: readonly string[];
  readonly Tags?: TagList;
}

const account =
  (action: string): PermissionRule =>
  () => [{ action: `cloudwatch:${action}`, resource: "*" }];

const onAlarms = (action: string, names: readonly string[], call: PermissionCall): readonly AccessRequest[] =>
  names.map((name) => ({ action: `cloudwatch:${action}`, resource: alarmArn(call, name) }));

const alarms =
  (action: string): PermissionRule =>
  ({ AlarmNames }: { AlarmNames: readonly string[] }, call) =>
    onAlarms(action, AlarmNames, call);

/**
 * Alarms that are shown. AWS: DescribeAlarms and DescribeAlarmHistory: for composite alarms the permission must be "scoped to *".
 */
function shown(
  action: string,
  types: readonly string[],
  names: readonly string[],
  call: PermissionCall,
): readonly AccessRequest[] {
  if (types.includes("CompositeAlarm")) return [{ action: `cloudwatch:${action}`, resource: "*" }];
  return onAlarms(action, names.length === 0 ? ["*"] : names, call);
}

/** AWS: PutMetricAlarm, Tags: "you must be signed on with both the cloudwatch:PutMetricAlarm and cloudwatch:TagResource permissions". */
function put(action: string, resource: string, input: AlarmInput, call: PermissionCall): readonly AccessRequest[] {
  const { AlarmActions = [], OKActions = [], InsufficientDataActions = [], Tags = [] } = input;
  const tags = tagConditions(Tags);
  const request: AccessRequest = {
    action: `cloudwatch:${action}`,
    resource,
    conditions: {
      "cloudwatch:AlarmActions": [...AlarmActions, ...OKActions, ...InsufficientDataActions],
      ...(Tags.length === 0 ? {} : tags),
    },
  };
  if (Tags.length === 0) return [request];
  return [request, { action: "cloudwatch:TagResource", resource: alarmArn(call, input.AlarmName), conditions: tags }];
}

function tagConditions(tags: TagList): Record<string, string | readonly string[]> {
  const values = Object.fromEntries(tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value]));
  return { ...values, "aws:TagKeys": tags.map(({ Key }) => Key) };
}

export const permissions: Permissions = {
  DeleteAlarms: alarms("DeleteAlarms"),
  DeleteDashboards: ({ DashboardNames }: { DashboardNames: readonly string[] }, call) =>
    DashboardNames.map((name) => ({ action: "cloudwatch:DeleteDashboards", resource: dashboardArn(call, name) })),
  DescribeAlarmHistory: (input: { AlarmName?: string; AlarmTypes?: readonly string[] }, call) =>
    shown("DescribeAlarmHistory", input.AlarmTypes ?? [], input.AlarmName === undefined ? [] : [input.AlarmName], call),
  DescribeAlarms: (
    input: {
      AlarmNames?: readonly string[];
      AlarmTypes?: readonly string[];
      ChildrenOfAlarmName?: string;
      ParentsOfAlarmName?: string;
    },
    call,
  ) => {
    const isOfFamily = input.ChildrenOfAlarmName !== undefined || input.ParentsOfAlarmName !== undefined;
    const types = isOfFamily ? ["CompositeAlarm"] : (input.AlarmTypes ?? []);
    return shown("DescribeAlarms", types, input.AlarmNames ?? [], call);
  },
  DescribeAlarmsForMetric: account("DescribeAlarmsForMetric"),
  DisableAlarmActions: alarms("DisableAlarmActions"),
  EnableAlarmActions: alarms("EnableAlarmActions"),
  GetDashboard: ({ DashboardName }: { DashboardName: string }, call) => [
    { action: "cloudwatch:GetDashboard", resource: dashboardArn(call, DashboardName) },
  ],
  GetMetricData: account("GetMetricData"),
  GetMetricStatistics: account("GetMetricStatistics"),
  ListDashboards: account("ListDashboards"),
  ListMetrics: account("ListMetrics"),
  ListTagsForResource: ({ ResourceARN }: { ResourceARN: string }) => [
    { action: "cloudwatch:ListTagsForResource", resource: ResourceARN },
  ],
  // AWS: PutCompositeAlarm: "you must be signed on with the cloudwatch:PutCompositeAlarm permission that is scoped to *".
  PutCompositeAlarm: (input: AlarmInput, call) => put("PutCompositeAlarm", "*", input, call),
  PutDashboard: ({ DashboardName, Tags = [] }: { DashboardName: string; Tags?: TagList }, call) => {
    const resource = dashboardArn(call, DashboardName);
    const request = { action: "cloudwatch:PutDashboard", resource };
    if (Tags.length === 0) return [request];
    return [request, { action: "cloudwatch:TagResource", resource, conditions: tagConditions(Tags) }];
  },
  PutMetricAlarm: (input: AlarmInput, call) => put("PutMetricAlarm", alarmArn(call, input.AlarmName), input, call),
  PutMetricData: ({ Namespace }: { Namespace: string }) => [
    { action: "cloudwatch:PutMetricData", resource: "*", conditions: { "cloudwatch:namespace": Namespace } },
  ],
  SetAlarmState: ({ AlarmName }: { AlarmName: string }, call) => onAlarms("SetAlarmState", [AlarmName], call),
  TagResource: ({ ResourceARN, Tags }: { ResourceARN: string; Tags: TagList }) => [
    { action: "cloudwatch:TagResource", resource: ResourceARN, conditions: tagConditions(Tags) },
  ],
  UntagResource: ({ ResourceARN, TagKeys }: { ResourceARN: string; TagKeys: readonly string[] }) => [
    { action: "cloudwatch:UntagResource", resource: ResourceARN, conditions: { "aws:TagKeys": TagKeys } },
  ],
};
