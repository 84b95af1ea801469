// Scalable targets: found, described, and taken away with all that belongs to them.

import type { ScalableTarget } from "@aws-sdk/client-application-auto-scaling";
import type { Context, Scope, YardContext } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { roleArnOf } from "./acting.ts";
import { deleteAlarms } from "./alarms.ts";
import { wireKey } from "./dimensions.ts";
import { arnNotFound, invalid, targetNotFound, tooManyTags } from "./errors.ts";
import { LIMITS } from "./limits.ts";
import { targetArn, targetIdOf } from "./names.ts";
import type { TargetKey, TargetRecord } from "./records.ts";
import { listActions, listPolicies, loadTarget, loadTargetById, removePolicy, removeTarget } from "./repo.ts";
import { disarm } from "./schedules/firing.ts";

/** The target; throws what operations answer whose target was never registered. */
export function requireTarget(tx: ReadTx, scope: Scope, key: TargetKey): TargetRecord {
  const target = loadTarget(tx, scope, key);
  if (target === undefined) throw targetNotFound(key);
  return target;
}

/** The target of an ARN; throws ResourceNotFoundException. */
export function requireTargetByArn(tx: ReadTx, scope: Scope, arn: string): TargetRecord {
  const id = targetIdOf(scope, arn);
  const target = id === undefined ? undefined : loadTargetById(tx, scope, id);
  if (target === undefined) throw arnNotFound(arn);
  return target;
}

/** As DescribeScalableTargets shows it. */
export function describeTarget(scope: Scope, target: TargetRecord): ScalableTarget {
  return {
    ...wireKey(target),
    MinCapacity: target.min,
    MaxCapacity: target.max,
    RoleARN: roleArnOf(scope, target),
    CreationTime: new Date(target.createdAtMs),
    SuspendedState: {
      DynamicScalingInSuspended: target.suspended.in,
      DynamicScalingOutSuspended: target.suspended.out,
      ScheduledScalingSuspended: target.suspended.scheduled,
    },
    ScalableTargetARN: targetArn(scope, target.id),
  };
}

/** Checks tags that are to be a target's. */
export function requireTags(arn: string, tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  // AWS: "Tagging support for Application Auto Scaling", restrictions.
  for (const key of Object.keys(tags))
    if (isReserved(key)) throw invalid(`Tag keys must not begin with "aws:", but got "${key}"`);
  if (Object.keys(tags).filter((key) => !key.startsWith("aws:")).length > LIMITS.tags) throw tooManyTags(arn);
  return tags;
}

/** Keys that customers cannot use; CloudFormation's own are AWS's. */
function isReserved(key: string): boolean {
  return /^aws:/i.test(key) && !key.startsWith("aws:cloudformation:");
}

/** Takes a target away, its policies with their alarms, and its scheduled actions. */
export async function forgetTarget(
  yard: YardContext,
  { account, region }: Context,
  target: TargetRecord,
): Promise<void> {
  const scope = { account, region };
  // Alarms first: what is left after a crash is found by asking for the same again.
  for (const policy of yard.store.read((tx) => [...listPolicies(tx, scope, target)]))
    await deleteAlarms(yard, scope, policy);
  yard.store.write((tx) => {
    for (const policy of [...listPolicies(tx, scope, target)]) removePolicy(tx, scope, policy);
    for (const action of [...listActions(tx, scope, target)]) disarm(yard, tx, scope, action);
    removeTarget(tx, scope, target);
  });
}
