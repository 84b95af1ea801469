// AWS::Serverless::Function: a function, its role, and what its events need.

import { isRecord } from "../template/values.ts";
import { addDeploymentPreference } from "./deployment-preference.ts";
import { isSet, passedOn, passedOnAll, pick, SamError, tagList } from "./draft.ts";
import type { Draft, SamResource, SamType, Values } from "./draft.ts";
import { asPythonText } from "./python-text.ts";
import { expandEvents, readEvents } from "./events/events.ts";
import type { FunctionHandle } from "./events/event.ts";
import { addFunctionUrl } from "./function-url.ts";
import { createRole, roleChoice } from "./function-role.ts";
import { addVersion, describeVersion } from "./function-version.ts";
import type { RoleDraft } from "./function-role.ts";
import { expandInvokeConfig } from "./invoke-config.ts";
import { s3Location } from "./s3-location.ts";
import { propagatedTags, tagsForImplicitApi } from "./propagated-tags.ts";
import { anything, eitherOf, flag, listOf, literal, map, mapOf, oneOf, text, textOrMap } from "./property-rules.ts";

/** The same name and meaning in AWS::Lambda::Function. */
const SAME = [
  "Architectures",
  "CodeSigningConfigArn",
  "DurableConfig",
  "EphemeralStorage",
  "FileSystemConfigs",
  "FunctionName",
  "FunctionScalingConfig",
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
  properties: {
    FunctionName: textOrMap,
    Handler: anything,
    Runtime: anything,
    CodeUri: anything,
    ImageUri: anything,
    PackageType: anything,
    InlineCode: anything,
    DeadLetterQueue: map,
    Description: anything,
    MemorySize: anything,
    Timeout: anything,
    VpcConfig: anything,
    Role: text,
    AssumeRolePolicyDocument: map,
    Policies: oneOf(text, map, listOf(textOrMap)),
    RolePath: anything,
    PermissionsBoundary: text,
    Environment: mapOf(map),
    Events: mapOf(map),
    Tags: map,
    PropagateTags: flag,
    Tracing: textOrMap,
    KmsKeyArn: anything,
    DeploymentPreference: map,
    ReservedConcurrentExecutions: anything,
    Layers: listOf(textOrMap),
    EventInvokeConfig: map,
    EphemeralStorage: anything,
    AutoPublishAlias: oneOf(text),
    AutoPublishCodeSha256: oneOf(text),
    AutoPublishAliasAllProperties: literal(flag),
    VersionDescription: anything,
    ProvisionedConcurrencyConfig: anything,
    FileSystemConfigs: anything,
    ImageConfig: anything,
    CodeSigningConfigArn: anything,
    Architectures: anything,
    SnapStart: map,
    FunctionUrlConfig: map,
    RuntimeManagementConfig: anything,
    LoggingConfig: anything,
    RecursiveLoop: anything,
    SourceKMSKeyArn: anything,
    CapacityProviderConfig: map,
    FunctionScalingConfig: map,
    VersionDeletionPolicy: eitherOf("Delete", "Retain"),
    PublishToLatestPublished: anything,
    TenancyConfig: anything,
    DurableConfig: map,
  },
  tagsOf: propagatedTags,
  expand,
};

function expand(resource: SamResource, draft: Draft): void {
  const { logicalId, source, properties } = resource;
  const events = readEvents(logicalId, properties["Events"]);
  const role: RoleDraft = { managedPolicyArns: [], policies: [] };
  requireTogether(properties);
  checkTenancy(properties);
  const configuration = {
    Code: codeOf(resource),
    ...pick(properties, SAME),
    CapacityProviderConfig: capacityOf(properties),
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
    tags: tagsForImplicitApi(draft.body["Globals"], functionType.typeName, source),
    arnText: aliasId === undefined ? `\${${logicalId}.Arn}` : `\${${aliasId}}`,
  };
  expandInvokeConfig(handle, properties["EventInvokeConfig"], aliasId, alias, role, draft);
  if (properties["FunctionUrlConfig"] !== undefined) addFunctionUrl(handle, properties["FunctionUrlConfig"], draft);
  expandEvents(events, handle, role, draft);

  const roleId = `${logicalId}Role`;
  const given = roleChoice(resource, roleId, draft);
  if (given.makesRole)
    draft.add(
      roleId,
      "AWS::IAM::Role",
      { ...passedOn(source), ...given.attributes },
      createRole(roleId, properties, role),
    );
  draft.add(logicalId, "AWS::Lambda::Function", passedOnAll(source), { ...configuration, Role: given.role });
}

