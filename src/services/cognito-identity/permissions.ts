// What each operation needs. AWS: "Actions, resources, and condition keys for Amazon Cognito Identity". Public operations need no
// permission: logins decide.

import { parseArn } from "../../kernel/arns.ts";
import type { RoleMapping } from "@aws-sdk/client-cognito-identity";
import type { PermissionRule, Permissions } from "../../service/service.ts";
import { poolArn } from "./pools.ts";
import { loadPool } from "./repo.ts";

/** Operations of applications, which nobody signs. */
export const PUBLIC_OPERATIONS = ["GetCredentialsForIdentity", "GetId", "GetOpenIdToken", "UnlinkIdentity"] as const;

const free: PermissionRule = () => [];

const onPool =
  (action: string): PermissionRule =>
  (input: { IdentityPoolId: string; IdentityPoolTags?: Tags }, call) => {
    const tags = call.yard.store.read((tx) => loadPool(tx, call, input.IdentityPoolId)?.tags) ?? {};
    return [
      {
        action: `cognito-identity:${action}`,
        resource: poolArn(call, input.IdentityPoolId),
        conditions: { ...resourceTags(tags), ...requestTags(input.IdentityPoolTags) },
      },
    ];
  };

const onAccount =
  (action: string): PermissionRule =>
  (input: { IdentityPoolTags?: Tags }) => [
    { action: `cognito-identity:${action}`, resource: "*", conditions: requestTags(input.IdentityPoolTags) },
  ];

const onTagged =
  (action: string): PermissionRule =>
  (input: { ResourceArn: string; Tags?: Tags; TagKeys?: readonly string[] }, call) => {
    const poolId = parseArn(input.ResourceArn)?.resource.replace(/^identitypool\//, "") ?? "";
    const tags = call.yard.store.read((tx) => loadPool(tx, call, poolId)?.tags) ?? {};
    return [
      {
        action: `cognito-identity:${action}`,
        resource: input.ResourceArn,
        conditions: { ...resourceTags(tags), ...requestTags(input.Tags, input.TagKeys) },
      },
    ];
  };

type Tags = Readonly<Record<string, string>>;

function requestTags(tags: Tags = {}, keys: readonly string[] = []): Record<string, string | readonly string[]> {
  const all = [...Object.keys(tags), ...keys];
  if (all.length === 0) return {};
  return {
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    "aws:TagKeys": all,
  };
}

function resourceTags(tags: Tags): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value]));
}

const setRoles = onPool("SetIdentityPoolRoles");

export const permissions: Permissions = {
  CreateIdentityPool: onAccount("CreateIdentityPool"),
  DeleteIdentities: onAccount("DeleteIdentities"),
  DeleteIdentityPool: onPool("DeleteIdentityPool"),
  DescribeIdentity: onAccount("DescribeIdentity"),
  DescribeIdentityPool: onPool("DescribeIdentityPool"),
  GetIdentityPoolRoles: onPool("GetIdentityPoolRoles"),
  GetOpenIdTokenForDeveloperIdentity: onPool("GetOpenIdTokenForDeveloperIdentity"),
  GetPrincipalTagAttributeMap: onPool("GetPrincipalTagAttributeMap"),
  ListIdentities: onPool("ListIdentities"),
  ListIdentityPools: onAccount("ListIdentityPools"),
  ListTagsForResource: onTagged("ListTagsForResource"),
  LookupDeveloperIdentity: onPool("LookupDeveloperIdentity"),
  MergeDeveloperIdentities: onPool("MergeDeveloperIdentities"),
  // AWS: whoever gives a pool its roles passes them to Cognito.
  SetIdentityPoolRoles: (
    input: {
      IdentityPoolId: string;
      Roles: Readonly<Record<string, string>>;
      RoleMappings?: Readonly<Record<string, RoleMapping>>;
    },
    call,
  ) => {
    const byRules = Object.values(input.RoleMappings ?? {}).flatMap(({ RulesConfiguration: rules }) =>
      (rules?.Rules ?? []).map(({ RoleARN: arn = "" }) => arn),
    );
    return [
      ...setRoles(input as never, call),
      ...[...new Set([...Object.values(input.Roles), ...byRules])].map((resource) => ({
        action: "iam:PassRole",
        resource,
        conditions: { "iam:PassedToService": "cognito-identity.amazonaws.com" },
      })),
    ];
  },
  SetPrincipalTagAttributeMap: onPool("SetPrincipalTagAttributeMap"),
  TagResource: onTagged("TagResource"),
  UnlinkDeveloperIdentity: onPool("UnlinkDeveloperIdentity"),
  UntagResource: onTagged("UntagResource"),
  UpdateIdentityPool: onPool("UpdateIdentityPool"),
  ...Object.fromEntries(PUBLIC_OPERATIONS.map((name) => [name, free])),
};
