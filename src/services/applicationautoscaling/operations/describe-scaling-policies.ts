// DescribeScalingPolicies: the policies of a namespace, with all alarms that act upon them.

import type {
  DescribeScalingPoliciesCommandInput,
  DescribeScalingPoliciesCommandOutput,
  PolicyType,
  ScalingPolicy,
  StepScalingPolicyConfiguration,
  TargetTrackingScalingPolicyConfiguration,
} from "@aws-sdk/client-application-auto-scaling";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import { defineOperation } from "../../../service/service.ts";
import { alarmsOf } from "../alarms.ts";
import { requireFilter, wireKey } from "../dimensions.ts";
import { LIMITS } from "../limits.ts";
import { policyArn } from "../names.ts";
import { takePage } from "../pages.ts";
import type { PolicyRecord } from "../records.ts";
import { listPolicies } from "../repo.ts";

export const describeScalingPolicies = defineOperation<
  Input<DescribeScalingPoliciesCommandInput>,
  DescribeScalingPoliciesCommandOutput
>("DescribeScalingPolicies", async (input, context) => {
  const { ServiceNamespace: namespace, ResourceId: resourceId, ScalableDimension: dimension, PolicyNames } = input;
  requireFilter(namespace, resourceId === undefined ? [] : [resourceId], dimension);
  const wanted = context.store
    .read((tx) => [...listPolicies(tx, context, namespace)])
    .filter(
      (policy) =>
        (resourceId === undefined || policy.resourceId === resourceId) &&
        (dimension === undefined || policy.dimension === dimension) &&
        // AWS: names or ARNs.
        (PolicyNames === undefined ||
          PolicyNames.length === 0 ||
          PolicyNames.includes(policy.name) ||
          PolicyNames.includes(policyArn(context, policy))),
    );
  const { items, next } = takePage(wanted, input, LIMITS.policiesPageSize, ({ id }) => id);
  return { ScalingPolicies: await Promise.all(items.map((policy) => describe(context, policy))), ...next };
});

async function describe(context: Context, policy: PolicyRecord): Promise<ScalingPolicy> {
  const { config } = policy;
  const PolicyType: PolicyType = config.type;
  return {
    PolicyARN: policyArn(context, policy),
    PolicyName: policy.name,
    ...wireKey(policy),
    PolicyType,
    ...(config.type === "StepScaling"
      ? { StepScalingPolicyConfiguration: config.step as StepScalingPolicyConfiguration }
      : { TargetTrackingScalingPolicyConfiguration: config.tracking as TargetTrackingScalingPolicyConfiguration }),
    Alarms: [...(await alarmsOf(context, context, policy))],
    CreationTime: new Date(policy.createdAtMs),
  };
}
