// AWS::Serverless::HttpApi: an API from an OpenAPI document, which the routes of functions' events are written into, and its stage.

import { isRecord } from "../template/values.ts";
import { isIntrinsic, passedOn, passedOnAll, SamError } from "./draft.ts";
import type { Draft, HttpRoute, SamResource, SamType, Values } from "./draft.ts";
import { propertiesOf } from "./globals.ts";
import { addHttpDomain } from "./http-api-domain.ts";
import {
  authorizerFunctions,
  defaultSecurity,
  httpAuthorizers,
  routeSecurity,
  securitySchemes,
} from "./http-api-auth.ts";
import {
  definitionBody,
  describedDefinition,
  isOpenApi,
  requireNoInlineParts,
  requireNothingToWrite,
} from "./http-api-definition.ts";
import { definitionLocation } from "./s3-location.ts";
import { anything, flag, map, oneOf, text, textOrMap } from "./property-rules.ts";

/** The logical id of the API that functions share when their events name none. */
export const IMPLICIT_HTTP_API = "ServerlessHttpApi";

const CREATED_BY = "httpapi:createdBy";
const NO_VALUE = { Ref: "AWS::NoValue" };

export const httpApiType: SamType = {
  typeName: "AWS::Serverless::HttpApi",
  properties: {
    Name: anything,
    StageName: textOrMap,
    Tags: map,
    // AWS: the translator reads it and does nothing by it: tags are on the stage and the domain in any case.
    PropagateTags: flag,
    DefinitionBody: map,
    DefinitionUri: textOrMap,
    StageVariables: map,
    CorsConfiguration: oneOf(flag, map),
    AccessLogSettings: map,
    DefaultRouteSettings: map,
    Auth: map,
    RouteSettings: map,
    Domain: map,
    FailOnWarnings: flag,
    Description: text,
    DisableExecuteApiEndpoint: flag,
  },
  expand: (resource, draft) => void draft.httpApis.push(resource),
};

/** Writes all HTTP APIs, the implicit one too, when all routes are known. */
export function finishHttpApis(
  draft: Draft,
  attempt: (logicalId: string, source: object, work: () => void) => void,
): void {
  const known = new Set(draft.httpApis.map(({ logicalId }) => logicalId));
  for (const [apiId, routes] of draft.routes) {
    if (known.has(apiId)) continue;
    if (apiId !== IMPLICIT_HTTP_API) {
      attempt(apiId, draft.body, () => {
        throw new SamError(
          `ApiId must be a valid reference to an 'AWS::Serverless::HttpApi' resource in same template, but '${apiId}' is none.`,
        );
      });
      continue;
    }
    const condition = shareCondition(draft, `${IMPLICIT_HTTP_API}Condition`, routes);
    draft.httpApis.push({
      logicalId: apiId,
      source: { ...(condition === undefined ? {} : { Condition: condition }), ...strictestPolicies(routes) },
      properties: implicitProperties(draft, httpApiType.typeName, routes),
    });
  }
  for (const api of draft.httpApis)
    attempt(api.logicalId, api.source, () => {
      writeApi(api, draft.routes.get(api.logicalId) ?? [], draft);
    });
}

/** What Globals say of the implicit API, and the tags that its functions pass on to it. */
export function implicitProperties(
  draft: Draft,
  typeName: string,
  routes: readonly { readonly tags: Values | undefined }[],
): Values {
  const tags = Object.assign({}, ...routes.map((route) => route.tags ?? {})) as Values;
  const isTagged = Object.keys(tags).length > 0;
  return propertiesOf(draft, typeName, isTagged ? { Properties: { Tags: tags, PropagateTags: true } } : {});
}

/** AWS: the implicit API is kept if one of its functions is. */
export function strictestPolicies(routes: readonly { readonly attributes: Values }[]): Values {
  const policies: Values = {};
  for (const name of ["DeletionPolicy", "UpdateReplacePolicy"]) {
    const given = routes.map((route) => route.attributes[name]).filter((policy) => policy !== undefined);
    if (given.length > 0) policies[name] = given.includes("Retain") ? "Retain" : given[0];
  }
  return policies;
}

