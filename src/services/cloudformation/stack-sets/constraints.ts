// Lengths, ranges, patterns and enumerations of the inputs, from the service's model.

import type { Constraint, Constraints } from "../../../service/constraints.ts";

const OPERATION_ID: Constraint = { length: [1, 128], pattern: "[a-zA-Z0-9][-a-zA-Z0-9]*" };
const ACCOUNT: Constraint = { pattern: "^[0-9]{12}$" };
const REGION: Constraint = { pattern: "^[a-zA-Z0-9-]{1,128}$" };
const NAME_OR_ID: Constraint = {
  pattern: "[a-zA-Z][-a-zA-Z0-9]*(?::[a-zA-Z0-9]{8}-[a-zA-Z0-9]{4}-[a-zA-Z0-9]{4}-[a-zA-Z0-9]{4}-[a-zA-Z0-9]{12})?",
};
const UNIT: Constraint = { pattern: "^(ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|r-[a-z0-9]{4,32})$" };
const S3_URL: Constraint = { length: [1, 5120], pattern: "(s3://|http(s?)://).+" };
const PAGE: Record<string, Constraint> = { NextToken: { length: [1, 1024] }, MaxResults: { range: [1, 100] } };
const CALL_AS: Record<string, Constraint> = { CallAs: { oneOf: ["SELF", "DELEGATED_ADMIN"] } };

const PREFERENCES: Record<string, Constraint> = {
  "OperationPreferences.RegionConcurrencyType": { oneOf: ["SEQUENTIAL", "PARALLEL"] },
  "OperationPreferences.RegionOrder.member": REGION,
  "OperationPreferences.FailureToleranceCount": { range: [0, Number.MAX_SAFE_INTEGER] },
  "OperationPreferences.FailureTolerancePercentage": { range: [0, 100] },
  "OperationPreferences.MaxConcurrentCount": { range: [1, Number.MAX_SAFE_INTEGER] },
  "OperationPreferences.MaxConcurrentPercentage": { range: [1, 100] },
  "OperationPreferences.ConcurrencyMode": { oneOf: ["STRICT_FAILURE_TOLERANCE", "SOFT_FAILURE_TOLERANCE"] },
};
const TARGETS: Record<string, Constraint> = {
  "Accounts.member": ACCOUNT,
  "DeploymentTargets.Accounts.member": ACCOUNT,
  "DeploymentTargets.AccountsUrl": S3_URL,
  "DeploymentTargets.OrganizationalUnitIds.member": UNIT,
  "DeploymentTargets.AccountFilterType": { oneOf: ["NONE", "INTERSECTION", "DIFFERENCE", "UNION"] },
  "Regions.member": REGION,
};
const OPERATION: Record<string, Constraint> = { ...TARGETS, ...PREFERENCES, ...CALL_AS, OperationId: OPERATION_ID };
const STACK_SET: Record<string, Constraint> = {
  ...CALL_AS,
  Description: { length: [1, 1024] },
  TemplateBody: { length: [1, 1_000_000] },
  TemplateURL: { length: [1, 5120] },
  "Capabilities.member": { oneOf: ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"] },
  Tags: { length: [0, 50] },
  "Tags.member.Key": { length: [1, 128] },
  "Tags.member.Value": { length: [1, 256] },
  AdministrationRoleARN: { length: [20, 2048] },
  ExecutionRoleName: { length: [1, 64], pattern: "[a-zA-Z_0-9+=,.@-]+" },
  PermissionModel: { oneOf: ["SERVICE_MANAGED", "SELF_MANAGED"] },
};
const ONE_INSTANCE: Record<string, Constraint> = {
  ...CALL_AS,
  StackInstanceAccount: ACCOUNT,
  StackInstanceRegion: REGION,
};

/** Of the operations in this folder. */
export const stackSetConstraints: Constraints = {
  CreateStackInstances: OPERATION,
  CreateStackSet: { ...STACK_SET, ClientRequestToken: OPERATION_ID },
  DeleteStackInstances: OPERATION,
  DeleteStackSet: CALL_AS,
  DescribeOrganizationsAccess: CALL_AS,
  DescribeStackInstance: ONE_INSTANCE,
  DescribeStackSet: CALL_AS,
  DescribeStackSetOperation: { ...CALL_AS, OperationId: OPERATION_ID },
  DetectStackSetDrift: { ...PREFERENCES, ...CALL_AS, StackSetName: NAME_OR_ID, OperationId: OPERATION_ID },
  ImportStacksToStackSet: {
    ...PREFERENCES,
    ...CALL_AS,
    StackSetName: NAME_OR_ID,
    StackIdsUrl: S3_URL,
    "OrganizationalUnitIds.member": UNIT,
    OperationId: OPERATION_ID,
  },
  ListStackInstanceResourceDrifts: {
    ...ONE_INSTANCE,
    ...PAGE,
    StackSetName: NAME_OR_ID,
    OperationId: OPERATION_ID,
    StackInstanceResourceDriftStatuses: { length: [1, 4] },
    "StackInstanceResourceDriftStatuses.member": {
      oneOf: ["IN_SYNC", "MODIFIED", "DELETED", "NOT_CHECKED", "UNKNOWN", "UNSUPPORTED"],
    },
  },
  ListStackInstances: {
    ...ONE_INSTANCE,
    ...PAGE,
    Filters: { length: [0, 3] },
    "Filters.member.Name": { oneOf: ["DETAILED_STATUS", "LAST_OPERATION_ID", "DRIFT_STATUS"] },
    "Filters.member.Values": { length: [1, 128], pattern: "^\\S{1,128}$" },
  },
  ListStackSetAutoDeploymentTargets: { ...CALL_AS, ...PAGE, StackSetName: NAME_OR_ID },
  ListStackSetOperationResults: {
    ...CALL_AS,
    ...PAGE,
    OperationId: OPERATION_ID,
    Filters: { length: [0, 1] },
    "Filters.member.Name": { oneOf: ["OPERATION_RESULT_STATUS"] },
    "Filters.member.Values": { length: [6, 9], pattern: "^\\S{6,9}$" },
  },
  ListStackSetOperations: { ...CALL_AS, ...PAGE },
  ListStackSets: { ...CALL_AS, ...PAGE, Status: { oneOf: ["ACTIVE", "DELETED"] } },
  StopStackSetOperation: { ...CALL_AS, OperationId: OPERATION_ID },
  UpdateStackInstances: { ...OPERATION, StackSetName: NAME_OR_ID },
  UpdateStackSet: { ...STACK_SET, ...OPERATION },
};
