// Auth of a SAM REST API: security definitions, and which of them each method asks for.

import { isRecord } from "../../template/values.ts";
import { SamError } from "../draft.ts";
import type { RestRoute, Values } from "../draft.ts";
import { methodsAt, pathsOf } from "./document.ts";

const KNOWN = new Set([
  "AddApiKeyRequiredToCorsPreflight",
  "AddDefaultAuthorizerToCorsPreflight",
  "ApiKeyRequired",
  "Authorizers",
  "DefaultAuthorizer",
  "InvokeRole",
  "ResourcePolicy",
  "UsagePlan",
]);

const API_KEY: Values = { type: "apiKey", name: "x-api-key", in: "header" };
const IAM: Values = { type: "apiKey", name: "Authorization", in: "header", "x-amazon-apigateway-authtype": "awsSigv4" };

/** What each method's event asks for, before the API's own settings. */
export function addRouteAuth(document: Values, routes: readonly RestRoute[], apiAuth: Values): void {
  const authorizers = isRecord(apiAuth["Authorizers"]) ? apiAuth["Authorizers"] : {};
  for (const route of routes) {
    const { auth, path, method, eventId } = route;
    const { Authorizer: name, AuthorizationScopes: scopes, ApiKeyRequired: isKeyRequired } = auth;
    const definition = methodsAt(document, path).find((candidate) => candidate.name === method)?.definition;
    if (definition === undefined) continue;
    const security: Values[] = [];
    if (typeof name === "string") {
      requireAuthorizer(route, name, authorizers, apiAuth);
      const ofAuthorizer = isRecord(authorizers[name]) ? authorizers[name]["AuthorizationScopes"] : undefined;
      security.push({ [name]: name in authorizers ? (scopes ?? ofAuthorizer ?? []) : [] });
      if (name === "AWS_IAM") define(document, "AWS_IAM", IAM);
    }
    if (isKeyRequired === false && apiAuth["ApiKeyRequired"] !== true)
      throw new SamError(
        `Event with id [${eventId}] is invalid. Unable to set ApiKeyRequired [False] on API method [${method}] for path [${path}] because the related API does not specify any ApiKeyRequired.`,
      );
    if (isKeyRequired === true) {
      security.push({ api_key: [] });
      define(document, "api_key", API_KEY);
    } else if (isKeyRequired === false) security.push({ api_key_false: [] });
    if (security.length > 0) definition["security"] = security;
  }
}

function requireAuthorizer(
  { eventId, method, path }: RestRoute,
  name: string,
  authorizers: Values,
  apiAuth: Values,
): void {
  if (name === "AWS_IAM" || name in authorizers || (name === "NONE" && apiAuth["DefaultAuthorizer"] !== undefined))
    return;
  const reason =
    name === "NONE"
      ? "because 'NONE' is only a valid value when a DefaultAuthorizer on the API is specified."
      : Object.keys(authorizers).length === 0
        ? "because the related API does not define any Authorizers."
        : "because it wasn't defined in the API's Authorizers.";
  throw new SamError(
    `Event with id [${eventId}] is invalid. Unable to set Authorizer${name === "NONE" ? "" : ` [${name}]`} on API method [${method}] for path [${path}] ${reason}`,
  );
}

function define(document: Values, name: string, definition: Values): void {
  const present = isRecord(document["securityDefinitions"]) ? document["securityDefinitions"] : {};
  document["securityDefinitions"] = { [name]: definition, ...present };
}

/** The API's own settings: its authorizers, the default one, and whether keys are asked for. */
export function addApiAuth(document: Values, auth: Values): void {
  for (const name of Object.keys(auth)) if (!KNOWN.has(name)) throw new SamError("Invalid value for 'Auth' property");
  const { Authorizers: given, DefaultAuthorizer: standard } = auth;
  const authorizers = isRecord(given) ? given : {};
  for (const [name, authorizer] of Object.entries(authorizers)) {
    const present = isRecord(document["securityDefinitions"]) ? document["securityDefinitions"] : {};
    document["securityDefinitions"] = { ...present, [name]: schemeOf(name, isRecord(authorizer) ? authorizer : {}) };
  }
  if (standard === "AWS_IAM") define(document, "AWS_IAM", IAM);
  if (typeof standard === "string") {
    if (standard !== "AWS_IAM" && !(standard in authorizers))
      throw new SamError(`Unable to set DefaultAuthorizer because '${standard}' was not defined in 'Authorizers'.`);
    setDefaultAuthorizer(document, standard, authorizers, auth["AddDefaultAuthorizerToCorsPreflight"] !== false);
  }
  if (auth["ApiKeyRequired"] === true) {
    define(document, "api_key", API_KEY);
    setKeyRequired(document, auth["AddApiKeyRequiredToCorsPreflight"] !== false);
  }
}

function securityOf(definition: Values): Values[] {
  return Array.isArray(definition["security"]) ? (definition["security"] as Values[]) : [];
}

