// What the operations on stack sets need. AWS: "Actions, resources, and condition keys for AWS CloudFormation".

import type { AccessRequest } from "../../../iam/authorization.ts";
import type { PermissionRule, Permissions } from "../../../service/service.ts";
import { administratorAccount } from "./find.ts";
import { stackSetArn } from "./names.ts";
import { findStackSet } from "./repo.ts";

interface StackSetInput {
  readonly StackSetName?: string;
  readonly CallAs?: "SELF" | "DELEGATED_ADMIN";
  readonly AdministrationRoleARN?: string;
  readonly TemplateURL?: string;
  readonly Regions?: readonly string[];
  readonly Tags?: readonly { readonly Key?: string; readonly Value?: string }[];
}

const onAll =
  (action: string): PermissionRule =>
  () => [{ action: `cloudformation:${action}`, resource: "*" }];

/** The rule of an operation on one stack set. */
export const onStackSet =
  (action: string): PermissionRule =>
  (input: StackSetInput, call) => {
    const { region, yard } = call;
    const administrator = { account: administratorAccount(call, input.CallAs), region };
    const name = input.StackSetName ?? "*";
    const known = yard.store.read<string | null>((tx) => findStackSet(tx, administrator, name)?.id ?? null);
    const resource = stackSetArn(administrator, known ?? (name.includes(":") ? name : `${name}:*`));
    return [
      { action: `cloudformation:${action}`, resource, conditions: conditionsOf(input) },
      ...passRole(input.AdministrationRoleARN),
    ];
  };

/** Of the operations in this folder. */
export const stackSetPermissions: Permissions = {
  ActivateOrganizationsAccess: onAll("ActivateOrganizationsAccess"),
  CreateStackInstances: onStackSet("CreateStackInstances"),
  CreateStackSet: onStackSet("CreateStackSet"),
  DeactivateOrganizationsAccess: onAll("DeactivateOrganizationsAccess"),
  DeleteStackInstances: onStackSet("DeleteStackInstances"),
  DeleteStackSet: onStackSet("DeleteStackSet"),
  DescribeOrganizationsAccess: onAll("DescribeOrganizationsAccess"),
  DescribeStackInstance: onStackSet("DescribeStackInstance"),
  DescribeStackSet: onStackSet("DescribeStackSet"),
  DescribeStackSetOperation: onStackSet("DescribeStackSetOperation"),
  DetectStackSetDrift: onStackSet("DetectStackSetDrift"),
  ImportStacksToStackSet: onStackSet("ImportStacksToStackSet"),
  ListStackInstanceResourceDrifts: onStackSet("ListStackInstanceResourceDrifts"),
  ListStackInstances: onStackSet("ListStackInstances"),
  ListStackSetAutoDeploymentTargets: onStackSet("ListStackSetAutoDeploymentTargets"),
  ListStackSetOperationResults: onStackSet("ListStackSetOperationResults"),
  ListStackSetOperations: onStackSet("ListStackSetOperations"),
  ListStackSets: onAll("ListStackSets"),
  StopStackSetOperation: onStackSet("StopStackSetOperation"),
  UpdateStackInstances: onStackSet("UpdateStackInstances"),
  UpdateStackSet: onStackSet("UpdateStackSet"),
};

function conditionsOf({ TemplateURL, Regions, Tags }: StackSetInput): NonNullable<AccessRequest["conditions"]> {
  const tags = (Tags ?? []).map(({ Key = "", Value = "" }) => [`aws:RequestTag/${Key}`, Value] as const);
  return {
    ...(TemplateURL === undefined ? {} : { "cloudformation:TemplateUrl": TemplateURL }),
    ...(Regions === undefined || Regions.length === 0 ? {} : { "cloudformation:TargetRegion": [...Regions] }),
    ...(tags.length === 0
      ? {}
      : { ...Object.fromEntries(tags), "aws:TagKeys": (Tags ?? []).map(({ Key = "" }) => Key) }),
  };
}

/** AWS: "Grant self-managed permissions": who names an administration role must be allowed to pass it. */
function passRole(roleArn: string | undefined): AccessRequest[] {
  if (roleArn === undefined) return [];
  const conditions = { "iam:PassedToService": "cloudformation.amazonaws.com" };
  return [{ action: "iam:PassRole", resource: roleArn, conditions }];
}
