// What a connector knows of its source or its destination: from a resource of the template, or as it is written.

import { isRecord, memberOf } from "../../template/values.ts";
import { isSet, SamError } from "../draft.ts";
import type { Draft, Values } from "../draft.ts";

/** One side of a connector. */
export interface ResourceReference {
  readonly logicalId: string | undefined;
  readonly type: string;
  readonly arn: unknown;
  readonly roleName: unknown;
  readonly queueUrl: unknown;
  readonly resourceId: unknown;
  readonly name: unknown;
  readonly qualifier: unknown;
}

const CLOUDFORMATION_TYPES: Readonly<Record<string, string>> = {
  "AWS::Serverless::Api": "AWS::ApiGateway::RestApi",
  "AWS::Serverless::Function": "AWS::Lambda::Function",
  "AWS::Serverless::HttpApi": "AWS::ApiGatewayV2::Api",
  "AWS::Serverless::SimpleTable": "AWS::DynamoDB::Table",
  "AWS::Serverless::StateMachine": "AWS::StepFunctions::StateMachine",
};

/** Types whose Ref is their ARN; of the others it is an attribute. */
const ARN_BY_REF = new Set([
  "AWS::AppSync::DataSource",
  "AWS::AppSync::GraphQLApi",
  "AWS::SNS::Topic",
  "AWS::StepFunctions::StateMachine",
]);
const APIS = new Set(["AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api"]);

/** The property that holds a type's role. */
const ROLE_PROPERTIES: Readonly<Record<string, string>> = {
  "AWS::AppSync::DataSource": "ServiceRoleArn",
  "AWS::Lambda::Function": "Role",
  "AWS::StepFunctions::StateMachine": "RoleArn",
};

/** Reads one side; `other` is the side it is connected with, which says which target of a rule is meant. */
export function resourceReference(written: Values, other: Values, draft: Draft): ResourceReference {
  const hasOwn = Object.keys(written).some((name) => name !== "Id" && name !== "Qualifier");
  if (Object.hasOwn(written, "Id") === hasOwn)
    throw new SamError(
      "Must provide 'Id' (with optional 'Qualifier') or a supported combination of other properties.",
      written,
    );
  return isSet(written["Id"]) ? templateReference(written, other, draft) : writtenReference(written);
}

function writtenReference(written: Values): ResourceReference {
  const type = textOf(written["Type"], "Type", written);
  return {
    logicalId: undefined,
    type: memberOf(CLOUDFORMATION_TYPES, type) ?? type,
    arn: written["Arn"],
    roleName: written["RoleName"],
    queueUrl: written["QueueUrl"],
    resourceId: written["ResourceId"],
    name: written["Name"],
    qualifier: written["Qualifier"],
  };
}

function templateReference(written: Values, other: Values, draft: Draft): ResourceReference {
  const logicalId = textOf(written["Id"], "Id", written);
  const resource = draft.resources.get(logicalId);
  if (!isRecord(resource)) throw new SamError(`Unable to find resource with logical ID '${logicalId}'.`, written, "Id");
  const type = textOf(resource["Type"], "Type", resource);
  const properties = isRecord(resource["Properties"]) ? resource["Properties"] : {};
  const isApi = APIS.has(type);
  return {
    logicalId,
    type,
    arn: ARN_BY_REF.has(type) ? { Ref: logicalId } : { "Fn::GetAtt": [logicalId, "Arn"] },
    roleName: roleName(type, properties, other),
    queueUrl: type === "AWS::SQS::Queue" ? { Ref: logicalId } : undefined,
    resourceId: isApi
      ? { Ref: logicalId }
      : type === "AWS::AppSync::GraphQLApi"
        ? { "Fn::GetAtt": [logicalId, "ApiId"] }
        : undefined,
    name: type === "AWS::StepFunctions::StateMachine" ? { "Fn::GetAtt": [logicalId, "Name"] } : undefined,
    qualifier: written["Qualifier"] ?? (isApi ? "*" : undefined),
  };
}

function roleName(type: string, properties: Values, other: Values): Values | undefined {
  const property = memberOf(ROLE_PROPERTIES, type);
  const role =
    type === "AWS::Events::Rule"
      ? roleOfTarget(properties, other)
      : property === undefined
        ? undefined
        : properties[property];
  const roleId = logicalIdIn(role);
  return roleId === undefined ? undefined : { Ref: roleId };
}

function roleOfTarget(rule: Values, other: Values): unknown {
  const targets: unknown[] = Array.isArray(rule["Targets"]) ? rule["Targets"] : [];
  const target = targets
    .filter((candidate) => isRecord(candidate))
    .find(({ Arn: arn }) => {
      const targetId = logicalIdIn(arn);
      return (targetId !== undefined && targetId === other["Id"]) || (arn !== undefined && arn === other["Arn"]);
    });
  return target?.["RoleArn"];
}

function textOf(value: unknown, name: string, owner: Values): string {
  if (typeof value === "string" && value !== "") return value;
  throw new SamError(`'${name}' is missing or not a string.`, owner);
}

/** The logical id that a Ref or an Fn::GetAtt names. */
export function logicalIdIn(value: unknown): string | undefined {
  if (!isRecord(value)) return undefined;
  const { Ref: ref, "Fn::GetAtt": attribute } = value;
  if (typeof ref === "string") return ref;
  if (typeof attribute === "string") return attribute.split(".")[0];
  const owner: unknown = Array.isArray(attribute) ? attribute[0] : undefined;
  return typeof owner === "string" ? owner : undefined;
}
