// AWS::Serverless::WebSocketApi: a WebSocket API with a route, an integration and a permission for each function that it names, its stage,
// authorizer and domain. AWS: the SAM specification, "AWS::Serverless::WebSocketApi"; names and wording are the reference translator's.

import { isRecord } from "../template/values.ts";
import { isIntrinsic, pick, SamError } from "./draft.ts";
import type { Draft, SamResource, SamType, Values } from "./draft.ts";
import { addHttpDomain } from "./http-api-domain.ts";
import { propagatedTags } from "./propagated-tags.ts";
import { flag, map, required, text, textOrMap } from "./property-rules.ts";

const CREATED_BY = "websocketapi:createdBy";
const DEFAULT_STAGE = "default";
const SPECIAL_ROUTES = new Set(["$connect", "$disconnect", "$default"]);
const SAME = [
  "ApiKeySelectionExpression",
  "Description",
  "DisableExecuteApiEndpoint",
  "DisableSchemaValidation",
  "IpAddressType",
  "RouteSelectionExpression",
];

export const webSocketApiType: SamType = {
  typeName: "AWS::Serverless::WebSocketApi",
  properties: {
    ApiKeySelectionExpression: text,
    AccessLogSettings: map,
    Auth: map,
    DefaultRouteSettings: map,
    Description: text,
    DisableExecuteApiEndpoint: flag,
    Domain: map,
    DisableSchemaValidation: flag,
    // AWS: the translator takes it and does nothing by it.
    FailOnWarnings: flag,
    IpAddressType: text,
    Name: text,
    PropagateTags: flag,
    Routes: required(map),
    RouteSettings: map,
    RouteSelectionExpression: required(text),
    StageName: textOrMap,
    StageVariables: map,
    Tags: map,
  },
  // AWS: with these, SAM's own goes on.
  tagsOf: (properties) => {
    const tags = propagatedTags(properties);
    return tags === undefined ? undefined : { ...tags, [CREATED_BY]: "SAM" };
  },
  expand,
};

function expand({ logicalId, source, properties }: SamResource, draft: Draft): void {
  const { Routes: given, Domain: domain, StageName: stageName = DEFAULT_STAGE, Tags: ownTags } = properties;
  const routes = isRecord(given) ? given : {};
  if (Object.keys(routes).length === 0)
    throw new SamError("WebSocket API must have at least one route.", properties, "Routes");
  requireSupported(properties, routes);
  const tags = { ...(isRecord(ownTags) ? ownTags : {}), [CREATED_BY]: "SAM" };
  // AWS: the translator (1.110.0) loses the condition and the policies of the resource.
  const attributes: Values = {};
  draft.add(logicalId, "AWS::ApiGatewayV2::Api", pick(source, ["DependsOn"]), {
    ...pick(properties, SAME),
    Name: properties["Name"] ?? logicalId,
    ProtocolType: "WEBSOCKET",
    Tags: tags,
  });
  const auth = isFilled(properties["Auth"]) ? properties["Auth"] : undefined;
  const routeIds = Object.entries(routes).map(([routeKey, settings]) =>
    addRoute({ logicalId, attributes, stageName, auth, draft }, routeKey, settings),
  );
  addStage(routeIds);
  if (auth?.["AuthType"] === "CUSTOM") addAuthorizer(draft, logicalId, attributes, auth);
  if (isRecord(domain)) addHttpDomain(draft, logicalId, attributes, domain, { [CREATED_BY]: "SAM" });

  function addStage(waitingFor: readonly string[]): void {
    if (stageName === "$default")
      throw new SamError("Stages cannot be named $default for WebSocket APIs.", properties, "StageName");
    const prefix = typeof stageName === "string" ? stageName : "";
    const stageId = `${logicalId}${prefix === DEFAULT_STAGE ? "Default" : prefix}Stage`;
    // The settings of a route can only be set when the route is there.
    const dependency = isFilled(properties["RouteSettings"]) ? { DependsOn: waitingFor } : {};
    draft.add(
      stageId,
      "AWS::ApiGatewayV2::Stage",
      { ...attributes, ...dependency },
      {
        AccessLogSettings: properties["AccessLogSettings"],
        ApiId: { Ref: logicalId },
        AutoDeploy: true,
        DefaultRouteSettings: properties["DefaultRouteSettings"],
        RouteSettings: properties["RouteSettings"],
        StageName: stageName,
        StageVariables: properties["StageVariables"],
        Tags: { [CREATED_BY]: "SAM" },
      },
    );
    draft.names.set(`${logicalId}.Stage`, stageId);
  }
}

function isFilled(value: unknown): value is Values {
  return isRecord(value) && Object.keys(value).length > 0;
}

function requireSupported(properties: Values, routes: Values): void {
  const { Auth: auth, Domain: domain, IpAddressType: ip } = properties;
  if (ip !== undefined && !isIntrinsic(ip) && ip !== "ipv4" && ip !== "dualstack")
    throw new SamError("IpAddressType must be 'ipv4' or 'dualstack'.", properties, "IpAddressType");
  if (isRecord(domain) && domain["MutualTlsAuthentication"])
    throw new SamError(
      "Mutual TLS domain name association is not supported for Websocket APIs.",
      domain,
      "MutualTlsAuthentication",
    );
  if (isFilled(auth) && routes["$connect"] === undefined)
    throw new SamError("Authorization is only available if there is a $connect route.", properties, "Auth");
  if (isFilled(auth)) requireAuth(auth);
}

