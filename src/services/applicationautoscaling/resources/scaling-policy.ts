// AWS::ApplicationAutoScaling::ScalingPolicy.

import type { PolicyType, PutScalingPolicyCommandInput, ScalingPolicy } from "@aws-sdk/client-application-auto-scaling";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { ifThere, keyOfId, typed, wireKey, type WireKey } from "./properties.ts";
import { NAMESPACES } from "./scalable-target.ts";

/** A policy of a scalable target. Ref is its ARN. */
export const scalingPolicyType: ResourceType = {
  typeName: "AWS::ApplicationAutoScaling::ScalingPolicy",
  properties: [
    "PolicyName",
    "PolicyType",
    "ResourceId",
    "ScalableDimension",
    "ScalingTargetId",
    "ServiceNamespace",
    "StepScalingPolicyConfiguration",
    "TargetTrackingScalingPolicyConfiguration",
  ],

  create: put,

  async read(physicalId, context, known = {}) {
    const policy = await find(physicalId, context);
    if (policy === undefined) return undefined;
    const { PolicyName, PolicyType, StepScalingPolicyConfiguration, TargetTrackingScalingPolicyConfiguration } = policy;
    const { ScalingTargetId } = known;
    return {
      PolicyName,
      PolicyType,
      ...wireKey({ ...policy }),
      // The same said in another way, where the template says it so.
      ...(ScalingTargetId === undefined ? {} : { ScalingTargetId }),
      ...(StepScalingPolicyConfiguration === undefined ? {} : { StepScalingPolicyConfiguration }),
      ...(TargetTrackingScalingPolicyConfiguration === undefined ? {} : { TargetTrackingScalingPolicyConfiguration }),
    };
  },

  async list({ aws }) {
    const policies = await Promise.all(
      NAMESPACES.map((ServiceNamespace) =>
        everyPage(async (NextToken: string | undefined) => {
          const page = await aws.applicationAutoScaling.describeScalingPolicies({ ServiceNamespace, NextToken });
          return { items: page.ScalingPolicies, next: page.NextToken };
        }),
      ),
    );
    return policies.flat().map(({ PolicyARN: Arn, ScalableDimension }) => ({ Arn, ScalableDimension }));
  },

  update: (_physicalId, properties, _previous, context) => put(properties, context),

  async delete(physicalId, _properties, context) {
    const policy = await find(physicalId, context);
    if (policy === undefined) return;
    const key = wireKey({ ...policy });
    await ifThere(() =>
      context.aws.applicationAutoScaling.deleteScalingPolicy({ ...key, PolicyName: String(policy.PolicyName) }),
    );
  },
};

async function put(properties: Properties, context: ResourceContext): Promise<ResourceState> {
  const { StepScalingPolicyConfiguration: step, TargetTrackingScalingPolicyConfiguration: tracking } = properties;
  const { PolicyARN: Arn } = await context.aws.applicationAutoScaling.putScalingPolicy({
    ...keyOf(properties),
    PolicyName: String(properties["PolicyName"]),
    PolicyType: String(properties["PolicyType"]) as PolicyType,
    ...(step === undefined ? {} : { StepScalingPolicyConfiguration: typed(step) as object }),
    ...(tracking === undefined ? {} : { TargetTrackingScalingPolicyConfiguration: typed(tracking) as Tracking }),
  });
  return { physicalId: Arn, attributes: { Arn } };
}

type Tracking = NonNullable<PutScalingPolicyCommandInput["TargetTrackingScalingPolicyConfiguration"]>;

/** AWS: "If you specify the ScalingTargetId property, don't specify ResourceId, ScalableDimension and ServiceNamespace", or both alike. */
function keyOf(properties: Properties): WireKey {
  const { ScalingTargetId: id } = properties;
  return typeof id === "string" ? keyOfId(id) : wireKey(properties);
}

async function find(arn: string, { aws }: Pick<ResourceContext, "aws">): Promise<ScalingPolicy | undefined> {
  const namespace = /:resource\/([^/]+)\//.exec(arn)?.[1];
  const ServiceNamespace = NAMESPACES.find((name) => name === namespace);
  if (ServiceNamespace === undefined) return undefined;
  const page = await aws.applicationAutoScaling.describeScalingPolicies({ ServiceNamespace, PolicyNames: [arn] });
  return page.ScalingPolicies?.[0];
}
