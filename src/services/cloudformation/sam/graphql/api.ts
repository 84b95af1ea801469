// AWS::Serverless::GraphQLApi: an API of AWS AppSync with its schema, keys, functions and resolvers. AWS: the SAM specification,
// "AWS::Serverless::GraphQLApi"; names and wording are the reference translator's.

import { isRecord } from "../../template/values.ts";
import { isSet, passedOn, pick, SamError, tagList, withoutUndefined } from "../draft.ts";
import type { Draft, SamResource, SamType, Values } from "../draft.ts";
import { assumableBy } from "../role-policies.ts";
import { anything, flag, literal, map, oneOf, required, text } from "../property-rules.ts";
import { authorizationOf, connectAuthorizers } from "./authorization.ts";
import { addDataSources } from "./data-sources.ts";
import { requireShapes } from "./shapes.ts";

const SAME = [
  "IntrospectionConfig",
  "Name",
  "OwnerContact",
  "QueryDepthLimit",
  "ResolverCountLimit",
  "Visibility",
  "XrayEnabled",
];
// AWS: what a resolver does that has no code of its own.
const PASS_ON = `
export function request(ctx) {
    return {};
}

export function response(ctx) {
    return ctx.prev.result;
}
`;

export const graphQlApiType: SamType = {
  typeName: "AWS::Serverless::GraphQLApi",
  properties: {
    Name: anything,
    Tags: literal(map),
    XrayEnabled: anything,
    Auth: required(literal(map)),
    SchemaInline: literal(text),
    SchemaUri: literal(text),
    Logging: literal(oneOf(map, flag)),
    DataSources: literal(map),
    Functions: literal(map),
    Resolvers: literal(map),
    ApiKeys: literal(map),
    DomainName: literal(map),
    Cache: literal(map),
    Visibility: anything,
    OwnerContact: anything,
    IntrospectionConfig: anything,
    QueryDepthLimit: anything,
    ResolverCountLimit: anything,
  },
  expand,
};

/** The API that its parts are added to. */
interface GraphQlApi {
  readonly logicalId: string;
  readonly attributes: Values;
  readonly draft: Draft;
}

function expand({ logicalId, source, properties }: SamResource, draft: Draft): void {
  const api: GraphQlApi = {
    logicalId,
    attributes: { ...passedOn(source), ...pick(source, ["DependsOn"]) },
    draft,
  };
  requireShapes(properties);
  const { Auth: auth, Cache: cache, DomainName: domain, Logging: logging = true, Tags: tags } = properties;
  const { properties: authorization, functionArns } = authorizationOf(isRecord(auth) ? auth : {});
  draft.add(logicalId, "AWS::AppSync::GraphQLApi", api.attributes, {
    ...pick(properties, SAME),
    Name: properties["Name"] ?? logicalId,
    ...authorization,
    LogConfig: logging === false ? undefined : logConfig(api, logging),
    Tags: [...tagList(undefined, tags), ...tagList("graphqlapi:createdBy", undefined)],
  });
  addPart(api, "Schema", "AWS::AppSync::GraphQLSchema", schemaOf(properties));
  connectAuthorizers(draft, logicalId, functionArns);
  for (const [name, key] of entriesOf(properties["ApiKeys"])) {
    const { ExpiresOn, ...settings } = key;
    addPart(api, name, "AWS::AppSync::ApiKey", { ...settings, Expires: ExpiresOn });
  }
  if (isRecord(cache)) addPart(api, "ApiCache", "AWS::AppSync::ApiCache", cache);
  const { attributes } = api;
  const sources = addDataSources({ draft, apiId: logicalId, attributes }, properties["DataSources"]);
  if (isRecord(domain)) addDomain(api, domain);
  const functions = new Map(
    entriesOf(properties["Functions"]).map(([name, given]) => [name, addFunction(api, name, given, sources)] as const),
  );
  for (const [typeName, fields] of entriesOf(properties["Resolvers"]))
    for (const [name, given] of entriesOf(fields)) addResolver(api, typeName, name, given, functions);
}

function addPart({ logicalId, attributes, draft }: GraphQlApi, name: string, type: string, properties: Values): void {
  draft.add(`${logicalId}${name}`, type, attributes, { ApiId: idOf(logicalId), ...properties });
}

function idOf(logicalId: string): Values {
  return { "Fn::GetAtt": [logicalId, "ApiId"] };
}

/** AWS: everything is logged, with a role for that, unless something else is said. */
function logConfig({ logicalId, attributes, draft }: GraphQlApi, logging: unknown): Values {
  const { ExcludeVerboseContent, FieldLogLevel, CloudWatchLogsRoleArn }: Values = isRecord(logging) ? logging : {};
  const given = withoutUndefined({ ExcludeVerboseContent, FieldLogLevel: FieldLogLevel ?? "ALL" });
  if (CloudWatchLogsRoleArn !== undefined) return { ...given, CloudWatchLogsRoleArn };
  const roleId = `${logicalId}CloudWatchRole`;
  draft.add(roleId, "AWS::IAM::Role", attributes, {
    AssumeRolePolicyDocument: assumableBy("appsync.amazonaws.com"),
    ManagedPolicyArns: [
      {
        "Fn::Sub": "arn:${AWS::Partition}:iam::aws:policy/service-role/AWSAppSyncPushToCloudWatchLogs",
      },
    ],
  });
  return { ...given, CloudWatchLogsRoleArn: { "Fn::GetAtt": [roleId, "Arn"] } };
}

