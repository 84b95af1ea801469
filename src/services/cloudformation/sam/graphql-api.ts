// AWS::Serverless::GraphQLApi: an API of AWS AppSync with its schema, keys, functions and resolvers. AWS: the SAM specification,
// "AWS::Serverless::GraphQLApi"; names and wording are the reference translator's.

import { isRecord } from "../template/values.ts";
import { isIntrinsic, passedOn, pick, SamError, tagList, withoutUndefined } from "./draft.ts";
import type { Draft, SamResource, SamType, Values } from "./draft.ts";
import { assumableBy } from "./role-policies.ts";

const SAME = [
  "IntrospectionConfig",
  "Name",
  "OwnerContact",
  "QueryDepthLimit",
  "ResolverCountLimit",
  "Visibility",
  "XrayEnabled",
];
/** Kinds of authorization, and the property that holds the settings of each, with what that is called in AppSync's type. */
const AUTHORIZATIONS = new Map<unknown, readonly [given: string, made: string] | undefined>([
  ["AMAZON_COGNITO_USER_POOLS", ["UserPool", "UserPoolConfig"]],
  ["API_KEY", undefined],
  ["AWS_IAM", undefined],
  ["OPENID_CONNECT", ["OpenIDConnect", "OpenIDConnectConfig"]],
]);

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
  properties: new Set([
    ...SAME,
    "ApiKeys",
    "Auth",
    "Cache",
    "DomainName",
    "Functions",
    "Logging",
    "Resolvers",
    "SchemaInline",
    "SchemaUri",
    "Tags",
  ]),
  refused: new Set(["DataSources"]),
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
  const { Auth: auth, Cache: cache, DomainName: domain, Logging: logging = true, Tags: tags } = properties;
  if (auth === undefined) throw new SamError("Missing required property 'Auth'.", properties);
  const { Additional: additional, ...first } = requireMap(auth, "Auth");
  draft.add(logicalId, "AWS::AppSync::GraphQLApi", api.attributes, {
    ...pick(properties, SAME),
    Name: properties["Name"] ?? logicalId,
    ...authorization(first, "Auth"),
    AdditionalAuthenticationProviders: Array.isArray(additional)
      ? additional.map((item, index) => authorization(requireMap(item, "Auth.Additional"), `Auth.Additional.${index}`))
      : undefined,
    LogConfig: logging === false ? undefined : logConfig(api, logging),
    Tags: [...tagList(undefined, tags), ...tagList("graphqlapi:createdBy", undefined)],
  });
  addPart(api, "Schema", "AWS::AppSync::GraphQLSchema", schemaOf(properties));
  for (const [name, key] of entriesOf(properties, "ApiKeys")) {
    const { ExpiresOn, ...settings } = requireProperties(key, `ApiKeys.${name}`, [
      "ApiKeyId",
      "Description",
      "ExpiresOn",
    ]);
    addPart(api, name, "AWS::AppSync::ApiKey", { ...settings, Expires: ExpiresOn });
  }
  if (cache !== undefined) addPart(api, "ApiCache", "AWS::AppSync::ApiCache", requireMap(cache, "Cache"));
  if (domain !== undefined) addDomain(api, requireMap(domain, "DomainName"));
  const functions = new Map(
    entriesOf(properties, "Functions").map(([name, given]) => [name, addFunction(api, name, given)] as const),
  );
  for (const [typeName, fields] of entriesOf(properties, "Resolvers"))
    for (const [name, given] of Object.entries(requireMap(fields, `Resolvers.${typeName}`)))
      addResolver(api, typeName, name, requireMap(given, `Resolvers.${typeName}.${name}`), functions);
}

function addPart({ logicalId, attributes, draft }: GraphQlApi, name: string, type: string, properties: Values): void {
  draft.add(`${logicalId}${name}`, type, attributes, { ApiId: idOf(logicalId), ...properties });
}

function idOf(logicalId: string): Values {
  return { "Fn::GetAtt": [logicalId, "ApiId"] };
}

function authorization(given: Values, path: string): Values {
  const { Type: type } = given;
  if (type === "AWS_LAMBDA")
    throw new SamError(`The authorization AWS_LAMBDA in '${path}' is not supported by this cloud yet.`, given, "Type");
  if (!AUTHORIZATIONS.has(type)) throw new SamError(`Property '${path}.Type' is invalid.`, given, "Type");
  const [name, made] = AUTHORIZATIONS.get(type) ?? [];
  requireProperties(given, path, ["Type", ...(name === undefined ? [] : [name])]);
  return withoutUndefined({
    AuthenticationType: type,
    ...(name === undefined || made === undefined ? {} : { [made]: given[name] }),
  });
}

