// The limits of AWS that a stack would hit, or is near to, after a release. The embedded cloud may be more generous in places;
// the same release is to go to AWS. Pure.

import { objectAt } from "../system/template.ts";
import type { LimitNotice } from "./plan.ts";
import type { ResourceDetail, StackDetail } from "./read-stacks.ts";

/** From this part of a limit on there is a warning. */
const NEAR = 0.8;

interface Measured {
  readonly limit: string;
  readonly value: number;
  readonly most: number;
  readonly unit: string;
  readonly logicalId?: string;
}

/** Measures a stack after the release. */
export function findLimits(unit: string, after: StackDetail): readonly LimitNotice[] {
  const { template } = after;
  const count = (section: string): number => Object.keys(objectAt(template, section)).length;
  const measured: Measured[] = [
    // AWS: "Understand CloudFormation quotas".
    { limit: "resources in a stack", value: after.resources.length, most: 500, unit: "resources" },
    { limit: "outputs of a stack", value: count("Outputs"), most: 200, unit: "outputs" },
    { limit: "parameters of a stack", value: count("Parameters"), most: 200, unit: "parameters" },
    { limit: "mappings of a template", value: count("Mappings"), most: 200, unit: "mappings" },
    { limit: "size of a template", value: after.originalBytes, most: 1_048_576, unit: "bytes" },
    ...after.resources.flatMap(measureResource),
  ];
  return measured.flatMap(({ unit: what, ...each }) => noticeOf(unit, each, what));
}

/** The notice of a value that is over a limit or near it; none otherwise. */
export function noticeOf(unit: string, measured: Omit<Measured, "unit">, what: string): readonly LimitNotice[] {
  const { limit, value, most } = measured;
  if (value < most * NEAR) return [];
  const isOver = value > most;
  return [
    {
      severity: isOver ? "error" : "warning",
      unit,
      ...(measured.logicalId === undefined ? {} : { logicalId: measured.logicalId }),
      limit,
      value,
      most,
      detail: `${value} ${what}; AWS allows ${most}.`,
    },
  ];
}

// AWS: "IAM and AWS STS quotas": white space does not count. "Amazon SQS policy quotas", "Lambda quotas", "Amazon S3 bucket
// policies".
function measureResource({ logicalId, resourceType, properties = {} }: ResourceDetail): readonly Measured[] {
  const sized = (limit: string, value: unknown, most: number, unit = "characters"): Measured[] =>
    value === undefined ? [] : [{ limit, value: sizeOf(value), most, unit, logicalId }];
  switch (resourceType) {
    case "AWS::IAM::Role":
      return [
        ...sized("size of a role's inline policies", inlineText(properties["Policies"]), 10_240),
        ...sized("size of a role's trust policy", properties["AssumeRolePolicyDocument"], 2_048),
        ...counted("managed policies of a role", properties["ManagedPolicyArns"], 10, "managed policies", logicalId),
      ];
    case "AWS::IAM::User":
      return sized("size of a user's inline policies", inlineText(properties["Policies"]), 2_048);
    case "AWS::IAM::Group":
      return sized("size of a group's inline policies", inlineText(properties["Policies"]), 5_120);
    case "AWS::IAM::ManagedPolicy":
      return sized("size of a managed policy", properties["PolicyDocument"], 6_144);
    case "AWS::IAM::Policy":
      return sized("size of a role's inline policies", properties["PolicyDocument"], 10_240);
    case "AWS::SQS::QueuePolicy":
      return sized("size of a queue's policy", properties["PolicyDocument"], 8_192, "bytes");
    case "AWS::S3::BucketPolicy":
      return sized("size of a bucket's policy", properties["PolicyDocument"], 20_480, "bytes");
    case "AWS::KMS::Key":
      return sized("size of a key's policy", properties["KeyPolicy"], 32_768, "bytes");
    case "AWS::Lambda::Function": {
      const environment = properties["Environment"];
      const variables = isObject(environment) ? environment["Variables"] : undefined;
      return [
        ...sized("size of a function's environment variables", variables, 4_096, "bytes"),
        ...counted("layers of a function", properties["Layers"], 5, "layers", logicalId),
      ];
    }
    case "AWS::DynamoDB::Table":
      return counted("global indexes of a table", properties["GlobalSecondaryIndexes"], 20, "indexes", logicalId);
    default:
      return [];
  }
}

function counted(limit: string, value: unknown, most: number, unit: string, logicalId: string): readonly Measured[] {
  return Array.isArray(value) ? [{ limit, value: value.length, most, unit, logicalId }] : [];
}

function inlineText(policies: unknown): unknown {
  if (!Array.isArray(policies) || policies.length === 0) return undefined;
  return policies.map((policy) => (isObject(policy) ? JSON.stringify(policy["PolicyDocument"]) : "")).join("");
}

function sizeOf(value: unknown): number {
  return Buffer.byteLength(typeof value === "string" ? value : JSON.stringify(value));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
