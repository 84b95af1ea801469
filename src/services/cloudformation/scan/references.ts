// How scanned resources refer to each other: for the related resources of a scan, and for the references in a generated template.
// AWS finds references by the schemas' relationships. Here an ARN or a URL refers to what has it, wherever it stands, and a plain name
// only where a property of that meaning has it: a description that happens to be a queue's name refers to nothing.

import { formatArn } from "../../../kernel/arns.ts";
import type { Scope } from "../../../service/context.ts";
import { identifiedPhysicalId } from "../engine/plan-imports.ts";
import { isRecord } from "../template/values.ts";
import type { ScannedResourceRecord } from "./records.ts";

type Identified = Pick<ScannedResourceRecord, "typeName" | "identifier" | "properties">;

/** What a value refers to: the resource, and its attribute, or Ref if there is none. */
export interface Reference<T> {
  readonly resource: T;
  readonly attribute?: string;
}

/** The members that name a resource of a type, in the properties of others. */
const NAMING: Readonly<Record<string, readonly string[]>> = {
  "AWS::ApiGatewayV2::Api": ["ApiId"],
  "AWS::DynamoDB::Table": ["TableName"],
  "AWS::IAM::Group": ["GroupName", "Groups"],
  "AWS::IAM::Role": ["RoleName", "Roles"],
  "AWS::IAM::User": ["UserName", "Users"],
  "AWS::Lambda::Function": ["FunctionName"],
  "AWS::Logs::LogGroup": ["LogGroupName", "LogGroup"],
  "AWS::S3::Bucket": ["Bucket", "BucketName"],
};

/** Finds what values refer to. */
export function referenceFinder<T extends Identified>(
  resources: readonly T[],
  scope: Scope,
): (value: string, member: string) => Reference<T> | undefined {
  const unique = new Map<string, Reference<T>>();
  const names = new Map<string, Reference<T>>();
  for (const resource of resources) {
    const physicalId = identifiedPhysicalId(resource.typeName, resource.identifier);
    if (isUnique(physicalId)) unique.set(physicalId, { resource });
    for (const member of NAMING[resource.typeName] ?? []) names.set(`${member} ${physicalId}`, { resource });
    const arn = arnOf(resource, physicalId, scope);
    if (arn !== undefined) unique.set(arn, { resource, attribute: "Arn" });
  }
  return (value, member) => (isUnique(value) ? unique.get(value) : names.get(`${member} ${value}`));
}

/** Every text of a value with the member that has it; items of a list have the list's. */
export function* textsIn(value: unknown, member: string): Iterable<readonly [text: string, member: string]> {
  if (typeof value === "string") yield [value, member];
  else if (Array.isArray(value)) for (const item of value) yield* textsIn(item, member);
  else if (isRecord(value)) for (const [name, item] of Object.entries(value)) yield* textsIn(item, name);
}

function isUnique(value: string): boolean {
  return /^(?:arn:|https?:)/.test(value);
}

/** What Fn::GetAtt "Arn" gives, for the types that have it and whose Ref is something else. */
function arnOf({ typeName, properties }: Identified, id: string, { account, region }: Scope): string | undefined {
  const path = typeof properties["Path"] === "string" ? properties["Path"] : "/";
  switch (typeName) {
    case "AWS::DynamoDB::Table":
      return formatArn("dynamodb", region, account, `table/${id}`);
    case "AWS::IAM::Group":
      return formatArn("iam", "", account, `group${path}${id}`);
    case "AWS::IAM::InstanceProfile":
      return formatArn("iam", "", account, `instance-profile${path}${id}`);
    case "AWS::IAM::Role":
      return formatArn("iam", "", account, `role${path}${id}`);
    case "AWS::IAM::User":
      return formatArn("iam", "", account, `user${path}${id}`);
    case "AWS::Lambda::Function":
      return formatArn("lambda", region, account, `function:${id}`);
    case "AWS::Logs::LogGroup":
      return formatArn("logs", region, account, `log-group:${id}:*`);
    case "AWS::S3::Bucket":
      return `arn:aws:s3:::${id}`;
    case "AWS::SQS::Queue":
      return formatArn("sqs", region, account, id.slice(id.lastIndexOf("/") + 1));
    default:
      return undefined;
  }
}
