// Auth of a SAM HTTP API: security schemes, and which of them each route asks for.

import { isRecord } from "../template/values.ts";
import { SamError } from "./draft.ts";
import type { HttpRoute, Values } from "./draft.ts";

const KNOWN = new Set(["Authorizers", "DefaultAuthorizer", "EnableIamAuthorizer"]);
const OF_TOKENS: readonly string[] = ["AuthorizationScopes", "IdentitySource", "JwtConfiguration"];
const OF_FUNCTIONS: readonly string[] = [
  "AuthorizerPayloadFormatVersion",
  "EnableFunctionDefaultPermissions",
  "EnableSimpleResponses",
  "FunctionArn",
  "FunctionInvokeRole",
  "Identity",
];
const IAM: Values = {
  type: "apiKey",
  name: "Authorization",
  in: "header",
  "x-amazon-apigateway-authtype": "awsSigv4",
};

/** The authorizers of an API by name; AWS_IAM among them where it is enabled. */
export function httpAuthorizers(auth: Values): Readonly<Record<string, Values>> {
  for (const name of Object.keys(auth)) if (!KNOWN.has(name)) throw new SamError("Invalid value for 'Auth' property");
  const { Authorizers: given = {}, EnableIamAuthorizer: hasIam } = auth;
  if (!isRecord(given)) throw new SamError("'Authorizers' must be a dictionary.");
  const authorizers: Record<string, Values> = {};
  for (const [name, authorizer] of Object.entries(given)) {
    if (name === "AWS_IAM" && hasIam === true) continue;
    if (!isRecord(authorizer)) throw new SamError(`Authorizer ${name} must be a dictionary.`);
    if ("OpenIdConnectUrl" in authorizer)
      throw new SamError(
        "'OpenIdConnectUrl' is no longer a supported property for authorizer. Please use 'JwtConfiguration' instead.",
      );
    authorizers[name] = authorizer;
  }
  return hasIam === true ? { ...authorizers, AWS_IAM: {} } : authorizers;
}

/** The schemes of a document's components. */
export function securitySchemes(authorizers: Readonly<Record<string, Values>>): Values {
  return Object.fromEntries(Object.entries(authorizers).map(([name, each]) => [name, schemeOf(name, each)]));
}

function schemeOf(name: string, authorizer: Values): Values {
  if (name === "AWS_IAM" && Object.keys(authorizer).length === 0) return IAM;
  const isFunction = OF_FUNCTIONS.some((property) => authorizer[property] !== undefined);
  requireOnly(authorizer, isFunction ? OF_FUNCTIONS : OF_TOKENS);
  return isFunction ? functionScheme(name, authorizer) : tokenScheme(name, authorizer);
}

function requireOnly(authorizer: Values, allowed: readonly string[]): void {
  for (const property of Object.keys(authorizer)) {
    if (allowed.includes(property)) continue;
    if (!OF_TOKENS.includes(property) && !OF_FUNCTIONS.includes(property)) continue;
    throw new SamError(
      `${property} is only supported for ${OF_FUNCTIONS.includes(property) ? "Lambda" : "OAuth2"} Authorizer.`,
    );
  }
}

function tokenScheme(name: string, authorizer: Values): Values {
  const { JwtConfiguration: configuration, IdentitySource: source } = authorizer;
  if (!isRecord(configuration)) throw new SamError(`${name} OAuth2 Authorizer must define 'JwtConfiguration'.`);
  if (source === undefined) throw new SamError(`${name} OAuth2 Authorizer must define 'IdentitySource'.`);
  return {
    type: "oauth2",
    "x-amazon-apigateway-authorizer": {
      jwtConfiguration: Object.fromEntries(
        Object.entries(configuration).map(([property, value]) => [property.toLowerCase(), value]),
      ),
      identitySource: source,
      type: "jwt",
    },
  };
}