function writeApi({ logicalId, source, properties }: SamResource, routes: readonly HttpRoute[], draft: Draft): void {
  const { DefinitionUri: uri, Domain: domain } = properties;
  if (uri !== undefined) requireNoInlineParts(properties);
  const isWritten = uri === undefined && isOpenApi(properties["DefinitionBody"]);
  draft.add(logicalId, "AWS::ApiGatewayV2::Api", passedOnAll(source), {
    ...(uri === undefined
      ? { Body: writeBody(logicalId, properties, routes, draft) }
      : { BodyS3Location: definitionLocation(uri, properties) }),
    // AWS: the default is left out.
    FailOnWarnings: properties["FailOnWarnings"] === false ? undefined : properties["FailOnWarnings"],
  });
  for (const [name, functionArn] of authorizerFunctions(httpAuthorizers(authOf(properties) ?? {})))
    draft.add(`${logicalId}${name}AuthorizerPermission`, "AWS::Lambda::Permission", passedOn(source), {
      Action: "lambda:InvokeFunction",
      FunctionName: functionArn,
      Principal: "apigateway.amazonaws.com",
      SourceArn: {
        "Fn::Sub": [
          "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${__ApiId__}/authorizers/*",
          { __ApiId__: { Ref: logicalId } },
        ],
      },
    });
  const { StageName: stageName = "$default" } = properties;
  const stageId =
    stageName === "$default"
      ? `${logicalId}ApiGatewayDefaultStage`
      : `${logicalId}${typeof stageName === "string" ? stageName.replace(/[^A-Za-z0-9]/g, "") : ""}Stage`;
  const tags = { ...(isRecord(properties["Tags"]) ? properties["Tags"] : {}), [CREATED_BY]: "SAM" };
  const ownSettings = isRecord(properties["RouteSettings"]) ? properties["RouteSettings"] : {};
  const settings = { ...ownSettings, ...routeSettings(routes) };
  draft.add(stageId, "AWS::ApiGatewayV2::Stage", passedOn(source), {
    AccessLogSettings: properties["AccessLogSettings"],
    ApiId: { Ref: logicalId },
    AutoDeploy: true,
    DefaultRouteSettings: properties["DefaultRouteSettings"],
    RouteSettings: Object.keys(settings).length === 0 ? undefined : settings,
    StageName: stageName,
    StageVariables: properties["StageVariables"],
    Tags: isWritten ? tags : undefined,
  });
  draft.names.set(`${logicalId}.Stage`, stageId);
  if (isRecord(domain)) addHttpDomain(draft, logicalId, passedOn(source), domain, uri === undefined ? tags : undefined);
}

function routeSettings(routes: readonly HttpRoute[]): Values {
  const withSettings = routes.filter((route) => route.settings !== undefined);
  return Object.fromEntries(
    withSettings.map((route) => {
      const verb = route.method === "x-amazon-apigateway-any-method" ? "ANY" : route.method.toUpperCase();
      return [route.isDefault ? "$default" : `${verb} ${route.path}`, route.settings];
    }),
  );
}

/** The API's OpenAPI document: the author's, or one made of the routes. */
function writeBody(logicalId: string, properties: Values, routes: readonly HttpRoute[], draft: Draft): Values {
  const given = definitionBody(properties);
  if (!isOpenApi(given)) {
    requireNothingToWrite(properties, routes.length > 0);
    return given;
  }
  const { Name: name, Description: description, DisableExecuteApiEndpoint: isDisabled } = properties;
  const described = description === undefined ? {} : { description };
  const document =
    given === undefined
      ? { info: { version: "1.0", ...described, title: name ?? { Ref: "AWS::StackName" } }, openapi: "3.0.1" }
      : describedDefinition(given, properties);
  const tags = { ...(isRecord(properties["Tags"]) ? properties["Tags"] : {}), [CREATED_BY]: "SAM" };
  const cors = corsOf(properties["CorsConfiguration"]);
  const auth = authOf(properties);
  const authorizers = httpAuthorizers(auth ?? {});
  const components: Values = isRecord(given?.["components"]) ? given["components"] : {};
  const { securitySchemes: schemes } = components;
  return {
    ...document,
    paths: withDefault(
      writePaths(logicalId, isRecord(given?.["paths"]) ? given["paths"] : {}, routes, draft, auth),
      auth === undefined ? undefined : defaultSecurity(auth, authorizers),
    ),
    ...(Object.keys(authorizers).length === 0
      ? {}
      : {
          components: {
            ...components,
            securitySchemes: { ...(isRecord(schemes) ? schemes : {}), ...securitySchemes(authorizers) },
          },
        }),
    ...(cors === undefined ? {} : { "x-amazon-apigateway-cors": cors }),
    ...(isDisabled === undefined
      ? {}
      : { servers: [{ "x-amazon-apigateway-endpoint-configuration": { disableExecuteApiEndpoint: isDisabled } }] }),
    tags: Object.entries(tags).map(([tag, value]) => ({ name: tag, "x-amazon-apigateway-tag-value": value })),
  };
}

