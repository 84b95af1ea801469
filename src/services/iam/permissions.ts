// What each operation needs. AWS: "Actions, resources, and condition keys for AWS Identity and Access Management (IAM)".
// The ARN of a thing has its path, so the rules look it up; where it is not there, the path is "/".

import type { ConditionValues } from "../../iam/authorization.ts";
import type { PermissionCall, PermissionRule, Permissions } from "../../service/service.ts";
import { findManagedPolicy } from "../../iam/directory/managed-policies.ts";
import { linkedRoleArn } from "../../iam/directory/linked-roles.ts";
import { arnOf, parseOidcProviderArn, parseSamlProviderArn } from "../../iam/directory/names.ts";
import { parseSerialNumber } from "../../iam/directory/mfa-devices.ts";
import type { Tags } from "../../iam/directory/records.ts";
import { loadAccessKey, loadNamed, type NamedKind, type RecordOf } from "../../iam/directory/repo.ts";
import type { Principal } from "../../iam/principal.ts";
import { invalidToken } from "./errors.ts";
import type { TagItem } from "./tags.ts";

/** Members that rules look at; each rule knows which its operation has. */
interface Names {
  readonly UserName?: string;
  readonly GroupName?: string;
  readonly RoleName?: string;
  readonly InstanceProfileName?: string;
  readonly PolicyName?: string;
  readonly PolicyArn?: string;
  readonly OpenIDConnectProviderArn?: string;
  /** Of an OpenID Connect provider. */
  readonly Url?: string;
  readonly SAMLProviderArn?: string;
  readonly SerialNumber?: string;
  readonly VirtualMFADeviceName?: string;
  /** Of a SAML provider. */
  readonly Name?: string;
  readonly PermissionsBoundary?: string;
  readonly Path?: string;
  readonly Tags?: readonly TagItem[];
  readonly TagKeys?: readonly string[];
}

/** The rule of an operation whose action has its name. */
type RuleOf = (action: string) => PermissionRule;

const on =
  (kind: Exclude<NamedKind, "policy">, nameOf: (input: Names, call: PermissionCall) => string | undefined): RuleOf =>
  (action) =>
  (input: Names, call) => {
    const { resource, conditions } = target(call, kind, nameOf(input, call), input.Path);
    return [{ action, resource, conditions: { ...conditions, ...requestConditions(input) } }];
  };

const onUser = on(
  "user",
  ({ UserName }, { principal }) => UserName ?? (principal.kind === "user" ? principal.userName : undefined),
);
const onGroup = on("group", ({ GroupName }) => GroupName);
const onRole = on("role", ({ RoleName }) => RoleName);
const onProfile = on("instance-profile", ({ InstanceProfileName }) => InstanceProfileName);

const onPolicy: RuleOf = (action) => (input: Names, call) => {
  const arn =
    input.PolicyArn ?? arnOf(call.account, "policy", { path: input.Path ?? "/", name: input.PolicyName ?? "*" });
  const found = call.yard.store.read((tx) => findManagedPolicy(tx, call.account, arn)?.record.tags);
  return [{ action, resource: arn, conditions: { ...requestConditions(input), ...resourceConditions(found ?? {}) } }];
};

