// AWS::Serverless::Function: a function, its role, and what its events need.

import { isRecord } from "../template/values.ts";
import { passedOn, passedOnAll, pick, SamError, shortHash, tagList } from "./draft.ts";
import type { Draft, SamResource, SamType, Values } from "./draft.ts";
import { expandEvents } from "./events/events.ts";
import type { FunctionHandle } from "./events/event.ts";
import { addFunctionUrl } from "./function-url.ts";
import { createRole } from "./function-role.ts";
import type { RoleDraft } from "./function-role.ts";
import { expandInvokeConfig } from "./invoke-config.ts";
import { s3Location } from "./s3-location.ts";

/** The same name and meaning in AWS::Lambda::Function. */
const SAME = [
  "Architectures",
  "CodeSigningConfigArn",
  "EphemeralStorage",
  "FileSystemConfigs",
  "FunctionName",
  "Handler",
  "KmsKeyArn",
  "Layers",
  "LoggingConfig",
  "MemorySize",
  "RecursiveLoop",
  "ReservedConcurrentExecutions",
  "Runtime",
  "RuntimeManagementConfig",
  "SnapStart",
  "Timeout",
  "VpcConfig",
];

export const functionType: SamType = {
  typeName: "AWS::Serverless::Function",
  properties: new Set([
    ...SAME,
    "AssumeRolePolicyDocument",
    "AutoPublishAlias",
    "AutoPublishCodeSha256",
    "CodeUri",
    "DeadLetterQueue",
    "Description",
    "Environment",
    "EventInvokeConfig",
    "Events",
    "FunctionUrlConfig",
    "InlineCode",
    "PermissionsBoundary",
    "Policies",
    "ProvisionedConcurrencyConfig",
    "Role",
    "RolePath",
    "Tags",
    "Tracing",
    "VersionDescription",
  ]),
  refused: new Set([
    "AutoPublishAliasAllProperties",
    "CapacityProviderConfig",
    "DeploymentPreference",
    "DurableConfig",
    "FunctionScalingConfig",
    "ImageConfig",
    "ImageUri",
    "PackageType",
    "PropagateTags",
    "PublishToLatestPublished",
    "SourceKMSKeyArn",
    "TenancyConfig",
    "VersionDeletionPolicy",
  ]),
  expand,
};

function expand(resource: SamResource, draft: Draft): void {
  const { logicalId, source, properties } = resource;
  const role: RoleDraft = { managedPolicyArns: [], policies: [] };
  const code = codeOf(resource);
  const alias = properties["AutoPublishAlias"];
  const aliasId = alias === undefined ? undefined : addVersion(resource, code, alias, draft);

  const handle: FunctionHandle = {
    logicalId,
    attributes: passedOn(source),
    condition: typeof source["Condition"] === "string" ? source["Condition"] : undefined,
    ref: { Ref: aliasId ?? logicalId },
    arn: aliasId === undefined ? { "Fn::GetAtt": [logicalId, "Arn"] } : { Ref: aliasId },
    arnText: aliasId === undefined ? `\${${logicalId}.Arn}` : `\${${aliasId}}`,
  };
  expandInvokeConfig(handle, properties["EventInvokeConfig"], aliasId, alias, role, draft);
  if (properties["FunctionUrlConfig"] !== undefined) addFunctionUrl(handle, properties["FunctionUrlConfig"], draft);
  expandEvents(handle, properties["Events"], role, draft);

  const roleId = `${logicalId}Role`;
  if (properties["Role"] === undefined) {
    draft.add(roleId, "AWS::IAM::Role", passedOn(source), createRole(roleId, properties, role));
  }
  draft.add(logicalId, "AWS::Lambda::Function", passedOnAll(source), {
    Code: code,
    ...pick(properties, SAME),
    DeadLetterConfig: deadLetterConfig(properties["DeadLetterQueue"]),
    Description: describeVersion(properties),
    Environment: properties["Environment"],
    Role: properties["Role"] ?? { "Fn::GetAtt": [roleId, "Arn"] },
    Tags: tagList("lambda:createdBy", properties["Tags"]),
    TracingConfig: properties["Tracing"] === undefined ? undefined : { Mode: properties["Tracing"] },
  });
}

/** AWS: "CodeUri" is an S3 URI or an S3 location; a path is what `sam package` must replace before. */
function codeOf({ properties, source }: SamResource): Values {
  const { InlineCode: inline, CodeUri: uri } = properties;
  const written = isRecord(source["Properties"]) ? source["Properties"] : source;
  if (inline !== undefined) return { ZipFile: inline };
  if (uri === undefined) throw new SamError(`One of 'InlineCode' or 'CodeUri' must be set.`, written);
  return s3Location("CodeUri", uri, written);
}

/** A version whose logical id changes with the code, and the alias that points at it. Returns the alias's logical id. */
function addVersion(
  { logicalId, source, properties }: SamResource,
  code: Values,
  alias: unknown,
  draft: Draft,
): string {
  if (typeof alias !== "string") {
    throw new SamError("'AutoPublishAlias' must be a string or a Ref to a template parameter", source, "Properties");
  }
  const given = properties["AutoPublishCodeSha256"];
  const hash = typeof given === "string" ? given.slice(0, 10) : shortHash(code);
  const versionId = `${logicalId}Version${hash}`;
  const aliasId = `${logicalId}Alias${alias.replace(/[^A-Za-z0-9]/g, "")}`;
  const { DeletionPolicy: _policy, ...attributes } = passedOn(source);
  draft.add(
    versionId,
    "AWS::Lambda::Version",
    // Older versions stay when a newer one takes their place in the template.
    { ...attributes, DeletionPolicy: "Retain" },
    { Description: properties["VersionDescription"], FunctionName: { Ref: logicalId } },
  );
  draft.add(aliasId, "AWS::Lambda::Alias", passedOn(source), {
    Name: alias,
    FunctionName: { Ref: logicalId },
    FunctionVersion: { "Fn::GetAtt": [versionId, "Version"] },
    ProvisionedConcurrencyConfig: properties["ProvisionedConcurrencyConfig"],
  });
  draft.names.set(`${logicalId}.Version`, versionId);
  draft.names.set(`${logicalId}.Alias`, aliasId);
  return aliasId;
}

/** AWS: the given hash of the code is put into the description, so that the function changes together with its version. */
function describeVersion(properties: Values): unknown {
  const { Description: description, AutoPublishCodeSha256: sha256, AutoPublishAlias: alias } = properties;
  if (typeof sha256 !== "string" || alias === undefined) return description;
  return typeof description === "string" ? `${description} ${sha256}` : sha256;
}

function deadLetterConfig(queue: unknown): Values | undefined {
  if (queue === undefined) return undefined;
  if (!isRecord(queue) || queue["TargetArn"] === undefined || (queue["Type"] !== "SQS" && queue["Type"] !== "SNS")) {
    throw new SamError("'DeadLetterQueue' requires Type and TargetArn properties to be specified.");
  }
  return { TargetArn: queue["TargetArn"] };
}