function schemaOf({ SchemaInline: inline, SchemaUri: uri }: Values): Values {
  if (!isSet(inline) && !isSet(uri)) throw new SamError("One of 'SchemaInline' or 'SchemaUri' must be set.");
  if (isSet(inline) && isSet(uri))
    throw new SamError("Both 'SchemaInline' and 'SchemaUri' cannot be defined at the same time.");
  return !isSet(inline) ? { DefinitionS3Location: uri } : { Definition: inline };
}

function addDomain({ logicalId, attributes, draft }: GraphQlApi, domain: Values): void {
  const domainId = `${logicalId}DomainName`;
  draft.add(domainId, "AWS::AppSync::DomainName", attributes, domain);
  draft.add(`${domainId}ApiAssociation`, "AWS::AppSync::DomainNameApiAssociation", attributes, {
    ApiId: idOf(logicalId),
    DomainName: { Ref: domainId },
  });
}

/** Adds a function; returns what names it in a pipeline. */
function addFunction(api: GraphQlApi, name: string, settings: Values, sources: ReadonlyMap<unknown, unknown>): unknown {
  if (isSet(settings["Id"])) {
    if (Object.keys(settings).length > 1)
      throw invalidPart(name, "'Id' cannot be defined with other properties in Function.");
    return settings["Id"];
  }
  addPart(api, name, "AWS::AppSync::FunctionConfiguration", {
    ...pick(settings, ["Description", "MaxBatchSize"]),
    ...requireCode(settings, name),
    DataSourceName: dataSourceOf(api, name, settings["DataSource"], sources),
    Name: settings["Name"] ?? name,
    Runtime: runtimeOf(settings, name),
    SyncConfig: settings["Sync"],
  });
  return { "Fn::GetAtt": [`${api.logicalId}${name}`, "FunctionId"] };
}

/** AWS: "NONE" in any case of letters is a source of this name that all functions share. */
function dataSourceOf(api: GraphQlApi, name: string, source: unknown, sources: ReadonlyMap<unknown, unknown>): unknown {
  if (!isSet(source)) throw invalidPart(name, "'DataSource' must be set.");
  if (isRecord(source)) return source;
  if (typeof source !== "string") throw new SamError(`Property 'Functions.${name}.DataSource' is invalid.`);
  if (sources.has(source)) return sources.get(source);
  if (source.toLowerCase() !== "none")
    throw invalidPart(
      name,
      `Either define DataSource '${source}' in 'DataSources' or use intrinsic function like GetAtt, ImportValue, Sub or another one to reference a DataSource defined outside of this GraphQLApi resource.`,
    );
  const sourceName = `${api.logicalId}NoneDataSource`;
  addPart(api, "NoneDataSource", "AWS::AppSync::DataSource", { Name: sourceName, Type: "NONE" });
  return { "Fn::GetAtt": [sourceName, "Name"] };
}

function addResolver(
  { logicalId, attributes, draft }: GraphQlApi,
  typeName: string,
  name: string,
  settings: Values,
  functions: ReadonlyMap<unknown, unknown>,
): void {
  const code = codeOf(settings, name);
  const runtime = code === undefined ? { Name: "APPSYNC_JS", RuntimeVersion: "1.0.0" } : runtimeOf(settings, name);
  const { Pipeline: pipeline } = settings;
  if (!Array.isArray(pipeline) || pipeline.length === 0)
    throw invalidPart(
      name,
      `Resolver '${name}' must have Pipeline defined. Unit resolvers are not supported. If you need a Unit resolver you can use AppSync resource.`,
    );
  const steps = pipeline.map((step: unknown) => {
    if (!functions.has(step)) throw invalidPart(name, `Function '${String(step)}' does not exist.`);
    return functions.get(step);
  });
  draft.add(
    `${logicalId}${typeName}${name}`,
    "AWS::AppSync::Resolver",
    { ...attributes, DependsOn: [`${logicalId}Schema`] },
    {
      ApiId: idOf(logicalId),
      CachingConfig: settings["Caching"],
      ...(code ?? { Code: PASS_ON }),
      FieldName: settings["FieldName"] ?? name,
      Kind: "PIPELINE",
      ...pick(settings, ["MaxBatchSize"]),
      PipelineConfig: { Functions: steps },
      Runtime: runtime,
      SyncConfig: settings["Sync"],
      TypeName: typeName,
    },
  );
}

function codeOf({ InlineCode: inline, CodeUri: uri }: Values, name: string): Values | undefined {
  if (isSet(inline) && isSet(uri))
    throw invalidPart(name, "Both 'InlineCode' and 'CodeUri' cannot be defined at the same time.");
  if (isSet(uri)) return { CodeS3Location: uri };
  return isSet(inline) ? { Code: inline } : undefined;
}

function requireCode(settings: Values, name: string): Values {
  const code = codeOf(settings, name);
  if (code === undefined) throw invalidPart(name, "One of 'InlineCode' or 'CodeUri' must be set.");
  return code;
}

function runtimeOf({ Runtime: runtime }: Values, name: string): Values {
  if (!isRecord(runtime)) throw invalidPart(name, `'Runtime' must be defined as a property in ${name}.`);
  return { Name: runtime["Name"], RuntimeVersion: runtime["Version"] };
}

function entriesOf(value: unknown): readonly (readonly [string, Values])[] {
  return Object.entries(isRecord(value) ? value : {}).map(([name, part]) => [name, isRecord(part) ? part : {}]);
}

/** AWS: a part is named as the API calls it. */
function invalidPart(name: string, message: string): SamError {
  return new SamError(message, undefined, undefined, name);
}
