// The section Globals: defaults for all resources of a type.

import { isRecord, memberOf, setMember } from "../template/values.ts";
import { isIntrinsic, SamError } from "./draft.ts";
import type { Draft, Values } from "./draft.ts";
import { resolveParameters } from "./parameter-values.ts";

/** AWS: SAM specification, "Supported resources and properties" of Globals; their order is that of the translator's messages. */
const SECTIONS: Readonly<Record<string, readonly string[]>> = {
  Api: (
    "Auth Name DefinitionUri CacheClusterEnabled CacheClusterSize MergeDefinitions Variables EndpointConfiguration MethodSettings BinaryMediaTypes " +
    "MinimumCompressionSize Cors GatewayResponses AccessLogSetting CanarySetting TracingEnabled OpenApiVersion Domain AlwaysDeploy PropagateTags " +
    "SecurityPolicy EndpointAccessMode"
  ).split(" "),
  CapacityProvider: "VpcConfig OperatorRole Tags InstanceRequirements ScalingConfig KmsKeyArn PropagateTags".split(" "),
  Function: (
    "Handler Runtime CodeUri DeadLetterQueue Description MemorySize Timeout VpcConfig Environment Tags PropagateTags Tracing KmsKeyArn " +
    "AutoPublishAlias AutoPublishAliasAllProperties Layers DeploymentPreference RolePath PermissionsBoundary ReservedConcurrentExecutions " +
    "ProvisionedConcurrencyConfig AssumeRolePolicyDocument EventInvokeConfig FileSystemConfigs CodeSigningConfigArn Architectures SnapStart " +
    "EphemeralStorage FunctionUrlConfig RuntimeManagementConfig LoggingConfig RecursiveLoop SourceKMSKeyArn TenancyConfig DurableConfig " +
    "CapacityProviderConfig FunctionScalingConfig PublishToLatestPublished VersionDeletionPolicy"
  ).split(" "),
  HttpApi: (
    "Auth AccessLogSettings StageVariables Tags CorsConfiguration DefaultRouteSettings Domain RouteSettings FailOnWarnings " +
    "PropagateTags"
  ).split(" "),
  LayerVersion: ["PublishLambdaVersion"],
  SimpleTable: ["SSESpecification"],
  StateMachine: ["PropagateTags"],
  WebSocketApi: (
    "AccessLogSettings ApiKeySelectionExpression DefaultRouteSettings DisableExecuteApiEndpoint DisableSchemaValidation Domain FailOnWarnings " +
    "IpAddressType PropagateTags RouteSelectionExpression RouteSettings StageVariables Tags"
  ).split(" "),
};

/** Throws what is wrong with the section, or with the attribute IgnoreGlobals of a resource. */
export function requireGlobals(body: Readonly<Values>): void {
  const { Globals: globals, Resources: resources } = body;
  if (globals === undefined) return;
  const invalid = (message: string, owner: object, member?: string): SamError =>
    new SamError(`'Globals' section is invalid. ${message}`, owner, member, null);
  if (!isRecord(globals)) throw invalid("It must be a non-empty dictionary", body, "Globals");
  for (const [section, defaults] of Object.entries(globals)) {
    const known = memberOf(SECTIONS, section);
    if (known === undefined)
      throw invalid(
        `'${section}' is not supported. Must be one of the following values - ${quoted(Object.keys(SECTIONS))}`,
        globals,
        section,
      );
    // AWS: the name is not filled in.
    if (!isRecord(defaults)) throw invalid("Value of ${section} must be a dictionary", globals, section);
    for (const name of Object.keys(defaults))
      if (!known.includes(name))
        throw invalid(
          `'${name}' is not a supported property of '${section}'. Must be one of the following values - ${quoted(known)}`,
          defaults,
          name,
        );
  }
  for (const [logicalId, resource] of Object.entries(isRecord(resources) ? resources : {}))
    if (isRecord(resource)) requireIgnored(globals, logicalId, resource);
}

function requireIgnored(globals: Values, logicalId: string, resource: Values): void {
  const { IgnoreGlobals: ignored, Type: typeName } = resource;
  const defaults = memberOf(globals, sectionOf(typeName));
  if (!isRecord(defaults) || !ignored || ignored === "*") return;
  const message = `Resource ${logicalId} has invalid resource attribute 'IgnoreGlobals'`;
  if (!Array.isArray(ignored)) throw new SamError(`${message}.`, resource, "IgnoreGlobals", logicalId);
  for (const name of ignored)
    if (typeof name !== "string" || !Object.hasOwn(defaults, name))
      throw new SamError(`${message} on item '${String(name)}'.`, resource, "IgnoreGlobals", logicalId);
}

function quoted(names: readonly string[]): string {
  return `[${names.map((name) => `'${name}'`).join(", ")}]`;
}

function sectionOf(typeName: unknown): string {
  return typeof typeName === "string" && typeName.startsWith("AWS::Serverless::")
    ? typeName.slice(typeName.lastIndexOf(":") + 1)
    : "";
}

/** What is true of a resource: its properties over the defaults of its type, with the values of parameters where SAM reads them. */
export function propertiesOf(draft: Draft, typeName: string, resource: Values): Values {
  return resolveParameters(typeName, applyGlobals(draft.body["Globals"], typeName, resource), draft.values);
}

/** A resource's properties over the defaults of its type, but those that it ignores. AWS: what is null is not there. */
export function applyGlobals(globals: unknown, typeName: string, resource: Values): Values {
  const { IgnoreGlobals: ignored, Properties: properties = {} } = resource;
  if (!isRecord(properties)) throw new SamError("Properties of a resource must be an object.", resource, "Properties");
  const section = isRecord(globals) ? memberOf(globals, sectionOf(typeName)) : undefined;
  if (!isRecord(section) || ignored === "*") return withoutNulls(properties);
  const names = Array.isArray(ignored) ? (ignored as unknown[]) : [];
  const defaults = names.length === 0 ? section : Object.fromEntries(entriesBut(section, names));
  return withoutNulls(mergeMaps(defaults, properties));
}

function entriesBut(section: Values, names: readonly unknown[]): [string, unknown][] {
  return Object.entries(section).filter(([name]) => !names.includes(name));
}

/** The original object where no member is null, so that its place in the file stays known. */
export function withoutNulls(properties: Values): Values {
  const entries = Object.entries(properties);
  const kept = entries.filter(([, value]) => value !== null);
  return kept.length === entries.length ? properties : Object.fromEntries(kept);
}

function mergeMaps(defaults: Values, own: Values): Values {
  const merged: Values = { ...defaults };
  for (const [name, value] of Object.entries(own))
    setMember(merged, name, Object.hasOwn(defaults, name) ? merge(defaults[name], value) : value);
  return merged;
}

/** AWS: maps are merged, lists are added behind the defaults, everything else replaces them. */
function merge(before: unknown, own: unknown): unknown {
  if (isIntrinsic(before) || isIntrinsic(own)) return own;
  if (isRecord(before) && isRecord(own)) return mergeMaps(before, own);
  if (Array.isArray(before) && Array.isArray(own)) return [...(before as unknown[]), ...(own as unknown[])];
  return own;
}