/** Every method asks for the default, unless it names another or NONE. */
function setDefaultAuthorizer(document: Values, standard: string, authorizers: Values, isOnPreflight: boolean): void {
  const names = new Set(["AWS_IAM", ...Object.keys(authorizers)]);
  const ofStandard = isRecord(authorizers[standard]) ? authorizers[standard]["AuthorizationScopes"] : undefined;
  for (const path of Object.keys(pathsOf(document)))
    for (const { name, definition } of methodsAt(document, path)) {
      if (!isOnPreflight && name === "options") continue;
      const present = securityOf(definition);
      const own = present.filter((entry) => Object.keys(entry).some((key) => names.has(key)));
      const others = present.filter((entry) => !own.includes(entry));
      const isNone = others.some((entry) => "NONE" in entry);
      const kept = others.filter((entry) => !("NONE" in entry));
      const security = [...kept, ...(isNone ? [] : own.length > 0 ? own : [{ [standard]: ofStandard ?? [] }])];
      // AWS: where nothing is left, what was there stays, NONE too: API Gateway takes it for no authorizer.
      if (security.length > 0) definition["security"] = security;
    }
}

function setKeyRequired(document: Values, isOnPreflight: boolean): void {
  for (const path of Object.keys(pathsOf(document)))
    for (const { name, definition } of methodsAt(document, path)) {
      const present = securityOf(definition);
      const others = present.filter((entry) => !("api_key" in entry) && !("api_key_false" in entry));
      const isRefused = present.some((entry) => "api_key_false" in entry);
      const security = isRefused || (name === "options" && !isOnPreflight) ? others : [...others, { api_key: [] }];
      if (JSON.stringify(security) !== JSON.stringify(present)) definition["security"] = security;
    }
}

/** An authorizer's security definition. */
function schemeOf(name: string, authorizer: Values): Values {
  const identity = isRecord(authorizer["Identity"]) ? authorizer["Identity"] : {};
  const {
    UserPoolArn: pools,
    FunctionArn: functionArn,
    FunctionPayloadType: payload = "TOKEN",
    FunctionInvokeRole: role,
  } = authorizer;
  const expression = identity["ValidationExpression"];
  const head = { type: "apiKey", name: identity["Header"] ?? "Authorization", in: "header" };
  const isChecked = expression === undefined ? {} : { identityValidationExpression: expression };
  if (pools !== undefined)
    return {
      ...head,
      "x-amazon-apigateway-authtype": "cognito_user_pools",
      "x-amazon-apigateway-authorizer": {
        type: "cognito_user_pools",
        providerARNs: Array.isArray(pools) ? pools : [pools],
        ...isChecked,
      },
    };
  const isRequest = payload === "REQUEST";
  const source = isRequest ? identitySource(identity) : "";
  const { ReauthorizeEvery: ttl } = identity;
  if (isRequest && source === "" && (ttl === undefined || Number(ttl) > 0))
    throw new SamError(
      `${name} Authorizer must specify Identity with at least one of Headers, QueryStrings, StageVariables, or Context.`,
    );
  return {
    ...head,
    ...(isRequest ? { name: "Unused" } : {}),
    "x-amazon-apigateway-authtype": "custom",
    "x-amazon-apigateway-authorizer": {
      type: isRequest ? "request" : "token",
      authorizerUri: {
        "Fn::Sub": [
          "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${__FunctionArn__}/invocations",
          { __FunctionArn__: functionArn },
        ],
      },
      ...(ttl === undefined ? {} : { authorizerResultTtlInSeconds: ttl }),
      ...(role === undefined || role === "NONE" ? {} : { authorizerCredentials: role }),
      ...(source === "" ? {} : { identitySource: source }),
      ...(isRequest ? {} : isChecked),
    },
  };
}

const SOURCES: Readonly<Record<string, string>> = {
  Headers: "method.request.header.",
  QueryStrings: "method.request.querystring.",
  StageVariables: "stageVariables.",
  Context: "context.",
};

function identitySource(identity: Values): string {
  return Object.entries(SOURCES)
    .flatMap(([name, prefix]) =>
      Array.isArray(identity[name]) ? identity[name].map((item) => `${prefix}${String(item)}`) : [],
    )
    .join(", ");
}

/** The functions that authorize and may be invoked by the API, by their authorizer's name. */
export function authorizerFunctions(auth: Values): readonly (readonly [name: string, functionArn: unknown])[] {
  const authorizers = isRecord(auth["Authorizers"]) ? auth["Authorizers"] : {};
  return Object.entries(authorizers).flatMap(([name, authorizer]) => {
    if (!isRecord(authorizer) || authorizer["UserPoolArn"] !== undefined) return [];
    const { FunctionArn: functionArn, DisableFunctionDefaultPermissions: isDisabled } = authorizer;
    return functionArn === undefined || isDisabled === true ? [] : [[name, functionArn] as const];
  });
}