/** AWS: everything is logged, with a role for that, unless something else is said. */
function logConfig({ logicalId, attributes, draft }: GraphQlApi, logging: unknown): Values {
  const given = logging === true ? { FieldLogLevel: "ALL" } : requireMap(logging, "Logging");
  if (given["CloudWatchLogsRoleArn"] !== undefined) return given;
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
  if (inline === undefined && uri === undefined)
    throw new SamError("One of 'SchemaInline' or 'SchemaUri' must be set.");
  if (inline !== undefined && uri !== undefined)
    throw new SamError("Both 'SchemaInline' and 'SchemaUri' cannot be defined at the same time.");
  return inline === undefined ? { DefinitionS3Location: uri } : { Definition: inline };
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
function addFunction(api: GraphQlApi, name: string, given: unknown): unknown {
  const known = ["CodeUri", "DataSource", "Description", "Id", "InlineCode", "MaxBatchSize", "Name", "Runtime", "Sync"];
  const settings = requireProperties(given, `Functions.${name}`, known);
  if (settings["Id"] !== undefined) {
    if (Object.keys(settings).length > 1)
      throw invalidPart(name, "'Id' cannot be defined with other properties in Function.");
    return settings["Id"];
  }
  addPart(api, name, "AWS::AppSync::FunctionConfiguration", {
    ...pick(settings, ["Description", "MaxBatchSize"]),
    ...codeOf(settings, name, undefined),
    DataSourceName: dataSourceOf(api, name, settings["DataSource"]),
    Name: settings["Name"] ?? name,
    Runtime: runtimeOf(settings, name),
    SyncConfig: settings["Sync"],
  });
  return { "Fn::GetAtt": [`${api.logicalId}${name}`, "FunctionId"] };
}

/** AWS: "NONE" in any case of letters is a source of this name that all functions share. */
function dataSourceOf(api: GraphQlApi, name: string, source: unknown): unknown {
  if (source === undefined) throw invalidPart(name, "'DataSource' must be set.");
  if (isIntrinsic(source)) return source;
  if (typeof source !== "string") throw invalidPart(name, `Property 'Functions.${name}.DataSource' is invalid.`);
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
  given: Values,
  functions: ReadonlyMap<unknown, unknown>,
): void {
  const known = ["Caching", "CodeUri", "FieldName", "InlineCode", "MaxBatchSize", "Pipeline", "Runtime", "Sync"];
  const settings = requireProperties(given, `Resolvers.${typeName}.${name}`, known);
  const { Pipeline: pipeline } = settings;
  if (!Array.isArray(pipeline))
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
      ...codeOf(settings, name, PASS_ON),
      FieldName: settings["FieldName"] ?? name,
      Kind: "PIPELINE",
      ...pick(settings, ["MaxBatchSize"]),
      PipelineConfig: { Functions: steps },
      Runtime: runtimeOf(settings, name),
      SyncConfig: settings["Sync"],
      TypeName: typeName,
    },
  );
}

function codeOf({ InlineCode: inline, CodeUri: uri }: Values, name: string, standard: string | undefined): Values {
  if (inline !== undefined && uri !== undefined)
    throw invalidPart(name, "Both 'InlineCode' and 'CodeUri' cannot be defined at the same time.");
  if (uri !== undefined) return { CodeS3Location: uri };
  const code = inline ?? standard;
  if (code === undefined) throw invalidPart(name, "One of 'InlineCode' or 'CodeUri' must be set.");
  return { Code: code };
}

function runtimeOf({ Runtime: runtime }: Values, name: string): Values {
  if (!isRecord(runtime)) throw invalidPart(name, `'Runtime' must be defined as a property in ${name}.`);
  return { Name: runtime["Name"], RuntimeVersion: runtime["Version"] };
}

function entriesOf(properties: Values, name: string): readonly [string, unknown][] {
  return properties[name] === undefined ? [] : Object.entries(requireMap(properties[name], name));
}

function requireMap(value: unknown, path: string): Values {
  if (isRecord(value)) return value;
  throw new SamError(`Property '${path}' is invalid.`);
}

function requireProperties(value: unknown, path: string, known: readonly string[]): Values {
  const given = requireMap(value, path);
  for (const name of Object.keys(given))
    if (!known.includes(name)) throw new SamError(`Property '${path}.${name}' is invalid.`, given, name);
  return given;
}

function invalidPart(name: string, message: string): SamError {
  return new SamError(`Resource with id [${name}] is invalid. ${message}`);
}
