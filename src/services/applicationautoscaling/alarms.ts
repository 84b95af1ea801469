// The alarms of policies that track a metric: made, moved with the capacity, and deleted, in the name of the service-linked role.

import type { Alarm } from "@aws-sdk/client-application-auto-scaling";
import type { Scope, YardContext } from "../../service/context.ts";
import { everyPage } from "../../service/pages.ts";
import { asLinkedRole } from "./acting.ts";
import { policyArn } from "./names.ts";
import { alarmRules } from "./policies/tracking.ts";
import type { AlarmKind, PolicyRecord, TargetKey, TrackingRecord } from "./records.ts";

/** Names for the alarms of a policy that is new, or has another metric than before: kinds that stay keep theirs. */
export function nameAlarms(
  yard: YardContext,
  target: TargetKey,
  tracking: TrackingRecord,
  before: PolicyRecord["alarms"],
): PolicyRecord["alarms"] {
  return alarmRules(target, tracking, 0).map(([kind]) => ({
    kind,
    name:
      before.find((alarm) => alarm.kind === kind)?.name ??
      `TargetTracking-${target.resourceId}-${kind}-${yard.random.uuid()}`,
  }));
}

/** Makes a policy's alarms, or brings them in line with a capacity. */
export async function putAlarms(yard: YardContext, scope: Scope, policy: PolicyRecord, units: number): Promise<void> {
  if (policy.config.type !== "TargetTrackingScaling") return;
  const arn = policyArn(scope, policy);
  const { cloudWatch } = asLinkedRole(yard, scope, policy, "AutoScaling-ManageAlarms");
  for (const [kind, rule] of alarmRules(policy, policy.config.tracking, units)) {
    const name = policy.alarms.find((alarm) => alarm.kind === kind)?.name;
    await cloudWatch.putMetricAlarm({
      ...rule,
      AlarmName: name,
      // AWS: as it describes them.
      AlarmDescription: `DO NOT EDIT OR DELETE. For TargetTrackingScaling policy ${arn}.`,
      AlarmActions: [arn],
    });
  }
}

/** Deletes alarms; those that are gone are none. */
export async function deleteAlarms(
  yard: YardContext,
  scope: Scope,
  policy: PolicyRecord,
  alarms: PolicyRecord["alarms"] = policy.alarms,
): Promise<void> {
  if (alarms.length === 0) return;
  const { cloudWatch } = asLinkedRole(yard, scope, policy, "AutoScaling-ManageAlarms");
  await cloudWatch.deleteAlarms({ AlarmNames: alarms.map(({ name }) => name) });
}

/** All alarms that act upon a policy, also those that a customer made. */
export async function alarmsOf(yard: YardContext, scope: Scope, policy: PolicyRecord): Promise<readonly Alarm[]> {
  const { cloudWatch } = asLinkedRole(yard, scope, policy, "AutoScaling-ManageAlarms");
  const alarms = await everyPage(async (NextToken: string | undefined) => {
    const page = await cloudWatch.describeAlarms({ ActionPrefix: policyArn(scope, policy), NextToken });
    return { items: page.MetricAlarms, next: page.NextToken };
  });
  const actions = policyArn(scope, policy);
  return alarms
    .filter(({ AlarmActions = [], OKActions = [], InsufficientDataActions = [] }) =>
      [...AlarmActions, ...OKActions, ...InsufficientDataActions].includes(actions),
    )
    .map(({ AlarmName, AlarmArn }) => ({ AlarmName, AlarmARN: AlarmArn }));
}

/** Whether a policy's alarm for scaling in goes off: only if all that track a metric agree, capacity is taken away. */
export async function isReadyToScaleIn(yard: YardContext, scope: Scope, policy: PolicyRecord): Promise<boolean> {
  const name = policy.alarms.find(({ kind }) => kind === ("AlarmLow" satisfies AlarmKind))?.name;
  if (name === undefined) return true;
  const { cloudWatch } = asLinkedRole(yard, scope, policy, "AutoScaling-ManageAlarms");
  const { MetricAlarms = [] } = await cloudWatch.describeAlarms({ AlarmNames: [name] });
  return MetricAlarms.every(({ StateValue }) => StateValue === "ALARM");
}
