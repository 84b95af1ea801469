// What each operation needs. AWS: "Actions, resources, and condition keys for Amazon CloudFront" (service authorization reference).

import type { AccessRequest, ConditionValues } from "../../iam/authorization.ts";
import type { PermissionCall, PermissionRule, Permissions } from "../../service/service.ts";
import { arnOf, distributionOfArn } from "./ids.ts";
import type { Tags } from "./records.ts";
import { loadDistribution } from "./repo.ts";

type Input = Readonly<Record<string, unknown>>;
type TagItems = readonly { readonly Key?: string; readonly Value?: string }[];

/** On the distribution that `member` names. */
const onDistribution =
  (action: string, member: string): PermissionRule =>
  (input: Input, call) => [distributionRequest(action, String(input[member]), call)];

/** On a thing of a kind; without a member on all of them, as for what is yet to be made. */
const onThing =
  (action: string, kind: string, member?: string): PermissionRule =>
  (input: Input, { account }) => [
    {
      action: `cloudfront:${action}`,
      resource: arnOf(account, kind, member === undefined ? "*" : String(input[member])),
    },
  ];

const onAnything =
  (action: string): PermissionRule =>
  () => [{ action: `cloudfront:${action}`, resource: "*" }];

/** The six operations of a family. Kinds without ARNs in policies, key groups and public keys, are "*". */
function family(one: string, many: string, kind: string | undefined): Permissions {
  const on = (action: string, member?: string): PermissionRule =>
    kind === undefined ? onAnything(action) : onThing(action, kind, member);
  return {
    [`Create${one}`]: on(`Create${one}`),
    [`Get${one}`]: on(`Get${one}`, "Id"),
    [`Get${one}Config`]: on(`Get${one}Config`, "Id"),
    [`Update${one}`]: on(`Update${one}`, "Id"),
    [`Delete${one}`]: on(`Delete${one}`, "Id"),
    [`List${many}`]: onAnything(`List${many}`),
  };
}

export const permissions: Permissions = {
  CreateDistribution: onThing("CreateDistribution", "distribution"),
  CreateDistributionWithTags: (input: Input, call) => {
    const { Tags } = input["DistributionConfigWithTags"] as { readonly Tags?: { readonly Items?: TagItems } };
    const resource = arnOf(call.account, "distribution", "*");
    const conditions = requested(Tags?.Items ?? []);
    return ["CreateDistribution", "TagResource"].map((action) => ({
      action: `cloudfront:${action}`,
      resource,
      conditions,
    }));
  },
  CopyDistribution: (input: Input, call) => {
    const primary = String(input["PrimaryDistributionId"]);
    return ["CopyDistribution", "CreateDistribution", "GetDistribution"].map((action) =>
      distributionRequest(action, action === "CreateDistribution" ? "*" : primary, call),
    );
  },
  GetDistribution: onDistribution("GetDistribution", "Id"),
  GetDistributionConfig: onDistribution("GetDistributionConfig", "Id"),
  UpdateDistribution: onDistribution("UpdateDistribution", "Id"),
  DeleteDistribution: onDistribution("DeleteDistribution", "Id"),
  ListDistributions: onAnything("ListDistributions"),
  ListDistributionsByCachePolicyId: onAnything("ListDistributionsByCachePolicyId"),
  ListDistributionsByKeyGroup: onAnything("ListDistributionsByKeyGroup"),
  ListDistributionsByOriginRequestPolicyId: onAnything("ListDistributionsByOriginRequestPolicyId"),
  ListDistributionsByResponseHeadersPolicyId: onAnything("ListDistributionsByResponseHeadersPolicyId"),
  ListDistributionsByWebACLId: onAnything("ListDistributionsByWebACLId"),
  CreateInvalidation: onDistribution("CreateInvalidation", "DistributionId"),
  GetInvalidation: onDistribution("GetInvalidation", "DistributionId"),
  ListInvalidations: onDistribution("ListInvalidations", "DistributionId"),
  ListTagsForResource: (input: Input, call) => [tagRequest("ListTagsForResource", input, call)],
  TagResource: (input: Input, call) => {
    const { Items = [] } = input["Tags"] as { readonly Items?: TagItems };
    return [tagRequest("TagResource", input, call, requested(Items))];
  },
  UntagResource: (input: Input, call) => {
    const { Items = [] } = input["TagKeys"] as { readonly Items?: readonly string[] };
    return [tagRequest("UntagResource", input, call, { "aws:TagKeys": Items })];
  },
  CreateFunction: onThing("CreateFunction", "function", "Name"),
  DeleteFunction: onThing("DeleteFunction", "function", "Name"),
  DescribeFunction: onThing("DescribeFunction", "function", "Name"),
  GetFunction: onThing("GetFunction", "function", "Name"),
  ListFunctions: onAnything("ListFunctions"),
  PublishFunction: onThing("PublishFunction", "function", "Name"),
  TestFunction: onThing("TestFunction", "function", "Name"),
  UpdateFunction: onThing("UpdateFunction", "function", "Name"),
  ...family("CachePolicy", "CachePolicies", "cache-policy"),
  ...family("OriginRequestPolicy", "OriginRequestPolicies", "origin-request-policy"),
  ...family("ResponseHeadersPolicy", "ResponseHeadersPolicies", "response-headers-policy"),
  ...family("OriginAccessControl", "OriginAccessControls", "origin-access-control"),
  ...family("CloudFrontOriginAccessIdentity", "CloudFrontOriginAccessIdentities", "origin-access-identity"),
  ...family("KeyGroup", "KeyGroups", undefined),
  ...family("PublicKey", "PublicKeys", undefined),
};

function distributionRequest(
  action: string,
  id: string,
  { account, yard }: PermissionCall,
  more: ConditionValues = {},
): AccessRequest {
  const tags = yard.store.read((tx) => loadDistribution(tx, account, id))?.tags ?? {};
  return {
    action: `cloudfront:${action}`,
    resource: arnOf(account, "distribution", id),
    conditions: { ...present(tags), ...more },
  };
}

/** The ARN as it was given: one of another account is denied there, and found nowhere. */
function tagRequest(action: string, input: Input, call: PermissionCall, more: ConditionValues = {}): AccessRequest {
  const arn = String(input["Resource"]);
  const id = distributionOfArn(arn, call.account);
  return { ...distributionRequest(action, id ?? "", call, more), resource: arn };
}

function present(tags: Tags): ConditionValues {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value]));
}

function requested(items: TagItems): ConditionValues {
  return {
    ...Object.fromEntries(items.map(({ Key = "", Value = "" }) => [`aws:RequestTag/${Key}`, Value])),
    "aws:TagKeys": items.map(({ Key = "" }) => Key),
  };
}
