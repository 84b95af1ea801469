// The constraints of AWS Organizations, as its API reference declares them.

import type { Constraints } from "../../service/constraints.ts";

const ACCOUNT_ID = { length: [0, 12], pattern: "^\\d{12}$" } as const;
const CHILD_ID = { length: [0, 100], pattern: "^(\\d{12})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$" } as const;
const CHILD_TYPE = { oneOf: ["ACCOUNT", "ORGANIZATIONAL_UNIT"] } as const;
const CREATE_ACCOUNT_NAME = { length: [1, 50], pattern: "[\\u0020-\\u007E]+" } as const;
const CREATE_ACCOUNT_REQUEST_ID = { length: [0, 36], pattern: "^car-[a-z0-9]{8,32}$" } as const;
const EMAIL = { length: [6, 64], pattern: "[^\\s@]+@[^\\s@]+\\.[^\\s@]+" } as const;
const HANDSHAKE_ID = { length: [0, 34], pattern: "^h-[0-9a-z]{8,32}$" } as const;
const HANDSHAKE_NOTES = { length: [0, 1024] } as const;
const IAMUSER_ACCESS_TO_BILLING = { oneOf: ["ALLOW", "DENY"] } as const;
const MAX_RESULTS = { range: [1, 20] } as const;
const NEXT_TOKEN = { length: [0, 100000] } as const;
const ORGANIZATIONAL_UNIT_ID = { length: [0, 68], pattern: "^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$" } as const;
const ORGANIZATIONAL_UNIT_NAME = { length: [1, 128] } as const;
const ORGANIZATION_FEATURE_SET = { oneOf: ["ALL", "CONSOLIDATED_BILLING"] } as const;
const PARENT_ID = { length: [0, 100], pattern: "^(r-[0-9a-z]{4,32})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$" } as const;
const POLICY_CONTENT = { length: [1, Infinity] } as const;
const POLICY_DESCRIPTION = { length: [0, 512] } as const;
const POLICY_ID = { length: [0, 130], pattern: "^p-[0-9a-zA-Z_]{8,128}$" } as const;
const POLICY_NAME = { length: [1, 128] } as const;
const POLICY_TARGET_ID = {
  length: [0, 100],
  pattern: "^(r-[0-9a-z]{4,32})|(\\d{12})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$",
} as const;
const POLICY_TYPE = {
  oneOf: [
    "SERVICE_CONTROL_POLICY",
    "RESOURCE_CONTROL_POLICY",
    "TAG_POLICY",
    "BACKUP_POLICY",
    "AISERVICES_OPT_OUT_POLICY",
    "CHATBOT_POLICY",
    "DECLARATIVE_POLICY_EC2",
    "SECURITYHUB_POLICY",
    "INSPECTOR_POLICY",
    "UPGRADE_ROLLOUT_POLICY",
    "BEDROCK_POLICY",
    "S3_POLICY",
    "NETWORK_SECURITY_DIRECTOR_POLICY",
  ],
} as const;
const ROLE_NAME = { length: [0, 64], pattern: "[\\w+=,.@-]{1,64}" } as const;
const ROOT_ID = { length: [0, 34], pattern: "^r-[0-9a-z]{4,32}$" } as const;
const SERVICE_PRINCIPAL = { length: [1, 128], pattern: "[\\w+=,.@-]*" } as const;
const TAGGABLE_RESOURCE_ID = {
  length: [0, 130],
  pattern:
    "^(r-[0-9a-z]{4,32})|(\\d{12})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})|(^p-[0-9a-zA-Z_]{8,128})|(^rp-[0-9a-zA-Z_]{4,128})|(^rt-[0-9a-zA-Z_]{8,32})$",
} as const;

