// The role that SAM makes for a function: the basic policies, the author's, and what events and queues need.

import { isRecord } from "../template/values.ts";
import { isIntrinsic, pick, SamError, tagList } from "./draft.ts";
import type { Values } from "./draft.ts";
import { expandPolicyTemplate, isPolicyTemplate } from "./policy-templates.ts";

/** What a function's parts ask of its role. */
export interface RoleDraft {
  /** Of event sources, behind the author's. */
  readonly managedPolicyArns: string[];
  readonly policies: { readonly policy: Values; readonly place: "first" | "last" }[];
}

const SERVICE_ROLE_POLICIES = new Set([
  "AWSLambdaBasicExecutionRole",
  "AWSLambdaDynamoDBExecutionRole",
  "AWSLambdaENIManagementAccess",
  "AWSLambdaKinesisExecutionRole",
  "AWSLambdaMSKExecutionRole",
  "AWSLambdaRole",
  "AWSLambdaSQSQueueExecutionRole",
  "AWSLambdaVPCAccessExecutionRole",
]);

/** The ARN of one of AWS's own policies by its name. */
export function managedPolicyArn(name: string): string {
  return `arn:aws:iam::aws:policy/${SERVICE_ROLE_POLICIES.has(name) ? "service-role/" : ""}${name}`;
}

/** A policy that allows one action, as SAM's parts need it. */
export function allowPolicy(name: string, action: string, resource: unknown): Values {
  return {
    PolicyName: name,
    PolicyDocument: { Statement: [{ Action: action, Effect: "Allow", Resource: resource }] },
  };
}

/** The properties of the AWS::IAM::Role. */
export function createRole(roleId: string, properties: Values, draft: RoleDraft): Values {
  const managed: unknown[] = [managedPolicyArn("AWSLambdaBasicExecutionRole")];
  const addManaged = (arn: unknown): void => {
    if (!managed.includes(arn)) managed.push(arn);
  };
  const policies: Values[] = [];
  const { DeadLetterQueue: queue, Tracing: tracing, VpcConfig: vpc } = properties;
  if (tracing !== undefined && tracing !== "Disabled") addManaged(managedPolicyArn("AWSXrayWriteOnlyAccess"));
  if (vpc !== undefined) addManaged(managedPolicyArn("AWSLambdaVPCAccessExecutionRole"));
  if (isRecord(queue)) policies.push(deadLetterPolicy(queue));
  policies.push(...draft.policies.filter(({ place }) => place === "first").map(({ policy }) => policy));

  for (const [index, entry] of policyEntries(properties["Policies"]).entries()) {
    if (typeof entry === "string") addManaged(entry.startsWith("arn:") ? entry : managedPolicyArn(entry));
    else if (isIntrinsic(entry)) addManaged(entry);
    else policies.push({ PolicyName: `${roleId}Policy${index}`, PolicyDocument: policyDocument(entry, index) });
  }
  policies.push(...draft.policies.filter(({ place }) => place === "last").map(({ policy }) => policy));
  for (const arn of draft.managedPolicyArns) addManaged(arn);

  return {
    AssumeRolePolicyDocument: properties["AssumeRolePolicyDocument"] ?? {
      Version: "2012-10-17",
      Statement: [{ Action: ["sts:AssumeRole"], Effect: "Allow", Principal: { Service: ["lambda.amazonaws.com"] } }],
    },
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

/** A list as it is; a single policy as a list of one; a map of templates as one entry each. */
function policyEntries(policies: unknown): unknown[] {
  if (policies === undefined) return [];
  if (Array.isArray(policies)) return policies;
  if (!isRecord(policies) || isIntrinsic(policies) || policies["Statement"] !== undefined) return [policies];
  return Object.entries(policies).map(([name, parameters]) => ({ [name]: parameters }));
}

function policyDocument(entry: unknown, index: number): unknown {
  const [name = ""] = isRecord(entry) ? Object.keys(entry) : [];
  if (isRecord(entry) && entry["Statement"] !== undefined) return entry;
  if (!isRecord(entry) || !isPolicyTemplate(name))
    throw new SamError(`Policy at index ${index} in the 'Policies' property is not valid`);
  return expandPolicyTemplate(name, entry[name]);
}
