// The role that SAM makes for a function: the basic policies, the author's, and what events and queues need.

import { isRecord } from "../template/values.ts";
import { isNoValue, pick, SamError, tagList } from "./draft.ts";
import type { Draft, SamResource, Values } from "./draft.ts";
import { resolve } from "./parameter-values.ts";
import { assumableBy, managedPolicyArn, rolePolicies } from "./role-policies.ts";

/** What a function's parts ask of its role. */
export interface RoleDraft {
  /** Of event sources, behind the author's. */
  readonly managedPolicyArns: string[];
  readonly policies: { readonly policy: Values; readonly place: "first" | "last" }[];
}

/** Which role a function has: the given one, one of its own, or under a condition the one or the other. */
export interface RoleChoice {
  readonly role: unknown;
  readonly makesRole: boolean;
  /** Of the role that is made. */
  readonly attributes: Values;
}

/** AWS: a role is made where `Role` is nothing, be it on one side of Fn::If only. */
export function roleChoice({ properties }: SamResource, roleId: string, draft: Draft): RoleChoice {
  const own = { "Fn::GetAtt": [roleId, "Arn"] };
  const { Role: given } = properties;
  if (given === undefined) return { role: own, makesRole: true, attributes: {} };
  const resolved = resolve(given, draft.values);
  const branches = isRecord(given) && isRecord(resolved) ? resolved["Fn::If"] : undefined;
  if (!isRecord(given) || given["Fn::If"] === undefined) return { role: given, makesRole: false, attributes: {} };
  if (!Array.isArray(branches) || branches.length !== 3)
    throw new SamError("Malformed 'Role' property: Fn::If requires 3 arguments.", properties, "Role");
  const [condition, then, otherwise]: unknown[] = branches;
  if (isNoValue(then) && isNoValue(otherwise)) return { role: own, makesRole: true, attributes: {} };
  if (isNoValue(then))
    return { role: { "Fn::If": [condition, own, otherwise] }, makesRole: true, attributes: { Condition: condition } };
  if (!isNoValue(otherwise)) return { role: given, makesRole: false, attributes: {} };
  const opposite = `NOT${String(condition)}`;
  draft.conditions.set(opposite, { "Fn::Not": [{ Condition: condition }] });
  return { role: { "Fn::If": [condition, then, own] }, makesRole: true, attributes: { Condition: opposite } };
}

/** The properties of the AWS::IAM::Role. */
export function createRole(roleId: string, properties: Values, draft: RoleDraft): Values {
  const basic = isRecord(properties["DurableConfig"])
    ? "AWSLambdaBasicDurableExecutionRolePolicy"
    : "AWSLambdaBasicExecutionRole";
  const managed: unknown[] = [managedPolicyArn(basic)];
  const addManaged = (arn: unknown): void => {
    if (!managed.includes(arn)) managed.push(arn);
  };
  const policies: unknown[] = [];
  const { DeadLetterQueue: queue, Tracing: tracing, VpcConfig: vpc } = properties;
  if (tracing !== undefined && tracing !== "Disabled") addManaged(managedPolicyArn("AWSXrayWriteOnlyAccess"));
  if (vpc !== undefined) addManaged(managedPolicyArn("AWSLambdaVPCAccessExecutionRole"));
  if (isRecord(queue)) policies.push(deadLetterPolicy(queue));
  policies.push(...draft.policies.filter(({ place }) => place === "first").map(({ policy }) => policy));

  const own = rolePolicies(roleId, properties["Policies"]);
  for (const arn of own.managed) addManaged(arn);
  policies.push(...own.inline);
  policies.push(...draft.policies.filter(({ place }) => place === "last").map(({ policy }) => policy));
  for (const arn of draft.managedPolicyArns) addManaged(arn);

  return {
    AssumeRolePolicyDocument: properties["AssumeRolePolicyDocument"] ?? assumableBy("lambda.amazonaws.com"),
    ManagedPolicyArns: managed,
    ...(policies.length > 0 ? { Policies: policies } : {}),
    ...pick({ Path: properties["RolePath"] }, ["Path"]),
    ...pick(properties, ["PermissionsBoundary"]),
    Tags: tagList("lambda:createdBy", properties["Tags"]),
  };
}

function deadLetterPolicy(queue: Values): Values {
  const action = queue["Type"] === "SQS" ? "sqs:SendMessage" : "sns:Publish";
  return {
    PolicyName: "DeadLetterQueuePolicy",
    PolicyDocument: {
      Version: "2012-10-17",
      Statement: [{ Action: action, Resource: queue["TargetArn"], Effect: "Allow" }],
    },
  };
}