function requireAuth(auth: Values): void {
  const { AuthType: type, AuthArn: arn } = auth;
  if (typeof type !== "string" || type === "")
    throw new SamError("AuthType must be specified for additional auth configurations.", auth);
  const kind = type.toUpperCase();
  if (!["NONE", "AWS_IAM", "CUSTOM"].includes(kind))
    throw new SamError("AuthType is not one of AWS_IAM, CUSTOM or NONE.", auth, "AuthType");
  if (kind === "CUSTOM" && !arn) throw new SamError("AuthArn must be specified if AuthType is CUSTOM.", auth);
  if (kind !== "CUSTOM" && Object.keys(auth).length > 1)
    throw new SamError(`No additional configurations supported for AuthType ${kind}.`, auth);
}

/** The API that a route is added to. */
interface WebSocketApi {
  readonly logicalId: string;
  readonly attributes: Values;
  readonly stageName: unknown;
  readonly auth: Values | undefined;
  readonly draft: Draft;
}

/** Adds a route, its integration and the right to call the function. Returns the route's logical id. */
function addRoute(api: WebSocketApi, routeKey: string, given: unknown): string {
  const { logicalId, attributes, auth, draft } = api;
  const settings = isRecord(given) ? given : {};
  const base = `${logicalId}${routeName(routeKey)}`;
  const parameters = isFilled(settings["RequestParameters"]) ? settings["RequestParameters"] : undefined;
  if (parameters !== undefined && routeKey !== "$connect")
    throw new SamError(
      "Request parameters are only supported for the $connect route in WebSocket APIs.",
      settings,
      "RequestParameters",
    );
  const { FunctionArn: functionArn } = settings;
  if (functionArn === undefined) throw new SamError("Route must have associated function.", settings);
  draft.add(`${base}Route`, "AWS::ApiGatewayV2::Route", attributes, {
    ApiId: { Ref: logicalId },
    RouteKey: routeKey,
    ...pick(settings, [
      "ApiKeyRequired",
      "ModelSelectionExpression",
      "OperationName",
      "RequestModels",
      "RouteResponseSelectionExpression",
    ]),
    RequestParameters: parameters,
    Target: { "Fn::Join": ["/", ["integrations", { Ref: `${base}Integration` }]] },
    ...(auth !== undefined && routeKey === "$connect" ? authorizationOf(logicalId, auth) : {}),
  });
  draft.add(`${base}Integration`, "AWS::ApiGatewayV2::Integration", attributes, {
    ApiId: { Ref: logicalId },
    IntegrationType: "AWS_PROXY",
    IntegrationUri: invocationUri("FunctionArn", functionArn),
    TimeoutInMillis: settings["IntegrationTimeout"],
  });
  draft.add(`${base}Permission`, "AWS::Lambda::Permission", attributes, {
    Action: "lambda:InvokeFunction",
    FunctionName: functionArn,
    Principal: "apigateway.amazonaws.com",
    SourceArn: routeArn(api, routeKey),
  });
  return `${base}Route`;
}

/** AWS: the first letter is made a capital, all others small. */
function routeName(routeKey: string): string {
  if (!SPECIAL_ROUTES.has(routeKey) && !/^[\p{L}\p{N}]+$/u.test(routeKey))
    throw new SamError(
      `Route key '${routeKey}' must be alphanumeric. Only $connect, $disconnect, and $default special routes are supported.`,
    );
  const name = routeKey.replace("$", "");
  return `${name.charAt(0).toUpperCase()}${name.slice(1).toLowerCase()}`;
}

/** AWS: types are known in any case of letters, but mean something in capitals only. */
function authorizationOf(logicalId: string, { AuthType: type }: Values): Values {
  if (type === "CUSTOM") return { AuthorizationType: "CUSTOM", AuthorizerId: { Ref: `${logicalId}ConnectAuthorizer` } };
  return { AuthorizationType: type === "AWS_IAM" ? "AWS_IAM" : "NONE" };
}

function routeArn({ logicalId, stageName }: WebSocketApi, routeKey: string): Values {
  const api = `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${${logicalId}.ApiId}`;
  return typeof stageName === "string"
    ? { "Fn::Sub": `${api}/${stageName}/${routeKey}` }
    : { "Fn::Sub": [`${api}/\${__StageName__}/${routeKey}`, { __StageName__: stageName }] };
}

function invocationUri(variable: string, functionArn: unknown): Values {
  const uri = `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${variable}}/invocations`;
  return { "Fn::Sub": [uri, { [variable]: functionArn }] };
}

function addAuthorizer(draft: Draft, logicalId: string, attributes: Values, auth: Values): void {
  const { AuthArn: functionArn, InvokeRole: role, Name: name } = auth;
  const authorizerId = `${logicalId}ConnectAuthorizer`;
  draft.add(authorizerId, "AWS::ApiGatewayV2::Authorizer", attributes, {
    ApiId: { Ref: logicalId },
    AuthorizerCredentialsArn: role,
    AuthorizerType: "REQUEST",
    AuthorizerUri: invocationUri("AuthArn", functionArn),
    IdentitySource: auth["IdentitySource"],
    Name: name === undefined || name === "" ? authorizerId : name,
  });
  // With a role, it is the role that must be allowed to call.
  if (role !== undefined) return;
  draft.add(`${logicalId}AuthorizerPermission`, "AWS::Lambda::Permission", attributes, {
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
}
