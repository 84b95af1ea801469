// The role that SAM makes for a function: the basic policies, the author's, and what events and queues need.

import { isRecord } from "../template/values.ts";
import { pick, tagList } from "./draft.ts";
import type { Values } from "./draft.ts";
import { assumableBy, managedPolicyArn, rolePolicies } from "./role-policies.ts";

/** What a function's parts ask of its role. */
export interface RoleDraft {
  /** Of event sources, behind the author's. */
  readonly managedPolicyArns: string[];
  readonly policies: { readonly policy: Values; readonly place: "first" | "last" }[];
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