const onProvider = on(
  "oidc-provider",
  ({ OpenIDConnectProviderArn: arn, Url: url }) =>
    (arn === undefined ? undefined : parseOidcProviderArn(arn)?.name) ?? url?.replace(/^https?:\/\//, ""),
);

const onSamlProvider = on(
  "saml-provider",
  ({ SAMLProviderArn: arn, Name: name }) => (arn === undefined ? undefined : parseSamlProviderArn(arn)?.name) ?? name,
);

const onMfaDevice: RuleOf = (action) => (input: Names, call) => {
  const made = `${(input.Path ?? "/").slice(1)}${input.VirtualMFADeviceName ?? ""}`;
  const name = input.SerialNumber === undefined ? made : parseSerialNumber(input.SerialNumber)?.name;
  const { resource, conditions } = target(call, "mfa", name);
  return [{ action, resource, conditions: { ...conditions, ...requestConditions(input) } }];
};

const onEverything: RuleOf = (action) => () => [{ action, resource: "*" }];

const onAll =
  (kind: NamedKind): RuleOf =>
  (action) =>
  (input: { readonly PathPrefix?: string }, { account }) => [
    { action, resource: arnOf(account, kind, { path: input.PathPrefix ?? "/", name: "" }) },
  ];

/** Operations by the kind of thing that they are about. */
const RULES: readonly (readonly [rule: RuleOf, operations: string])[] = [
  [
    onUser,
    `CreateUser GetUser UpdateUser DeleteUser CreateAccessKey ListAccessKeys UpdateAccessKey DeleteAccessKey
     ListGroupsForUser PutUserPolicy GetUserPolicy DeleteUserPolicy ListUserPolicies AttachUserPolicy DetachUserPolicy
     ListAttachedUserPolicies PutUserPermissionsBoundary DeleteUserPermissionsBoundary TagUser UntagUser ListUserTags
     CreateLoginProfile GetLoginProfile UpdateLoginProfile DeleteLoginProfile ChangePassword EnableMFADevice
     ResyncMFADevice DeactivateMFADevice GetMFADevice ListMFADevices`,
  ],
  [
    onGroup,
    `CreateGroup GetGroup UpdateGroup DeleteGroup AddUserToGroup RemoveUserFromGroup PutGroupPolicy GetGroupPolicy
     DeleteGroupPolicy ListGroupPolicies AttachGroupPolicy DetachGroupPolicy ListAttachedGroupPolicies`,
  ],
  [
    onRole,
    `CreateRole GetRole UpdateRole UpdateRoleDescription UpdateAssumeRolePolicy DeleteRole PutRolePolicy GetRolePolicy
     DeleteRolePolicy ListRolePolicies AttachRolePolicy DetachRolePolicy ListAttachedRolePolicies
     PutRolePermissionsBoundary DeleteRolePermissionsBoundary TagRole UntagRole ListRoleTags
     ListInstanceProfilesForRole`,
  ],
  [
    onPolicy,
    `CreatePolicy GetPolicy DeletePolicy CreatePolicyVersion GetPolicyVersion ListPolicyVersions DeletePolicyVersion
     SetDefaultPolicyVersion ListEntitiesForPolicy TagPolicy UntagPolicy ListPolicyTags`,
  ],
  [
    onProfile,
    `CreateInstanceProfile GetInstanceProfile DeleteInstanceProfile RemoveRoleFromInstanceProfile TagInstanceProfile
     UntagInstanceProfile ListInstanceProfileTags`,
  ],
  [
    onProvider,
    `CreateOpenIDConnectProvider GetOpenIDConnectProvider DeleteOpenIDConnectProvider TagOpenIDConnectProvider
     UntagOpenIDConnectProvider ListOpenIDConnectProviderTags AddClientIDToOpenIDConnectProvider
     RemoveClientIDFromOpenIDConnectProvider UpdateOpenIDConnectProviderThumbprint`,
  ],
  [
    onSamlProvider,
    `CreateSAMLProvider GetSAMLProvider UpdateSAMLProvider DeleteSAMLProvider TagSAMLProvider UntagSAMLProvider
     ListSAMLProviderTags`,
  ],
  [onMfaDevice, "CreateVirtualMFADevice DeleteVirtualMFADevice TagMFADevice UntagMFADevice ListMFADeviceTags"],
  [onAll("oidc-provider"), "ListOpenIDConnectProviders"],
  [onEverything, "ListSAMLProviders"],
  [onAll("user"), "ListUsers"],
  [onAll("group"), "ListGroups"],
  [onAll("role"), "ListRoles"],
  [onAll("instance-profile"), "ListInstanceProfiles"],
  [onAll("policy"), "ListPolicies"],
  [
    onEverything,
    `CreateAccountAlias DeleteAccountAlias ListAccountAliases GetAccountSummary GetAccountAuthorizationDetails
     UpdateAccountPasswordPolicy GetAccountPasswordPolicy DeleteAccountPasswordPolicy GenerateCredentialReport
     GetCredentialReport GetServiceLastAccessedDetails GetServiceLastAccessedDetailsWithEntities
     GetContextKeysForCustomPolicy SimulateCustomPolicy ListVirtualMFADevices`,
  ],
];

/**
 * The entity whose policies are simulated. One of another account is refused by the operation itself, in AWS's words, so the permission is asked
 * for what would be that entity here.
 */
function onSource(action: string): PermissionRule {
  return ({ PolicySourceArn: arn }: { PolicySourceArn: string }, { account }) => [
    { action, resource: arn.replace(/^(arn:[^:]+:iam::)\d{12}:/, `$1${account}:`) },
  ];
}

const rules: Permissions = {
  ...Object.fromEntries(
    RULES.flatMap(([ruleOf, operations]) =>
      operations.split(/\s+/).map((operation) => [operation, ruleOf(`iam:${operation}`)] as const),
    ),
  ),
  GetContextKeysForPrincipalPolicy: onSource("iam:GetContextKeysForPrincipalPolicy"),
  SimulatePrincipalPolicy: onSource("iam:SimulatePrincipalPolicy"),
  CreateServiceLinkedRole: ({ AWSServiceName: service }: { AWSServiceName: string }, { account }) => [
    {
      action: "iam:CreateServiceLinkedRole",
      resource: linkedRoleArn(account, service),
      conditions: { "iam:AWSServiceName": service },
    },
  ],
  DeleteServiceLinkedRole: ({ RoleName: name }: { RoleName: string }, call) => {
    const { resource } = target(call, "role", name);
    const [, service] = /:role\/aws-service-role\/([^/]+)\//.exec(resource) ?? [];
    return [{ action: "iam:DeleteServiceLinkedRole", resource, conditions: { "iam:AWSServiceName": service } }];
  },
  GetServiceLinkedRoleDeletionStatus: ({ DeletionTaskId: task }: { DeletionTaskId: string }, { account }) => {
    const name = task.split("/").slice(1, -1).join("/");
    return [
      { action: "iam:GetServiceLinkedRoleDeletionStatus", resource: arnOf(account, "role", { path: "/", name }) },
    ];
  },
  GenerateServiceLastAccessedDetails: ({ Arn: resource }: { Arn: string }) => [
    { action: "iam:GenerateServiceLastAccessedDetails", resource },
  ],
  ListPoliciesGrantingServiceAccess: ({ Arn: resource }: { Arn: string }) => [
    { action: "iam:ListPoliciesGrantingServiceAccess", resource },
  ],
  GetAccessKeyLastUsed: ({ AccessKeyId: id }: { AccessKeyId: string }, call) => {
    const key = call.yard.store.read((tx) => loadAccessKey(tx, id));
    const resource = key?.account === call.account ? target(call, "user", key.userName).resource : "*";
    return [{ action: "iam:GetAccessKeyLastUsed", resource }];
  },
  // AWS: whoever puts a role into a profile passes it to the instances.
  AddRoleToInstanceProfile: (input: { InstanceProfileName: string; RoleName: string }, call) => [
    {
      action: "iam:AddRoleToInstanceProfile",
      resource: target(call, "instance-profile", input.InstanceProfileName).resource,
    },
    {
      action: "iam:PassRole",
      resource: target(call, "role", input.RoleName).resource,
      conditions: { "iam:PassedToService": "ec2.amazonaws.com" },
    },
  ],
};

/**
 * AWS: GetSessionToken: its credentials "cannot call any IAM API operations unless MFA authentication information is included in the
 * request"; GetFederationToken: "you cannot call any IAM operations". The answer is that of a token which is not valid.
 */
function refuseWeakSession(principal: Principal): void {
  const isWeak =
    principal.kind === "federated-user" ||
    ((principal.kind === "user" || principal.kind === "root") &&
      principal.issuedAtMs !== undefined &&
      principal.mfaAtMs === undefined);
  if (isWeak) throw invalidToken();
}

export const permissions: Permissions = Object.fromEntries(
  Object.entries(rules).map(([operation, rule]) => [
    operation,
    (input: never, call: PermissionCall) => {
      refuseWeakSession(call.principal);
      return rule(input, call);
    },
  ]),
);

function target(
  { account, yard }: PermissionCall,
  kind: Exclude<NamedKind, "policy">,
  name = "",
  path = "/",
): { resource: string; conditions: ConditionValues } {
  const record = yard.store.read<RecordOf<typeof kind> | undefined>((tx) => loadNamed(tx, account, kind, name));
  const tags = record !== undefined && "tags" in record ? record.tags : {};
  const boundaryArn = record !== undefined && "boundaryArn" in record ? record.boundaryArn : undefined;
  return {
    resource: arnOf(account, kind, record ?? { path, name }),
    // AWS: for changes to what has a boundary, the key is that boundary's ARN.
    conditions: { ...resourceConditions(tags), "iam:PermissionsBoundary": boundaryArn },
  };
}

function requestConditions({ PolicyArn, PermissionsBoundary, Tags: tags, TagKeys }: Names): ConditionValues {
  const keys = tags?.map((tag) => tag.Key) ?? TagKeys;
  return {
    ...(PolicyArn === undefined ? {} : { "iam:PolicyARN": PolicyArn }),
    ...(PermissionsBoundary === undefined ? {} : { "iam:PermissionsBoundary": PermissionsBoundary }),
    ...(keys === undefined ? {} : { "aws:TagKeys": keys }),
    ...Object.fromEntries((tags ?? []).map((tag) => [`aws:RequestTag/${tag.Key}`, tag.Value])),
  };
}

function resourceConditions(tags: Tags): ConditionValues {
  return Object.fromEntries(
    Object.entries(tags).flatMap(([key, value]) => [
      [`aws:ResourceTag/${key}`, value],
      [`iam:ResourceTag/${key}`, value],
    ]),
  );
}