/** Which properties go together. AWS: all that is wrong in this way is told at once. */
function requireTogether(properties: Values): void {
  const has = (name: string): boolean => properties[name] !== undefined;
  const apart = ["ProvisionedConcurrencyConfig", "VpcConfig"]
    .filter((name) => has("CapacityProviderConfig") && has(name))
    .map((name) => `Cannot specify 'CapacityProviderConfig' and '${name}' together.`);
  const lacking = [
    ["FunctionScalingConfig", "CapacityProviderConfig"],
    ["VersionDeletionPolicy", "AutoPublishAlias"],
  ] as const;
  const messages = [
    ...apart,
    ...lacking
      .filter(([name, needed]) => has(name) && !has(needed))
      .map(([name, needed]) => `'${name}' requires '${needed}'.`),
  ];
  if (messages.length > 0) throw new SamError(messages.join("\n"), properties);
}

function capacityOf({ CapacityProviderConfig: given }: Values): Values | undefined {
  if (!isRecord(given) || Object.keys(given).length === 0) return undefined;
  const { Arn: CapacityProviderArn, ...limits } = given;
  if (CapacityProviderArn === undefined)
    throw new SamError(
      "Invalid CapacityProviderConfig: 1 validation error for CapacityProviderConfig\nArn\n  field required (type=value_error.missing)",
      given,
    );
  const settings = pick(limits, ["PerExecutionEnvironmentMaxConcurrency", "ExecutionEnvironmentMemoryGiBPerVCpu"]);
  return { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn, ...settings } };
}

/** AWS: "CodeUri" is an S3 URI or an S3 location; a path is what `sam package` must replace before. */
function codeOf({ properties, source }: SamResource): Values {
  const { InlineCode: inline, CodeUri: uri, ImageUri: image } = properties;
  const written = isRecord(source["Properties"]) ? source["Properties"] : source;
  const type = isSet(properties["PackageType"]) ? properties["PackageType"] : "Zip";
  const has = (name: string): boolean => isSet(properties[name]);
  if (type === "Image") {
    if (image === undefined) throw new SamError("'ImageUri' must be set.", written);
    if (!isSet(image))
      throw new SamError("'ImageUri' requires that a image hosted at a registry be specified.", written, "ImageUri");
    if (has("Handler") || has("Runtime") || has("Layers"))
      throw new SamError("Runtime, Handler, Layers cannot be present when PackageType is of type `Image`", written);
    return { ImageUri: image };
  }
  if (type !== "Zip") throw new SamError(`invalid 'PackageType' : ${asPythonText(type, 0)}`, written, "PackageType");
  if (inline === undefined && uri === undefined)
    throw new SamError("Only one of 'InlineCode' or 'CodeUri' can be set.", written);
  const code = inline === undefined ? s3Location("CodeUri", uri, written) : { ZipFile: inline };
  if (!has("Runtime") || !has("Handler"))
    throw new SamError("Runtime and Handler needs to be present when PackageType is of type `Zip`", written);
  if (has("ImageConfig"))
    throw new SamError("ImageUri or ImageConfig cannot be present when PackageType is of type `Zip`", written);
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
  if (!isSet(queue)) return undefined;
  if (!isRecord(queue) || !isSet(queue["TargetArn"]) || !isSet(queue["Type"]))
    throw new SamError("'DeadLetterQueue' requires Type and TargetArn properties to be specified.");
  if (typeof queue["Type"] !== "string")
    throw new SamError("Property 'DeadLetterQueue.Type' should be a string.", queue, "Type");
  if (queue["Type"] !== "SQS" && queue["Type"] !== "SNS")
    throw new SamError("'DeadLetterQueue' requires Type of ['SQS', 'SNS']", queue, "Type");
  return { TargetArn: queue["TargetArn"] };
}
