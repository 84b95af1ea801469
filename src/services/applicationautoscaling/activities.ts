// Scaling activities: what was done, why, and what became of it, in the service's words.
// AWS: User Guide, "Scaling activities for Application Auto Scaling"; DescribeScalingActivities, examples.

import type { Scope, YardContext } from "../../service/context.ts";
import { dimensionOf } from "./dimensions.ts";
import type { ActivityRecord, NotScaled, TargetKey, TargetRecord } from "./records.ts";
import { loadActivity, saveActivity } from "./repo.ts";

const keyOf = ({ namespace, resourceId, dimension }: TargetKey): TargetKey => ({ namespace, resourceId, dimension });

/** A change of capacity that begins. */
export function beginChange(
  yard: YardContext,
  scope: Scope,
  target: TargetKey,
  { id, cause, fromUnits, toUnits }: { id: string; cause: string; fromUnits: number; toUnits: number },
): ActivityRecord {
  const { words } = dimensionOf(target);
  const activity: ActivityRecord = {
    v: 1,
    id,
    ...keyOf(target),
    description: `Setting ${words} to ${toUnits}.`,
    cause,
    startedAtMs: yard.clock.nowMs(),
    status: "InProgress",
    change: { fromUnits, toUnits },
  };
  yard.store.write((tx) => saveActivity(tx, scope, activity));
  return activity;
}

/** The resource has taken the change on. */
export function noteAccepted(yard: YardContext, scope: Scope, activity: ActivityRecord): ActivityRecord {
  const { words, fulfiller } = dimensionOf(activity);
  const units = activity.change?.toUnits;
  const message = `Successfully set ${words} to ${units}. Waiting for change to be fulfilled by ${fulfiller}.`;
  const accepted = { ...activity, message };
  yard.store.write((tx) => saveActivity(tx, scope, accepted));
  return accepted;
}

/** The resource has what it was to have. */
export function noteFulfilled(yard: YardContext, scope: Scope, activity: ActivityRecord): void {
  const { words, fulfiller } = dimensionOf(activity);
  const units = activity.change?.toUnits;
  const message = `Successfully set ${words} to ${units}. Change successfully fulfilled by ${fulfiller}.`;
  end(yard, scope, activity, "Successful", message);
}

/** The resource would not change, or did not. */
export function noteFailed(
  yard: YardContext,
  scope: Scope,
  activity: ActivityRecord,
  reason: string,
  status: "Failed" | "Unfulfilled" = "Failed",
): void {
  const { words } = dimensionOf(activity);
  end(yard, scope, activity, status, `Failed to set ${words} to ${activity.change?.toUnits}. Reason: ${reason}`);
}

function end(
  yard: YardContext,
  scope: Scope,
  activity: ActivityRecord,
  status: ActivityRecord["status"],
  message: string,
): void {
  yard.store.write((tx) => saveActivity(tx, scope, { ...activity, status, message, endedAtMs: yard.clock.nowMs() }));
}

/** An alarm that led to nothing, and why: DescribeScalingActivities shows it to who asks for those. */
export function noteNotScaled(
  yard: YardContext,
  scope: Scope,
  target: TargetKey,
  { id, cause, reason }: { id: string; cause: string; reason: NotScaled },
): void {
  const nowMs = yard.clock.nowMs();
  const activity: ActivityRecord = {
    v: 1,
    id,
    ...keyOf(target),
    description: "Attempting to scale due to alarm triggered",
    cause,
    startedAtMs: nowMs,
    endedAtMs: nowMs,
    status: "Failed",
    notScaled: [reason],
  };
  yard.store.write((tx) => saveActivity(tx, scope, activity));
}

/** A scheduled action gave a target other bounds. To be called in the transaction in which it did. */
export function boundsActivity(
  id: string,
  target: TargetRecord,
  action: { readonly name: string; readonly min?: number; readonly max?: number },
  nowMs: number,
): ActivityRecord {
  const parts = [
    ...(action.min === undefined ? [] : [`min capacity to ${action.min}`]),
    ...(action.max === undefined ? [] : [`max capacity to ${action.max}`]),
  ];
  return {
    v: 1,
    id,
    ...keyOf(target),
    description: `Setting ${parts.join(" and ")}`,
    cause: `scheduled action name ${action.name} was triggered`,
    startedAtMs: nowMs,
    endedAtMs: nowMs,
    status: "Successful",
    message: `Successfully set ${parts.join(" and ")}`,
  };
}

/** The activity that a job began before: a job that is run again goes on with it. */
export function findActivity(
  yard: YardContext,
  scope: Scope,
  target: TargetKey,
  id: string,
): ActivityRecord | undefined {
  return yard.store.read((tx) => loadActivity(tx, scope, target, id));
}
