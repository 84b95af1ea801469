// IAM's lengths, ranges and patterns, from its service model. A member of one name has the same bounds nearly
// everywhere, so they are listed once; the exceptions follow.

import type { Constraint, Constraints } from "../../service/constraints.ts";
import { permissions } from "./permissions.ts";

const NAME = "[\\w+=,.@-]+";
const NEW_PATH = "(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)";
const TEXT = "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+";
const TAG_KEY = "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+";
const TAG_VALUE = "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*";
const DOCUMENT: Constraint = { length: [1, 131_072], pattern: TEXT };
const NAMESPACE: Constraint = { length: [1, 64], pattern: "[\\w-]*" };
const PASSWORD: Constraint = { length: [1, 128], pattern: TEXT };
const MFA_CODE: Constraint = { length: [6, 6], pattern: "[\\d]+" };
const ARN: Constraint = { length: [20, 2_048] };

const MEMBERS: Readonly<Record<string, Constraint>> = {
  AccessKeyId: { length: [16, 128], pattern: "[\\w]+" },
  "ActionNames.member": { length: [3, 128] },
  AWSServiceName: { length: [1, 128], pattern: NAME },
  AccountAlias: { length: [3, 63], pattern: "^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$" },
  Arn: ARN,
  AssignmentStatus: { oneOf: ["Assigned", "Unassigned", "Any"] },
  AssumeRolePolicyDocument: DOCUMENT,
  AuthenticationCode1: MFA_CODE,
  AuthenticationCode2: MFA_CODE,
  CustomSuffix: { length: [1, 64], pattern: NAME },
  DeletionTaskId: { length: [1, 1_000] },
  Description: { length: [0, 1_000], pattern: "[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*" },
  EntityFilter: { oneOf: ["User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy"] },
  Granularity: { oneOf: ["SERVICE_LEVEL", "ACTION_LEVEL"] },
  GroupName: { length: [1, 128], pattern: NAME },
  InstanceProfileName: { length: [1, 128], pattern: NAME },
  JobId: { length: [36, 36] },
  Marker: { length: [1, 320], pattern: "[\\u0020-\\u00FF]+" },
  MaxItems: { range: [1, 1_000] },
  MaxSessionDuration: { range: [3_600, 43_200] },
  NewGroupName: { length: [1, 128], pattern: NAME },
  MaxPasswordAge: { range: [1, 1_095] },
  MinimumPasswordLength: { range: [6, 128] },
  NewPassword: PASSWORD,
  NewPath: { length: [1, 512], pattern: NEW_PATH },
  NewUserName: { length: [1, 64], pattern: NAME },
  OldPassword: PASSWORD,
  Password: PASSWORD,
  PasswordReusePrevention: { range: [1, 24] },
  Path: { length: [1, 512], pattern: NEW_PATH },
  PathPrefix: { length: [1, 512], pattern: "\\u002F[\\u0021-\\u007F]*" },
  PermissionsBoundary: ARN,
  PolicyArn: ARN,
  PolicyDocument: DOCUMENT,
  PolicyName: { length: [1, 128], pattern: NAME },
  "PolicyInputList.member": DOCUMENT,
  PolicySourceArn: ARN,
  PolicyUsageFilter: { oneOf: ["PermissionsPolicy", "PermissionsBoundary"] },
  CallerArn: { length: [1, 2_048] },
  ResourceOwner: { length: [1, 2_048] },
  "ResourceArns.member": { length: [1, 2_048] },
  "ContextEntries.member.ContextKeyName": { length: [5, 256] },
  "PermissionsBoundaryPolicyInputList.member": DOCUMENT,
  ResourcePolicy: DOCUMENT,
  RoleName: { length: [1, 64], pattern: NAME },
  SAMLMetadataDocument: { length: [1_000, 10_000_000] },
  SAMLProviderArn: ARN,
  Scope: { oneOf: ["All", "AWS", "Local"] },
  SerialNumber: { length: [9, 256], pattern: "[\\w+=/:,.@-]+" },
  ServiceNamespace: NAMESPACE,
  ServiceNamespaces: { length: [1, 200] },
  "ServiceNamespaces.member": NAMESPACE,
  Status: { oneOf: ["Active", "Inactive", "Expired"] },
  TagKeys: { length: [0, 50] },
  "TagKeys.member": { length: [1, 128], pattern: TAG_KEY },
  Tags: { length: [0, 50] },
  Url: { length: [1, 255] },
  OpenIDConnectProviderArn: ARN,
  ClientID: { length: [1, 255] },
  "ClientIDList.member": { length: [1, 255] },
  "ThumbprintList.member": { length: [40, 40] },
  "Tags.member.Key": { length: [1, 128], pattern: TAG_KEY },
  "Tags.member.Value": { length: [0, 256], pattern: TAG_VALUE },
  UserName: { length: [1, 128], pattern: NAME },
  VirtualMFADeviceName: { length: [1, Number.POSITIVE_INFINITY], pattern: NAME },
  VersionId: { pattern: "v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?" },
};

const POLICY_PATH: Constraint = { length: [1, 512], pattern: "((/[A-Za-z0-9\\.,\\+@=_-]+)*)/" };
const EXCEPTIONS: Constraints = {
  CreatePolicy: { Path: POLICY_PATH, Description: { length: [0, 1_000] } },
  CreateSAMLProvider: { Name: { length: [1, 128], pattern: "[\\w._-]+" } },
  GetMFADevice: { UserName: { length: [1, 64], pattern: NAME } },
  CreateUser: { UserName: { length: [1, 64], pattern: NAME } },
  ...Object.fromEntries(
    ["CreateLoginProfile", "DeleteLoginProfile", "GetLoginProfile", "UpdateLoginProfile"].map((operation) => [
      operation,
      { UserName: { length: [1, 64], pattern: NAME } },
    ]),
  ),
  ListPolicies: { PathPrefix: { length: [1, 512], pattern: "((/[A-Za-z0-9\\.,\\+@=_-]+)*)/" } },
  ListAttachedGroupPolicies: { PathPrefix: POLICY_PATH },
  ListAttachedRolePolicies: { PathPrefix: POLICY_PATH },
  ListAttachedUserPolicies: { PathPrefix: POLICY_PATH },
};

export const constraints: Constraints = Object.fromEntries(
  Object.keys(permissions).map((operation) => [operation, { ...MEMBERS, ...EXCEPTIONS[operation] }]),
);
