// What each operation needs. AWS: "Actions, resources, and condition keys for AWS Application Auto Scaling".

import type { AccessRequest } from "../../iam/authorization.ts";
import type { PermissionCall, PermissionRule, Permissions } from "../../service/service.ts";
import { targetArn, targetIdOf } from "./names.ts";
import type { TargetKey, TargetRecord } from "./records.ts";
import { loadTarget, loadTargetById } from "./repo.ts";

type Tags = Readonly<Record<string, string>>;

interface OnTarget {
  readonly ServiceNamespace: TargetKey["namespace"];
  readonly ResourceId: string;
  readonly ScalableDimension: TargetKey["dimension"];
}

function ofTags(tags: Tags | undefined): AccessRequest["conditions"] {
  return Object.fromEntries(Object.entries(tags ?? {}).map(([key, value]) => [`aws:ResourceTag/${key}`, value]));
}

function onTarget(action: string, input: OnTarget, call: PermissionCall, tags?: Tags): AccessRequest {
  const { ServiceNamespace: namespace, ResourceId: resourceId, ScalableDimension: dimension } = input;
  const target = call.yard.store.read((tx) => loadTarget(tx, call, { namespace, resourceId, dimension }));
  return {
    action: `application-autoscaling:${action}`,
    resource: targetArn(call, target?.id ?? "*"),
    conditions: {
      "application-autoscaling:service-namespace": namespace,
      "application-autoscaling:scalable-dimension": dimension,
      ...ofTags(target?.tags),
      ...requestTags(tags),
    },
  };
}

const target =
  (action: string): PermissionRule =>
  (input: OnTarget, call) => [onTarget(action, input, call)];

const all =
  (action: string): PermissionRule =>
  () => [{ action: `application-autoscaling:${action}`, resource: "*" }];

function byArn(
  action: string,
  arn: string,
  call: PermissionCall,
  more: AccessRequest["conditions"] = {},
): AccessRequest {
  const id = targetIdOf(call, arn);
  const found: TargetRecord | undefined =
    id === undefined ? undefined : call.yard.store.read((tx) => loadTargetById(tx, call, id));
  return {
    action: `application-autoscaling:${action}`,
    resource: arn,
    conditions: { ...ofTags(found?.tags), ...more },
  };
}

function requestTags(tags: Tags | undefined): AccessRequest["conditions"] {
  if (tags === undefined) return {};
  const values = Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value]));
  return { ...values, "aws:TagKeys": Object.keys(tags) };
}

export const permissions: Permissions = {
  DeleteScalingPolicy: target("DeleteScalingPolicy"),
  DeleteScheduledAction: target("DeleteScheduledAction"),
  DeregisterScalableTarget: target("DeregisterScalableTarget"),
  DescribeScalableTargets: all("DescribeScalableTargets"),
  DescribeScalingActivities: all("DescribeScalingActivities"),
  DescribeScalingPolicies: all("DescribeScalingPolicies"),
  DescribeScheduledActions: all("DescribeScheduledActions"),
  ListTagsForResource: ({ ResourceARN }: { ResourceARN: string }, call) => [
    byArn("ListTagsForResource", ResourceARN, call),
  ],
  PutScalingPolicy: target("PutScalingPolicy"),
  PutScheduledAction: target("PutScheduledAction"),
  // AWS: "Tag-based access control": tags at registration need TagResource, too.
  RegisterScalableTarget: (input: OnTarget & { Tags?: Tags }, call) => [
    onTarget("RegisterScalableTarget", input, call, input.Tags),
    ...(input.Tags === undefined ? [] : [onTarget("TagResource", input, call, input.Tags)]),
  ],
  TagResource: ({ ResourceARN, Tags }: { ResourceARN: string; Tags: Tags }, call) => [
    byArn("TagResource", ResourceARN, call, requestTags(Tags)),
  ],
  UntagResource: ({ ResourceARN, TagKeys }: { ResourceARN: string; TagKeys: readonly string[] }, call) => [
    byArn("UntagResource", ResourceARN, call, { "aws:TagKeys": TagKeys }),
  ],
};