export const constraints: Constraints = {
  AcceptHandshake: { HandshakeId: HANDSHAKE_ID },
  AttachPolicy: { PolicyId: POLICY_ID, TargetId: POLICY_TARGET_ID },
  CancelHandshake: { HandshakeId: HANDSHAKE_ID },
  CloseAccount: { AccountId: ACCOUNT_ID },
  CreateAccount: {
    Email: EMAIL,
    AccountName: CREATE_ACCOUNT_NAME,
    RoleName: ROLE_NAME,
    IamUserAccessToBilling: IAMUSER_ACCESS_TO_BILLING,
  },
  CreateOrganization: { FeatureSet: ORGANIZATION_FEATURE_SET },
  CreateOrganizationalUnit: { ParentId: PARENT_ID, Name: ORGANIZATIONAL_UNIT_NAME },
  CreatePolicy: { Content: POLICY_CONTENT, Description: POLICY_DESCRIPTION, Name: POLICY_NAME, Type: POLICY_TYPE },
  DeclineHandshake: { HandshakeId: HANDSHAKE_ID },
  DeleteOrganizationalUnit: { OrganizationalUnitId: ORGANIZATIONAL_UNIT_ID },
  DeletePolicy: { PolicyId: POLICY_ID },
  DeregisterDelegatedAdministrator: { AccountId: ACCOUNT_ID, ServicePrincipal: SERVICE_PRINCIPAL },
  DescribeAccount: { AccountId: ACCOUNT_ID },
  DescribeCreateAccountStatus: { CreateAccountRequestId: CREATE_ACCOUNT_REQUEST_ID },
  DescribeHandshake: { HandshakeId: HANDSHAKE_ID },
  DescribeOrganizationalUnit: { OrganizationalUnitId: ORGANIZATIONAL_UNIT_ID },
  DescribePolicy: { PolicyId: POLICY_ID },
  DetachPolicy: { PolicyId: POLICY_ID, TargetId: POLICY_TARGET_ID },
  DisableAWSServiceAccess: { ServicePrincipal: SERVICE_PRINCIPAL },
  DisablePolicyType: { RootId: ROOT_ID, PolicyType: POLICY_TYPE },
  EnableAWSServiceAccess: { ServicePrincipal: SERVICE_PRINCIPAL },
  EnablePolicyType: { RootId: ROOT_ID, PolicyType: POLICY_TYPE },
  InviteAccountToOrganization: { Notes: HANDSHAKE_NOTES },
  ListAWSServiceAccessForOrganization: { NextToken: NEXT_TOKEN, MaxResults: MAX_RESULTS },
  ListAccounts: { NextToken: NEXT_TOKEN, MaxResults: MAX_RESULTS },
  ListAccountsForParent: { ParentId: PARENT_ID, NextToken: NEXT_TOKEN, MaxResults: MAX_RESULTS },
  ListChildren: { ParentId: PARENT_ID, ChildType: CHILD_TYPE, NextToken: NEXT_TOKEN, MaxResults: MAX_RESULTS },
  ListCreateAccountStatus: { NextToken: NEXT_TOKEN, MaxResults: MAX_RESULTS },
  ListDelegatedAdministrators: { ServicePrincipal: SERVICE_PRINCIPAL, NextToken: NEXT_TOKEN, MaxResults: MAX_RESULTS },
  ListDelegatedServicesForAccount: { AccountId: ACCOUNT_ID, NextToken: NEXT_TOKEN, MaxResults: MAX_RESULTS },
  ListHandshakesForAccount: { NextToken: NEXT_TOKEN, MaxResults: MAX_RESULTS },
  ListHandshakesForOrganization: { NextToken: NEXT_TOKEN, MaxResults: MAX_RESULTS },
  ListOrganizationalUnitsForParent: { ParentId: PARENT_ID, NextToken: NEXT_TOKEN, MaxResults: MAX_RESULTS },
  ListParents: { ChildId: CHILD_ID, NextToken: NEXT_TOKEN, MaxResults: MAX_RESULTS },
  ListPolicies: { Filter: POLICY_TYPE, NextToken: NEXT_TOKEN, MaxResults: MAX_RESULTS },
  ListPoliciesForTarget: {
    TargetId: POLICY_TARGET_ID,
    Filter: POLICY_TYPE,
    NextToken: NEXT_TOKEN,
    MaxResults: MAX_RESULTS,
  },
  ListRoots: { NextToken: NEXT_TOKEN, MaxResults: MAX_RESULTS },
  ListTagsForResource: { ResourceId: TAGGABLE_RESOURCE_ID, NextToken: NEXT_TOKEN },
  ListTargetsForPolicy: { PolicyId: POLICY_ID, NextToken: NEXT_TOKEN, MaxResults: MAX_RESULTS },
  MoveAccount: { AccountId: ACCOUNT_ID, SourceParentId: PARENT_ID, DestinationParentId: PARENT_ID },
  RegisterDelegatedAdministrator: { AccountId: ACCOUNT_ID, ServicePrincipal: SERVICE_PRINCIPAL },
  RemoveAccountFromOrganization: { AccountId: ACCOUNT_ID },
  TagResource: { ResourceId: TAGGABLE_RESOURCE_ID },
  UntagResource: { ResourceId: TAGGABLE_RESOURCE_ID },
  UpdateOrganizationalUnit: { OrganizationalUnitId: ORGANIZATIONAL_UNIT_ID, Name: ORGANIZATIONAL_UNIT_NAME },
  UpdatePolicy: { PolicyId: POLICY_ID, Name: POLICY_NAME, Description: POLICY_DESCRIPTION, Content: POLICY_CONTENT },
};
