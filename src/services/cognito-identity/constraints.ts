// The constraints of identity pools, as the API reference declares them.

import type { Constraint, Constraints } from "../../service/constraints.ts";

const POOL_ID: Constraint = { length: [1, 55], pattern: "[\\w-]+:[0-9a-f-]+" };
const IDENTITY_ID: Constraint = { length: [1, 55], pattern: "[\\w-]+:[0-9a-f-]+" };
const ARN: Constraint = { length: [20, 2048] };
const PAGE = {
  MaxResults: { range: [1, 60] },
  NextToken: { length: [1, 65_535], pattern: "[\\S]+" },
} as const;
const LOGINS = {
  Logins: { length: [0, 10] },
  "Logins.key": { length: [1, 128] },
  "Logins.value": { length: [1, 50_000] },
} as const;
const PROVIDER_NAME: Constraint = { length: [1, 128] };
const DEVELOPER_PROVIDER: Constraint = { length: [1, 128], pattern: "[\\w._-]+" };
const DEVELOPER_USER: Constraint = { length: [1, 1024] };
const TAGS = { key: { length: [1, 128] }, value: { length: [0, 256] } } as const;
const PRINCIPAL_TAGS = {
  PrincipalTags: { length: [0, 50] },
  "PrincipalTags.key": { length: [1, 128] },
  "PrincipalTags.value": { length: [1, 256] },
} as const;
const SETTINGS: Readonly<Record<string, Constraint>> = {
  IdentityPoolName: { length: [1, 128], pattern: "[\\w\\s+=,.@-]+" },
  SupportedLoginProviders: { length: [0, 10] },
  "SupportedLoginProviders.key": { length: [1, 128] },
  "SupportedLoginProviders.value": { length: [1, 128], pattern: "[\\w.;_/-]+" },
  DeveloperProviderName: DEVELOPER_PROVIDER,
  "OpenIdConnectProviderARNs.member": ARN,
  "CognitoIdentityProviders.member.ProviderName": { length: [1, 128], pattern: "[\\w._:/-]+" },
  "CognitoIdentityProviders.member.ClientId": { length: [1, 128], pattern: "[\\w_]+" },
  "SamlProviderARNs.member": ARN,
  "IdentityPoolTags.key": TAGS.key,
  "IdentityPoolTags.value": TAGS.value,
};

export const constraints: Constraints = {
  CreateIdentityPool: SETTINGS,
  DeleteIdentities: { IdentityIdsToDelete: { length: [1, 60] }, "IdentityIdsToDelete.member": IDENTITY_ID },
  DeleteIdentityPool: { IdentityPoolId: POOL_ID },
  DescribeIdentity: { IdentityId: IDENTITY_ID },
  DescribeIdentityPool: { IdentityPoolId: POOL_ID },
  GetCredentialsForIdentity: { IdentityId: IDENTITY_ID, ...LOGINS, CustomRoleArn: ARN },
  GetId: { AccountId: { length: [1, 15], pattern: "\\d+" }, IdentityPoolId: POOL_ID, ...LOGINS },
  GetIdentityPoolRoles: { IdentityPoolId: POOL_ID },
  GetOpenIdToken: { IdentityId: IDENTITY_ID, ...LOGINS },
  GetOpenIdTokenForDeveloperIdentity: {
    IdentityPoolId: POOL_ID,
    IdentityId: IDENTITY_ID,
    ...LOGINS,
    ...PRINCIPAL_TAGS,
    TokenDuration: { range: [1, 86_400] },
  },
  GetPrincipalTagAttributeMap: { IdentityPoolId: POOL_ID, IdentityProviderName: PROVIDER_NAME },
  ListIdentities: { IdentityPoolId: POOL_ID, ...PAGE },
  ListIdentityPools: PAGE,
  ListTagsForResource: { ResourceArn: ARN },
  LookupDeveloperIdentity: {
    IdentityPoolId: POOL_ID,
    IdentityId: IDENTITY_ID,
    DeveloperUserIdentifier: DEVELOPER_USER,
    ...PAGE,
  },
  MergeDeveloperIdentities: {
    SourceUserIdentifier: DEVELOPER_USER,
    DestinationUserIdentifier: DEVELOPER_USER,
    DeveloperProviderName: DEVELOPER_PROVIDER,
    IdentityPoolId: POOL_ID,
  },
  SetIdentityPoolRoles: {
    IdentityPoolId: POOL_ID,
    Roles: { length: [0, 2] },
    "Roles.key": { length: [1, 128], pattern: "(un)?authenticated" },
    "Roles.value": ARN,
    RoleMappings: { length: [0, 10] },
    "RoleMappings.key": { length: [1, 128] },
    "RoleMappings.value.Type": { oneOf: ["Token", "Rules"] },
    "RoleMappings.value.AmbiguousRoleResolution": { oneOf: ["AuthenticatedRole", "Deny"] },
    "RoleMappings.value.RulesConfiguration.Rules": { length: [1, 400] },
    "RoleMappings.value.RulesConfiguration.Rules.member.Claim": {
      length: [1, 64],
      pattern: "[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+",
    },
    "RoleMappings.value.RulesConfiguration.Rules.member.MatchType": {
      oneOf: ["Equals", "Contains", "StartsWith", "NotEqual"],
    },
    "RoleMappings.value.RulesConfiguration.Rules.member.Value": { length: [1, 128] },
    "RoleMappings.value.RulesConfiguration.Rules.member.RoleARN": ARN,
  },
  SetPrincipalTagAttributeMap: {
    IdentityPoolId: POOL_ID,
    IdentityProviderName: PROVIDER_NAME,
    ...PRINCIPAL_TAGS,
  },
  TagResource: { ResourceArn: ARN, "Tags.key": TAGS.key, "Tags.value": TAGS.value },
  UnlinkDeveloperIdentity: {
    IdentityId: IDENTITY_ID,
    IdentityPoolId: POOL_ID,
    DeveloperProviderName: DEVELOPER_PROVIDER,
    DeveloperUserIdentifier: DEVELOPER_USER,
  },
  UnlinkIdentity: { IdentityId: IDENTITY_ID, ...LOGINS, "LoginsToRemove.member": { length: [1, 128] } },
  UntagResource: { ResourceArn: ARN, "TagKeys.member": TAGS.key },
  UpdateIdentityPool: { IdentityPoolId: POOL_ID, ...SETTINGS },
};
