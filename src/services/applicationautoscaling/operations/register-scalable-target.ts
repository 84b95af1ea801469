// RegisterScalableTarget: makes a resource scalable, or changes how far.

import type {
  RegisterScalableTargetCommandInput,
  RegisterScalableTargetCommandOutput,
} from "@aws-sdk/client-application-auto-scaling";
import { parseArn } from "../../../kernel/arns.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { asLinkedRole, ensureLinkedRole } from "../acting.ts";
import { dimensionOf, parseKey } from "../dimensions.ts";
import { invalid, limitExceeded } from "../errors.ts";
import { LIMITS } from "../limits.ts";
import { targetArn } from "../names.ts";
import type { TargetKey, TargetRecord } from "../records.ts";
import { listTargets, loadTarget, saveTarget } from "../repo.ts";
import { enqueueBounds } from "../scaling.ts";
import { requireTags } from "../targets.ts";

type RegisterInput = Input<RegisterScalableTargetCommandInput>;

export const registerScalableTarget = defineOperation<RegisterInput, RegisterScalableTargetCommandOutput>(
  "RegisterScalableTarget",
  async (input, context) => {
    const key = parseKey(input);
    const { RoleARN } = input;
    // It is not used: all that is here has a service-linked role. AWS: recorded, for texts that are no ARN.
    if (RoleARN !== undefined && parseArn(RoleARN) === undefined) throw invalid(`'${RoleARN}' is not a valid ARN`);
    await ensureLinkedRole(context, key);
    const { capacities } = dimensionOf(key);
    const capacity = await capacities.read(
      asLinkedRole(context, context, key, "AutoScaling-GetCapacity"),
      key,
      context,
    );
    if (capacity === undefined) throw invalid(capacities.missing(key));
    const target = context.store.write((tx) => {
      const before = loadTarget(tx, context, key);
      if (before === undefined) {
        const most = key.namespace === "dynamodb" ? LIMITS.targetsOfDynamoDb : LIMITS.targets;
        if ([...listTargets(tx, context, key.namespace)].length >= most)
          throw limitExceeded(`An account can have up to ${most} scalable targets of ${key.namespace} in a Region.`);
      }
      const saved = registered(key, input, before, { id: context.random.hex(36), nowMs: context.clock.nowMs() });
      requireTags(targetArn(context, saved.id), saved.tags);
      saveTarget(tx, context, saved);
      enqueueBounds(context, tx, context, key);
      return saved;
    });
    return { ScalableTargetARN: targetArn(context, target.id) };
  },
);

function registered(
  key: TargetKey,
  { MinCapacity, MaxCapacity, SuspendedState = {}, Tags }: RegisterInput,
  before: TargetRecord | undefined,
  { id, nowMs }: { readonly id: string; readonly nowMs: number },
): TargetRecord {
  const [min, max] = [MinCapacity ?? before?.min, MaxCapacity ?? before?.max];
  if (min === undefined || max === undefined)
    throw invalid("MinCapacity and MaxCapacity are required when registering a new scalable target");
  const { least } = dimensionOf(key);
  if (min < least) throw invalid(`Minimum capacity cannot be less than ${least}`);
  // AWS: recorded from the service.
  if (max < min) throw invalid("Maximum capacity cannot be less than minimum capacity");
  // AWS: Tags: "To tag an existing scalable target, use the TagResource operation."
  if (before !== undefined && Tags !== undefined)
    throw invalid("Tags can only be specified when a new scalable target is registered");
  const was = before?.suspended ?? { in: false, out: false, scheduled: false };
  return {
    v: 1,
    ...key,
    id: before?.id ?? id,
    min,
    max,
    createdAtMs: before?.createdAtMs ?? nowMs,
    suspended: {
      in: SuspendedState.DynamicScalingInSuspended ?? was.in,
      out: SuspendedState.DynamicScalingOutSuspended ?? was.out,
      scheduled: SuspendedState.ScheduledScalingSuspended ?? was.scheduled,
    },
    tags: before?.tags ?? Tags ?? {},
  };
}
