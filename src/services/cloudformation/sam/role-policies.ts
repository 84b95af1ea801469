// The `Policies` of functions and state machines: names and ARNs, statements, policy templates, and functions around them.

import { isRecord } from "../template/values.ts";
import { isIntrinsic, isNoValue, SamError } from "./draft.ts";
import type { Values } from "./draft.ts";
import { expandPolicyTemplate, isPolicyTemplate } from "./policy-templates.ts";

const SERVICE_ROLE_POLICIES = new Set([
  "AWSLambdaBasicDurableExecutionRolePolicy",
  "AWSLambdaBasicExecutionRole",
  "AWSLambdaDynamoDBExecutionRole",
  "AWSLambdaENIManagementAccess",
  "AWSLambdaKinesisExecutionRole",
  "AWSLambdaMSKExecutionRole",
  "AWSLambdaRole",
  "AWSLambdaSQSQueueExecutionRole",
  "AWSLambdaVPCAccessExecutionRole",
]);

/** The action that sending to a destination of a type needs. */
export const DESTINATION_ACTIONS: ReadonlyMap<unknown, string> = new Map([
  ["EventBridge", "events:PutEvents"],
  ["Lambda", "lambda:InvokeFunction"],
  ["SNS", "sns:publish"],
  ["SQS", "sqs:SendMessage"],
]);

/** What becomes of `Policies` in a role. */
export interface RolePolicies {
  readonly managed: readonly unknown[];
  readonly inline: readonly unknown[];
}

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

/** Lets failed events be put into a bucket. */
export function bucketPolicy(name: string, bucketArn: unknown): Values {
  const objects = { "Fn::Join": ["/", [bucketArn, "*"]] };
  const Statement = [
    { Action: "s3:PutObject", Effect: "Allow", Resource: objects },
    { Action: "s3:ListBucket", Effect: "Allow", Resource: bucketArn },
  ];
  return { PolicyName: `${name}S3Policy`, PolicyDocument: { Statement } };
}

/** The trust in one service. */
export function assumableBy(service: string): Values {
  return {
    Version: "2012-10-17",
    Statement: [{ Action: ["sts:AssumeRole"], Effect: "Allow", Principal: { Service: [service] } }],
  };
}

/** The policies of a role, the inline ones with generated names. */
export function rolePolicies(roleId: string, policies: unknown): RolePolicies {
  const managed: unknown[] = [];
  const inline: unknown[] = [];
  for (const [index, entry] of policyEntries(policies).entries()) {
    const isDocument = kindOf(entry) === "document";
    (isDocument ? inline : managed).push(expandEntry(entry, `${roleId}Policy${index}`, index));
  }
  return { managed, inline };
}

/** A list as it is; a single policy as a list of one; a map of templates as one entry each. */
function policyEntries(policies: unknown): unknown[] {
  if (policies === undefined) return [];
  if (Array.isArray(policies)) return policies;
  if (!isRecord(policies) || isIntrinsic(policies) || policies["Statement"] !== undefined) return [policies];
  return Object.entries(policies).map(([name, parameters]) => ({ [name]: parameters }));
}

function branchesOf(entry: unknown): unknown[] | undefined {
  const branches = isRecord(entry) && isIntrinsic(entry) ? entry["Fn::If"] : undefined;
  return Array.isArray(branches) && branches.length === 3 ? branches : undefined;
}

function kindOf(entry: unknown): "document" | "managed" {
  const branches = branchesOf(entry);
  if (branches === undefined) return isRecord(entry) && !isIntrinsic(entry) ? "document" : "managed";
  const kinds = branches
    .slice(1)
    .filter((branch) => !isNoValue(branch))
    .map((branch) => kindOf(branch));
  if (new Set(kinds).size > 1)
    throw new SamError(
      "Different policy types within the same Fn::If statement is unsupported. Separate different policy types into different Fn::If statements",
    );
  return kinds[0] ?? "managed";
}

function expandEntry(entry: unknown, name: string, index: number): unknown {
  const branches = branchesOf(entry);
  if (branches !== undefined) {
    const [condition, ...values] = branches;
    return { "Fn::If": [condition, ...values.map((value) => expandEntry(value, name, index))] };
  }
  if (typeof entry === "string") return entry.startsWith("arn:") ? entry : managedPolicyArn(entry);
  if (isIntrinsic(entry)) return entry;
  return { PolicyName: name, PolicyDocument: policyDocument(entry, index) };
}

function policyDocument(entry: unknown, index: number): unknown {
  const [name = ""] = isRecord(entry) ? Object.keys(entry) : [];
  if (isRecord(entry) && entry["Statement"] !== undefined) return entry;
  if (!isRecord(entry) || !isPolicyTemplate(name))
    throw new SamError(`Policy at index ${index} in the 'Policies' property is not valid`);
  return expandPolicyTemplate(name, entry[name]);
}
