// AWS::Serverless::CapacityProvider: instances for Lambda to run functions on, with the role that manages them. AWS: the SAM specification,
// "AWS::Serverless::CapacityProvider".

import { isRecord } from "../template/values.ts";
import { passedOn, passedOnAll, pick, SamError, tagList, withoutUndefined } from "./draft.ts";
import type { Draft, SamResource, SamType, Values } from "./draft.ts";
import { flag, literal, map, required, textOrMap } from "./property-rules.ts";
import { assumableBy, managedPolicyArn } from "./role-policies.ts";

export const capacityProviderType: SamType = {
  typeName: "AWS::Serverless::CapacityProvider",
  properties: {
    CapacityProviderName: literal(textOrMap),
    VpcConfig: required(literal(map)),
    OperatorRole: literal(textOrMap),
    Tags: literal(map),
    PropagateTags: literal(flag),
    InstanceRequirements: literal(map),
    ScalingConfig: literal(map),
    KmsKeyArn: literal(textOrMap),
  },
  expand,
};

function expand({ logicalId, source, properties }: SamResource, draft: Draft): void {
  const vpc = partOf(properties, "VpcConfig", ["SecurityGroupIds", "SubnetIds"]);
  const instances = partOf(properties, "InstanceRequirements", ["Architectures", "AllowedTypes", "ExcludedTypes"]);
  const scaling = partOf(properties, "ScalingConfig", ["MaxVCpuCount", "AverageCPUUtilization"]);
  if (vpc?.["SubnetIds"] === undefined) throw new SamError("Property 'VpcConfig.SubnetIds' is required.", properties);
  if (instances?.["AllowedTypes"] !== undefined && instances["ExcludedTypes"] !== undefined)
    throw new SamError(
      "Cannot specify 'InstanceRequirements.AllowedTypes' and 'InstanceRequirements.ExcludedTypes' together.",
      properties,
      "InstanceRequirements",
    );
  const { Tags: tags, PropagateTags: isPropagated, OperatorRole: role } = properties;
  const roleId = `${logicalId}OperatorRole`;
  draft.add(logicalId, "AWS::Lambda::CapacityProvider", passedOnAll(source), {
    ...pick(properties, ["CapacityProviderName", "KmsKeyArn"]),
    VpcConfig: pick(vpc, ["SubnetIds", "SecurityGroupIds"]),
    PermissionsConfig: { CapacityProviderOperatorRoleArn: role ?? { "Fn::GetAtt": [roleId, "Arn"] } },
    Tags: tagsWith(tags),
    InstanceRequirements: instances === undefined ? undefined : instancesOf(instances),
    CapacityProviderScalingConfig: scaling === undefined ? undefined : scalingOf(scaling),
  });
  if (role !== undefined) return;
  draft.add(roleId, "AWS::IAM::Role", passedOn(source), {
    AssumeRolePolicyDocument: assumableBy("lambda.amazonaws.com"),
    ManagedPolicyArns: [managedPolicyArn("AWSLambdaManagedEC2ResourceOperator")],
    Tags: isPropagated === true ? [...tagsWith(undefined), ...tagList(undefined, tags)] : tagsWith(undefined),
  });
}

/** AWS: SAM's own tag comes last. */
function tagsWith(tags: unknown): Values[] {
  return [...tagList(undefined, tags), ...tagList("lambda:createdBy", undefined)];
}

/** A map with these members only; undefined where it is not there, or empty. */
function partOf(properties: Values, name: string, known: readonly string[]): Values | undefined {
  const { [name]: part } = properties;
  if (!isRecord(part)) return undefined;
  const unknown = Object.keys(part).filter((member) => !known.includes(member));
  if (unknown.length > 0)
    throw new SamError(
      unknown.map((member) => `Property '${name}.${member}' is an invalid property.`).join(" "),
      part,
      unknown[0],
    );
  return Object.keys(part).length === 0 ? undefined : part;
}

function instancesOf(instances: Values): Values {
  return withoutUndefined({
    Architectures: instances["Architectures"],
    AllowedInstanceTypes: instances["AllowedTypes"],
    ExcludedInstanceTypes: instances["ExcludedTypes"],
  });
}

/** AWS: with a target there is a policy for it, else Lambda scales by itself. */
function scalingOf({ MaxVCpuCount, AverageCPUUtilization: TargetValue }: Values): Values {
  if (TargetValue === undefined) return withoutUndefined({ MaxVCpuCount, ScalingMode: "Auto" });
  const PredefinedMetricType = "LambdaCapacityProviderAverageCPUUtilization";
  return withoutUndefined({
    MaxVCpuCount,
    ScalingMode: "Manual",
    ScalingPolicies: [{ PredefinedMetricType, TargetValue }],
  });
}