function functionScheme(name: string, authorizer: Values): Values {
  const {
    FunctionArn: functionArn,
    AuthorizerPayloadFormatVersion: version,
    FunctionInvokeRole: role,
    Identity: identity,
    EnableSimpleResponses: hasSimpleResponses,
  } = authorizer;
  if (functionArn === undefined) throw new SamError(`${name} Lambda Authorizer must define 'FunctionArn'.`);
  if (version === undefined)
    throw new SamError(`${name} Lambda Authorizer must define 'AuthorizerPayloadFormatVersion'.`);
  return {
    type: "apiKey",
    name: "Unused",
    in: "header",
    "x-amazon-apigateway-authorizer": {
      type: "request",
      authorizerUri: {
        "Fn::Sub": [
          "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${__FunctionArn__}/invocations",
          { __FunctionArn__: functionArn },
        ],
      },
      ...(role === undefined || role === "NONE" ? {} : { authorizerCredentials: role }),
      ...(isRecord(identity) ? identityOf(identity) : {}),
      authorizerPayloadFormatVersion: version,
      ...(hasSimpleResponses === undefined || hasSimpleResponses === false
        ? {}
        : { enableSimpleResponses: hasSimpleResponses }),
    },
  };
}

const SOURCES: Readonly<Record<string, string>> = {
  Headers: "$request.header.",
  QueryStrings: "$request.querystring.",
  StageVariables: "$stageVariables.",
  Context: "$context.",
};

function identityOf(identity: Values): Values {
  const { ReauthorizeEvery: ttl } = identity;
  const identitySource = Object.entries(SOURCES).flatMap(([name, prefix]) =>
    Array.isArray(identity[name]) ? identity[name].map((item) => `${prefix}${String(item)}`) : [],
  );
  return { ...(ttl === undefined ? {} : { authorizerResultTtlInSeconds: ttl }), identitySource };
}

/** What a function's event asks for its route; undefined where it leaves that to the API. */
export function routeSecurity(
  { auth, eventId, method, path }: HttpRoute,
  apiAuth: Values | undefined,
): readonly Values[] | undefined {
  if (auth === undefined) return undefined;
  const standard = apiAuth?.["DefaultAuthorizer"];
  const name = auth["Authorizer"] ?? standard;
  const where = `on API method [${method}] for path [${path}]`;
  const invalid = (reason: string): SamError => new SamError(`Event with id [${eventId}] is invalid. ${reason}`);
  if (typeof name !== "string")
    throw invalid(
      `'Auth' section requires either an explicit 'Authorizer' set or a 'DefaultAuthorizer' configured on the HttpApi.`,
    );
  const authorizers = apiAuth === undefined ? {} : httpAuthorizers(apiAuth);
  if (name === "NONE") {
    if (standard === undefined)
      throw invalid(
        `Unable to set Authorizer ${where} because 'NONE' is only a valid value when a DefaultAuthorizer on the API is specified.`,
      );
    return [{ NONE: [] }];
  }
  const authorizer = authorizers[name];
  if (authorizer === undefined) {
    const reason =
      Object.keys(authorizers).length === 0
        ? "because the related API does not define any Authorizers."
        : "because it wasn't defined in the API's Authorizers.";
    throw invalid(`Unable to set Authorizer [${name}] ${where} ${reason}`);
  }
  const own = auth["AuthorizationScopes"];
  const scopes = Array.isArray(own) && own.length > 0 ? own : authorizer["AuthorizationScopes"];
  return [{ [name]: name === "AWS_IAM" ? [] : (scopes ?? []) }];
}

/** What routes ask for that say nothing themselves; undefined where the API has no default. */
export function defaultSecurity(
  auth: Values,
  authorizers: Readonly<Record<string, Values>>,
): readonly Values[] | undefined {
  const { DefaultAuthorizer: name } = auth;
  if (name === undefined || (isRecord(name) && name["Ref"] === "AWS::NoValue")) return undefined;
  if (typeof name !== "string") throw new SamError("Property 'Auth.DefaultAuthorizer' should be a string.");
  const authorizer = authorizers[name];
  if (authorizer === undefined)
    throw new SamError(`Unable to set DefaultAuthorizer because '${name}' was not defined in 'Authorizers'.`);
  return [{ [name]: authorizer["AuthorizationScopes"] ?? [] }];
}

/** The functions that authorize and that the API is let invoke, by their authorizer's name. */
export function authorizerFunctions(
  authorizers: Readonly<Record<string, Values>>,
): readonly (readonly [name: string, functionArn: unknown])[] {
  return Object.entries(authorizers).flatMap(([name, { FunctionArn, EnableFunctionDefaultPermissions: isAllowed }]) =>
    FunctionArn === undefined || isAllowed === undefined || isAllowed === false ? [] : [[name, FunctionArn] as const],
  );
}
