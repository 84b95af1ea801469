// What each operation needs. AWS: "Actions, resources, and condition keys for AWS CloudFormation". What a stack makes is
// authorised call by call, as whoever the operation acts for.

import { formatArn } from "../../kernel/arns.ts";
import type { AccessRequest } from "../../iam/authorization.ts";
import type { PermissionCall, PermissionRule, Permissions } from "../../service/service.ts";
import { onStackSet } from "./stack-sets/permissions.ts";
import { findStack, stackIdOfChangeSet, stackIdOfOperation } from "./repo.ts";

interface StackInput {
  readonly StackName?: string;
  readonly RoleARN?: string;
  readonly TemplateURL?: string;
  readonly StackPolicyURL?: string;
}

const onStack =
  (action: string): PermissionRule =>
  (input: StackInput, call) => [
    { action: `cloudformation:${action}`, resource: stackArn(input.StackName, call), conditions: conditionsOf(input) },
    ...passRole(input.RoleARN),
  ];

const onAll =
  (action: string): PermissionRule =>
  () => [{ action: `cloudformation:${action}`, resource: "*" }];

export const permissions: Permissions = {
  CancelUpdateStack: onStack("CancelUpdateStack"),
  ContinueUpdateRollback: onStack("ContinueUpdateRollback"),
  CreateChangeSet: onStack("CreateChangeSet"),
  CreateGeneratedTemplate: onAll("CreateGeneratedTemplate"),
  CreateStack: onStack("CreateStack"),
  CreateStackRefactor: onAll("CreateStackRefactor"),
  DeleteChangeSet: onChangeSet("DeleteChangeSet"),
  DeleteGeneratedTemplate: onAll("DeleteGeneratedTemplate"),
  DeleteStack: onStack("DeleteStack"),
  DescribeChangeSet: onChangeSet("DescribeChangeSet"),
  DescribeChangeSetHooks: onChangeSet("DescribeChangeSetHooks"),
  DescribeEvents: (input: StackInput & { ChangeSetName?: string; OperationId?: string }, call) => {
    const owner = stackOfOperation(input.OperationId, call) ?? stackOfChangeSet(input.ChangeSetName, call);
    return [{ action: "cloudformation:DescribeEvents", resource: stackArn(input.StackName ?? owner, call) }];
  },
  DescribeGeneratedTemplate: onAll("DescribeGeneratedTemplate"),
  DescribeResourceScan: onAll("DescribeResourceScan"),
  DescribeStackDriftDetectionStatus: onAll("DescribeStackDriftDetectionStatus"),
  DescribeStackEvents: onStack("DescribeStackEvents"),
  DescribeStackRefactor: onAll("DescribeStackRefactor"),
  DescribeStackResource: onStack("DescribeStackResource"),
  DescribeStackResourceDrifts: onStack("DescribeStackResourceDrifts"),
  DescribeStackResources: onStack("DescribeStackResources"),
  DescribeStacks: onStack("DescribeStacks"),
  DetectStackDrift: onStack("DetectStackDrift"),
  DetectStackResourceDrift: onStack("DetectStackResourceDrift"),
  ExecuteChangeSet: onChangeSet("ExecuteChangeSet"),
  ExecuteStackRefactor: onAll("ExecuteStackRefactor"),
  GetGeneratedTemplate: onAll("GetGeneratedTemplate"),
  GetHookResult: onAll("GetHookResult"),
  GetStackPolicy: onStack("GetStackPolicy"),
  GetTemplate: onChangeSet("GetTemplate"),
  GetTemplateSummary: (input: StackInput & { StackSetName?: string }, call) =>
    input.StackSetName === undefined
      ? onStack("GetTemplateSummary")(input as never, call)
      : onStackSet("GetTemplateSummary")(input as never, call),
  ListChangeSets: onStack("ListChangeSets"),
  ListExports: onAll("ListExports"),
  ListGeneratedTemplates: onAll("ListGeneratedTemplates"),
  ListHookResults: onAll("ListHookResults"),
  ListImports: onAll("ListImports"),
  ListResourceScanRelatedResources: onAll("ListResourceScanRelatedResources"),
  ListResourceScanResources: onAll("ListResourceScanResources"),
  ListResourceScans: onAll("ListResourceScans"),
  ListStackRefactorActions: onAll("ListStackRefactorActions"),
  ListStackRefactors: onAll("ListStackRefactors"),
  ListStackResources: onStack("ListStackResources"),
  ListStacks: onAll("ListStacks"),
  RemoveAlias: ({ AliasName }: { AliasName?: string }, call) => [
    { action: "cloudformation:RemoveAlias", resource: stackArn(AliasName, call) },
  ],
  RollbackStack: onStack("RollbackStack"),
  SetAlias: onStack("SetAlias"),
  SetStackPolicy: onStack("SetStackPolicy"),
  SignalResource: onStack("SignalResource"),
  StartResourceScan: onAll("StartResourceScan"),
  UpdateGeneratedTemplate: onAll("UpdateGeneratedTemplate"),
  UpdateStack: onStack("UpdateStack"),
  UpdateTerminationProtection: onStack("UpdateTerminationProtection"),
  ValidateTemplate: onAll("ValidateTemplate"),
};

function onChangeSet(action: string): PermissionRule {
  return (input: StackInput & { ChangeSetName?: string }, call) => [
    {
      action: `cloudformation:${action}`,
      resource: stackArn(input.StackName ?? stackOfChangeSet(input.ChangeSetName, call), call),
    },
  ];
}

function stackOfOperation(
  operationId: string | undefined,
  { yard, account, region }: PermissionCall,
): string | undefined {
  if (operationId === undefined) return undefined;
  return yard.store.read((tx) => stackIdOfOperation(tx, { account, region }, operationId));
}

function stackOfChangeSet(
  changeSetId: string | undefined,
  { yard, account, region }: PermissionCall,
): string | undefined {
  if (changeSetId?.startsWith("arn:") !== true) return undefined;
  return yard.store.read((tx) => stackIdOfChangeSet(tx, { account, region }, changeSetId));
}

/** A stack's ARN; of one that is not there yet, its name with any id. */
function stackArn(nameOrId: string | undefined, { yard, account, region }: PermissionCall): string {
  if (nameOrId === undefined) return formatArn("cloudformation", region, account, "stack/*/*");
  if (nameOrId.startsWith("arn:")) return nameOrId;
  const stack = yard.store.read((tx) => findStack(tx, { account, region }, nameOrId));
  return stack?.stackId ?? formatArn("cloudformation", region, account, `stack/${nameOrId}/*`);
}

function conditionsOf(input: StackInput): NonNullable<AccessRequest["conditions"]> {
  return {
    ...(input.RoleARN === undefined ? {} : { "cloudformation:RoleArn": input.RoleARN }),
    ...(input.TemplateURL === undefined ? {} : { "cloudformation:TemplateUrl": input.TemplateURL }),
    ...(input.StackPolicyURL === undefined ? {} : { "cloudformation:StackPolicyUrl": input.StackPolicyURL }),
  };
}

function passRole(roleArn: string | undefined): AccessRequest[] {
  if (roleArn === undefined) return [];
  return [
    {
      action: "iam:PassRole",
      resource: roleArn,
      conditions: { "iam:PassedToService": "cloudformation.amazonaws.com" },
    },
  ];
}