function corsOf(configuration: unknown): unknown {
  if (configuration === undefined || configuration === false || isIntrinsic(configuration)) return undefined;
  if (configuration === true) return { allowOrigins: ["*"] };
  if (!isRecord(configuration)) throw new SamError("Invalid value for 'CorsConfiguration' property.");
  return Object.fromEntries(
    Object.entries(configuration).map(([name, value]) => [`${name.charAt(0).toLowerCase()}${name.slice(1)}`, value]),
  );
}

function authOf({ Auth: auth }: Values): Values | undefined {
  return isRecord(auth) && Object.keys(auth).length > 0 ? auth : undefined;
}

/** Every operation that leads somewhere and asks for nothing itself asks for the default, but OPTIONS does not. */
function withDefault(paths: Values, security: readonly Values[] | undefined): Values {
  if (security === undefined) return paths;
  const guarded = (operation: unknown): unknown => {
    if (!isRecord(operation)) return operation;
    const { "Fn::If": conditional } = operation;
    if (Array.isArray(conditional)) return { "Fn::If": [conditional[0], ...conditional.slice(1).map(guarded)] };
    if (operation["x-amazon-apigateway-integration"] === undefined || operation["security"] !== undefined)
      return operation;
    return { ...operation, security };
  };
  const item = (methods: unknown): unknown => {
    if (!isRecord(methods)) return methods;
    const { "Fn::If": conditional } = methods;
    if (Array.isArray(conditional)) return { "Fn::If": [conditional[0], ...conditional.slice(1).map(item)] };
    return Object.fromEntries(
      Object.entries(methods).map(([method, operation]) => [
        method,
        method.toLowerCase() === "options" || method === "parameters" ? operation : guarded(operation),
      ]),
    );
  };
  return Object.fromEntries(Object.entries(paths).map(([path, methods]) => [path, item(methods)]));
}

function writePaths(
  logicalId: string,
  given: Values,
  routes: readonly HttpRoute[],
  draft: Draft,
  auth: Values | undefined,
): Values {
  const paths: Values = { ...given };
  for (const path of new Set(routes.map((route) => route.path))) {
    const group = routes.filter((route) => route.path === path);
    const before = isRecord(given[path]) ? given[path] : {};
    const methods: Values = { ...before };
    for (const route of group) {
      if (methods[route.method] !== undefined) {
        throw new SamError(`API method "${route.method}" defined multiple times for path "${path}".`);
      }
      methods[route.method] = conditional(route.condition, writeOperation(route, auth));
    }
    // A path is there if one of its functions is.
    const safeName = path.replaceAll("/", "SLASH").replace(/[^A-Za-z0-9]/g, "");
    const isMixed = Object.keys(before).length > 0;
    const condition = isMixed ? undefined : shareCondition(draft, `${logicalId}${safeName}PathCondition`, group);
    paths[path] = conditional(condition, methods);
  }
  return paths;
}

function writeOperation(route: HttpRoute, auth: Values | undefined): Values {
  const { isDefault, path, condition, functionArn, payloadFormatVersion, timeoutInMillis } = route;
  const uri = {
    "Fn::Sub": `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`,
  };
  const security = routeSecurity(route, auth);
  const parameters = Array.from(path.matchAll(/\{([^}]+)\}/g), ([, name]) => ({ required: true, name, in: "path" }));
  return {
    "x-amazon-apigateway-integration": {
      httpMethod: "POST",
      type: "aws_proxy",
      uri: conditional(condition, uri),
      payloadFormatVersion,
      ...(timeoutInMillis === undefined ? {} : { timeoutInMillis }),
    },
    ...(security === undefined ? {} : { security }),
    ...(isDefault ? { isDefaultRoute: true } : {}),
    responses: {},
    ...(parameters.length === 0 ? {} : { parameters }),
  };
}

/** The value, or nothing where the condition does not hold. */
export function conditional(condition: string | undefined, value: Values): Values {
  return condition === undefined ? value : { "Fn::If": [condition, value, NO_VALUE] };
}

/** The condition under which one of the routes is there: none, the one they share, or a new one of that name. */
export function shareCondition(
  draft: Draft,
  name: string,
  routes: readonly { readonly condition: string | undefined }[],
): string | undefined {
  const conditions = [...new Set(routes.map((route) => route.condition))];
  const [only] = conditions;
  if (conditions.includes(undefined) || conditions.length <= 1) return conditions.length === 1 ? only : undefined;
  draft.conditions.set(name, {
    "Fn::Or": conditions
      .map(String)
      .sort()
      .map((condition) => ({ Condition: condition })),
  });
  return name;
}
