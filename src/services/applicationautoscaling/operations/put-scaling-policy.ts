// PutScalingPolicy: makes or changes a policy, and the alarms of one that tracks a metric.

import type {
  PutScalingPolicyCommandInput,
  PutScalingPolicyCommandOutput,
} from "@aws-sdk/client-application-auto-scaling";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import { defineOperation } from "../../../service/service.ts";
import type { ReadTx } from "../../../store/store.ts";
import { asLinkedRole } from "../acting.ts";
import { alarmsOf, deleteAlarms, nameAlarms, putAlarms } from "../alarms.ts";
import { dimensionOf, parseKey } from "../dimensions.ts";
import { invalid, limitExceeded } from "../errors.ts";
import { LIMITS } from "../limits.ts";
import { policyArn } from "../names.ts";
import { parseConfig, tracksTheSame } from "../policies/parse.ts";
import type { PolicyRecord, TargetKey } from "../records.ts";
import { listPolicies, loadPolicy, removePolicy, savePolicy } from "../repo.ts";
import { requireTarget } from "../targets.ts";

export const putScalingPolicy = defineOperation<Input<PutScalingPolicyCommandInput>, PutScalingPolicyCommandOutput>(
  "PutScalingPolicy",
  async (input, context) => {
    const key = parseKey(input);
    const { before, policy } = context.store.write((tx) => {
      requireTarget(tx, context, key);
      const found = loadPolicy(tx, context, key, input.PolicyName);
      const made = newPolicy(tx, context, key, input, found);
      // Kept before its alarms are made: whoever repeats what a crash has ended finds their names.
      savePolicy(tx, context, made);
      return { before: found, policy: made };
    });
    try {
      await makeAlarms(context, key, policy, before);
    } catch (error) {
      if (before === undefined) {
        await deleteAlarms(context, context, policy);
        context.store.write((tx) => removePolicy(tx, context, policy));
      } else context.store.write((tx) => savePolicy(tx, context, before));
      throw error;
    }
    return { PolicyARN: policyArn(context, policy), Alarms: [...(await alarmsOf(context, context, policy))] };
  },
);

function newPolicy(
  tx: ReadTx,
  context: Context,
  key: TargetKey,
  input: Input<PutScalingPolicyCommandInput>,
  before: PolicyRecord | undefined,
): PolicyRecord {
  const config = parseConfig(key, input, before?.config);
  const others = [...listPolicies(tx, context, key)].filter(({ name }) => name !== input.PolicyName);
  if (before === undefined && others.length >= LIMITS.policiesOfTarget)
    throw limitExceeded(`A scalable target can have up to ${LIMITS.policiesOfTarget} scaling policies.`);
  // AWS: recorded from the service.
  if (others.some((other) => tracksTheSame(config, other.config)))
    throw invalid("Only one TargetTrackingScaling policy for a given metric specification is allowed.");
  const alarms = config.type === "StepScaling" ? [] : nameAlarms(context, key, config.tracking, before?.alarms ?? []);
  return {
    v: 1,
    ...key,
    id: before?.id ?? context.random.uuid(),
    name: input.PolicyName,
    createdAtMs: before?.createdAtMs ?? context.clock.nowMs(),
    config,
    alarms,
    ...(before?.cooldown === undefined ? {} : { cooldown: before.cooldown }),
  };
}

async function makeAlarms(
  context: Context,
  key: TargetKey,
  policy: PolicyRecord,
  before: PolicyRecord | undefined,
): Promise<void> {
  if (policy.config.type === "StepScaling") return;
  const aws = asLinkedRole(context, context, key, "AutoScaling-GetCapacity");
  const capacity = await dimensionOf(key).capacities.read(aws, key, context);
  await putAlarms(context, context, policy, capacity?.units ?? 0);
  const names = new Set(policy.alarms.map(({ name }) => name));
  await deleteAlarms(
    context,
    context,
    policy,
    (before?.alarms ?? []).filter(({ name }) => !names.has(name)),
  );
}
