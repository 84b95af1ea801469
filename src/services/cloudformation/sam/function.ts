// AWS::Serverless::Function: a function, its role, and what its events need.

import { isRecord } from "../template/values.ts";
import { addDeploymentPreference } from "./deployment-preference.ts";
import { passedOn, passedOnAll, pick, SamError, tagList } from "./draft.ts";
import type { Draft, SamResource, SamType, Values } from "./draft.ts";
import { expandEvents } from "./events/events.ts";
import type { FunctionHandle } from "./events/event.ts";
import { addFunctionUrl } from "./function-url.ts";
import { createRole } from "./function-role.ts";
import { addVersion, describeVersion } from "./function-version.ts";
import type { RoleDraft } from "./function-role.ts";
import { expandInvokeConfig } from "./invoke-config.ts";
import { s3Location } from "./s3-location.ts";

/** The same name and meaning in AWS::Lambda::Function. */
const SAME = [
  "Architectures",
  "CodeSigningConfigArn",
  "DurableConfig",
  "EphemeralStorage",
  "FileSystemConfigs",
  "FunctionName",
  "Handler",
  "ImageConfig",
  "KmsKeyArn",
  "Layers",
  "LoggingConfig",
  "MemorySize",
  "PackageType",
  "PublishToLatestPublished",
  "RecursiveLoop",
  "ReservedConcurrentExecutions",
  "Runtime",
  "RuntimeManagementConfig",
  "SnapStart",
  "TenancyConfig",
  "Timeout",
  "VpcConfig",
];

export const functionType: SamType = {
  typeName: "AWS::Serverless::Function",
  properties: new Set([
    ...SAME,
    "AssumeRolePolicyDocument",
    "AutoPublishAlias",
    "AutoPublishAliasAllProperties",
    "AutoPublishCodeSha256",
    "CodeUri",
    "DeadLetterQueue",
    "DeploymentPreference",
    "Description",
    "Environment",
    "EventInvokeConfig",
    "Events",
    "FunctionUrlConfig",
    "ImageUri",
    "InlineCode",
    "PermissionsBoundary",
    "Policies",
    "ProvisionedConcurrencyConfig",
    "Role",
    "RolePath",
    "SourceKMSKeyArn",
    "Tags",
    "Tracing",
    "VersionDeletionPolicy",
    "VersionDescription",
  ]),
  refused: new Set(["CapacityProviderConfig", "FunctionScalingConfig", "PropagateTags"]),
  expand,
};

function expand(resource: SamResource, draft: Draft): void {
  const { logicalId, source, properties } = resource;
  const role: RoleDraft = { managedPolicyArns: [], policies: [] };
  checkTenancy(properties);
  const configuration = {
    Code: codeOf(resource),
    ...pick(properties, SAME),
    DeadLetterConfig: deadLetterConfig(properties["DeadLetterQueue"]),
    Description: describeVersion(properties),
    Environment: properties["Environment"],
    Role: properties["Role"],
    Tags: tagList("lambda:createdBy", properties["Tags"]),
    TracingConfig: properties["Tracing"] === undefined ? undefined : { Mode: properties["Tracing"] },
  };
  const alias = properties["AutoPublishAlias"];
  const policy = addDeploymentPreference(resource, alias !== undefined, draft);
  const aliasId = alias === undefined ? undefined : addVersion(resource, configuration, alias, policy, draft);

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
    ...configuration,
    Role: properties["Role"] ?? { "Fn::GetAtt": [roleId, "Arn"] },
  });
}

/** AWS: "CodeUri" is an S3 URI or an S3 location; a path is what `sam package` must replace before. */
function codeOf({ properties, source }: SamResource): Values {
  const { InlineCode: inline, CodeUri: uri, ImageUri: image, PackageType: type = "Zip" } = properties;
  const written = isRecord(source["Properties"]) ? source["Properties"] : source;
  if (type === "Image") {
    if (image === undefined) throw new SamError("'ImageUri' must be set.", written);
    return { ImageUri: image };
  }
  if (type !== "Zip") throw new SamError(`invalid 'PackageType' : ${String(type)}`, written, "PackageType");
  if (inline === undefined && uri === undefined)
    throw new SamError("Only one of 'InlineCode' or 'CodeUri' can be set.", written);
  const code = inline === undefined ? s3Location("CodeUri", uri, written) : { ZipFile: inline };
  return { ...code, ...pick(properties, ["SourceKMSKeyArn"]) };
}

/** AWS: what functions that keep their tenants apart cannot have. */
function checkTenancy(properties: Values): void {
  if (properties["TenancyConfig"] === undefined) return;
  const apart = {
    ProvisionedConcurrencyConfig: "Provisioned concurrency",
    FunctionUrlConfig: "Function URL",
    SnapStart: "SnapStart",
  };
  for (const [name, title] of Object.entries(apart)) {
    if (properties[name] === undefined) continue;
    throw new SamError(`${title} is not supported for functions enabled with tenancy configuration.`, properties, name);
  }
}

function deadLetterConfig(queue: unknown): Values | undefined {
  if (queue === undefined) return undefined;
  if (!isRecord(queue) || queue["TargetArn"] === undefined || (queue["Type"] !== "SQS" && queue["Type"] !== "SNS")) {
    throw new SamError("'DeadLetterQueue' requires Type and TargetArn properties to be specified.");
  }
  return { TargetArn: queue["TargetArn"] };
}
