// What each operation needs. AWS: "Actions, resources, and condition keys for AWS Step Functions". Versions and aliases are allowed on their
// machine, with the qualifier as a condition key (developer guide, "Creating IAM permissions for versions and aliases"). Who gives a machine its
// role hands that over.

import type { AccessRequest, ConditionValues } from "../../iam/authorization.ts";
import type { PermissionCall, PermissionRule, Permissions } from "../../service/service.ts";
import { parseArn } from "../../kernel/arns.ts";
import { activityArn, isOwn, machineArn, parseStatesArn } from "./arns.ts";
import { loadActivity, loadMachine } from "./repo.ts";

type Tags = readonly { readonly key?: string; readonly value?: string }[];

/** An ARN as policies name it: a version's or an alias's is its machine's, with a condition. */
function onArn(action: string, arn: string, call: PermissionCall, conditions: ConditionValues = {}): AccessRequest {
  const named = parseStatesArn(arn);
  const qualifier =
    named?.kind === "version" ? String(named.version) : named?.kind === "alias" ? named.alias : undefined;
  return {
    action: `states:${action}`,
    resource: qualifier === undefined ? arn : arn.slice(0, -qualifier.length - 1),
    conditions: {
      ...conditions,
      ...(qualifier === undefined ? {} : { "states:StateMachineQualifier": qualifier }),
      ...presentTags(arn, call),
    },
  };
}

/** aws:ResourceTag of what is there. */
function presentTags(arn: string, call: PermissionCall): ConditionValues {
  const named = parseStatesArn(arn);
  if (named === undefined || !isOwn(arn, call)) return {};
  const found = call.yard.store.read((tx) =>
    named.kind === "activity" ? loadActivity(tx, call, named.name) : loadMachine(tx, call, named.name),
  );
  return Object.fromEntries(Object.entries(found?.tags ?? {}).map(([key, value]) => [`aws:ResourceTag/${key}`, value]));
}

function requestTags(tags: Tags | undefined): ConditionValues {
  if (tags === undefined || tags.length === 0) return {};
  const values = Object.fromEntries(tags.map(({ key = "", value = "" }) => [`aws:RequestTag/${key}`, value]));
  return { ...values, "aws:TagKeys": tags.map(({ key = "" }) => key) };
}

/** Roles of other accounts are refused by the operations, whoever may pass them. */
const passRole = (roleArn: string, { account }: PermissionCall): readonly AccessRequest[] => {
  const owner = parseArn(roleArn)?.account;
  if (owner !== undefined && owner !== account) return [];
  return [
    {
      action: "iam:PassRole",
      resource: roleArn,
      conditions: { "iam:PassedToService": "states.amazonaws.com" },
    },
  ];
};

const machine =
  (action: string): PermissionRule =>
  (input: { stateMachineArn: string }, call) => [onArn(action, input.stateMachineArn, call)];

const version =
  (action: string): PermissionRule =>
  (input: { stateMachineVersionArn: string }, call) => [onArn(action, input.stateMachineVersionArn, call)];

const alias =
  (action: string): PermissionRule =>
  (input: { stateMachineAliasArn: string }, call) => [onArn(action, input.stateMachineAliasArn, call)];

const activity =
  (action: string): PermissionRule =>
  (input: { activityArn: string }, call) => [onArn(action, input.activityArn, call)];

const account =
  (action: string): PermissionRule =>
  () => [{ action: `states:${action}`, resource: "*" }];

export const permissions: Permissions = {
  CreateActivity: (input: { name: string; tags?: Tags }, call) => [
    {
      action: "states:CreateActivity",
      resource: activityArn(call, input.name),
      conditions: requestTags(input.tags),
    },
  ],
  CreateStateMachine: (input: { name: string; roleArn: string; tags?: Tags }, call) => [
    {
      action: "states:CreateStateMachine",
      resource: machineArn(call, input.name),
      conditions: requestTags(input.tags),
    },
    ...passRole(input.roleArn, call),
  ],
  // The machine is that of the versions; each of them is asked for, so that no alias leads where its maker may not.
  CreateStateMachineAlias: (
    input: { name: string; routingConfiguration: readonly { stateMachineVersionArn: string }[] },
    call,
  ) =>
    input.routingConfiguration.map(({ stateMachineVersionArn }) => {
      const { conditions, ...request } = onArn("CreateStateMachineAlias", stateMachineVersionArn, call);
      return { ...request, conditions: { ...conditions, "states:StateMachineQualifier": input.name } };
    }),
  DeleteActivity: activity("DeleteActivity"),
  DeleteStateMachine: machine("DeleteStateMachine"),
  DeleteStateMachineAlias: alias("DeleteStateMachineAlias"),
  DeleteStateMachineVersion: version("DeleteStateMachineVersion"),
  DescribeActivity: activity("DescribeActivity"),
  DescribeStateMachine: machine("DescribeStateMachine"),
  DescribeStateMachineAlias: alias("DescribeStateMachineAlias"),
  ListActivities: account("ListActivities"),
  ListStateMachineAliases: machine("ListStateMachineAliases"),
  ListStateMachineVersions: machine("ListStateMachineVersions"),
  ListStateMachines: account("ListStateMachines"),
  ListTagsForResource: (input: { resourceArn: string }, call) => [
    onArn("ListTagsForResource", input.resourceArn, call),
  ],
  PublishStateMachineVersion: machine("PublishStateMachineVersion"),
  TagResource: (input: { resourceArn: string; tags: Tags }, call) => [
    onArn("TagResource", input.resourceArn, call, requestTags(input.tags)),
  ],
  UntagResource: (input: { resourceArn: string; tagKeys: readonly string[] }, call) => [
    onArn("UntagResource", input.resourceArn, call, { "aws:TagKeys": input.tagKeys }),
  ],
  UpdateStateMachine: (input: { stateMachineArn: string; roleArn?: string }, call) => [
    onArn("UpdateStateMachine", input.stateMachineArn, call),
    ...(input.roleArn === undefined ? [] : passRole(input.roleArn, call)),
  ],
  UpdateStateMachineAlias: alias("UpdateStateMachineAlias"),
  ValidateStateMachineDefinition: account("ValidateStateMachineDefinition"),
};
