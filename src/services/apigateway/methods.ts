// Methods: what a method may say, held against what the API has.

import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { badRequest, notFound } from "./errors.ts";
import type { AuthorizationType, Flags, Method, MethodResponse, ResourceRecord, Texts } from "./records.ts";
import { loadPart } from "./repo.ts";

const HTTP_METHODS = ["GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY"];

/** AWS: recorded. */
function requireHttpMethod(text: string): void {
  if (!HTTP_METHODS.includes(text))
    throw badRequest(`Invalid HttpMethod specified. Valid options are ${HTTP_METHODS.join(",")}`);
}

export function parseAuthorizationType(text: string): AuthorizationType {
  if (text === "NONE" || text === "AWS_IAM" || text === "CUSTOM" || text === "COGNITO_USER_POOLS") return text;
  throw badRequest("Invalid authorization type specified. Valid options are NONE,AWS_IAM,CUSTOM,COGNITO_USER_POOLS");
}

/** Refuses a method that names what the API does not have. AWS: recorded, all of them. */
export function requireMethodIsSound(tx: ReadTx, scope: Scope, apiId: string, method: Method): void {
  requireHttpMethod(method.httpMethod);
  const { authorizationType, authorizerId, requestValidatorId } = method;
  if (authorizationType === "CUSTOM" || authorizationType === "COGNITO_USER_POOLS") {
    const authorizer = authorizerId === undefined ? undefined : loadPart(tx, scope, apiId, "authorizer", authorizerId);
    const isCognito = authorizationType === "COGNITO_USER_POOLS";
    if (authorizer === undefined || (authorizer.type === "COGNITO_USER_POOLS") !== isCognito)
      throw badRequest(
        "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.",
      );
  }
  if (
    requestValidatorId !== undefined &&
    loadPart(tx, scope, apiId, "requestValidator", requestValidatorId) === undefined
  )
    throw badRequest("Invalid Request Validator identifier specified");
  requireModels(tx, scope, apiId, method.requestModels);
  requireRequestParameters(method.requestParameters);
}

/** AWS: recorded. */
export function requireModels(tx: ReadTx, scope: Scope, apiId: string, models: Texts | undefined): void {
  for (const name of Object.values(models ?? {}))
    if (loadPart(tx, scope, apiId, "model", name) === undefined)
      throw badRequest(`Invalid model identifier specified: ${name}`);
}

/** The second and third are recorded. */
function requireRequestParameters(parameters: Flags | undefined): void {
  const names = Object.keys(parameters ?? {}).map((key) => {
    const [, name] = /^method\.request\.(?:multivalue)?(?:path|querystring|header)\.(.+)$/.exec(key) ?? [];
    if (name === undefined)
      throw badRequest(
        `Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: ${key}]`,
      );
    return name;
  });
  if (new Set(names).size < names.length)
    throw badRequest("Parameter names must be unique across querystring, header and path");
}

export function requireResponseParameters(parameters: Flags | undefined): void {
  for (const key of Object.keys(parameters ?? {}))
    if (!/^method\.response\.header\..+$/.test(key))
      throw badRequest(
        `Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: ${key}]`,
      );
}

/** The resource with a method put in or taken out. */
export function withMethod(resource: ResourceRecord, name: string, method: Method | undefined): ResourceRecord {
  const { [name]: _present, ...others } = resource.methods;
  return { ...resource, methods: method === undefined ? others : { ...others, [name]: method } };
}

/** A response that the method declares. AWS: recorded. */
export function requireMethodResponse(method: Method, statusCode: string): MethodResponse {
  const response = method.methodResponses[statusCode];
  if (response === undefined) throw notFound("Invalid Response status code specified");
  return response;
}

/** AWS: recorded: an authorizer's id is kept only where the authorization type takes one. */
export function settledMethod(method: Method): Method {
  const hasAuthorizer = method.authorizationType === "CUSTOM" || method.authorizationType === "COGNITO_USER_POOLS";
  return hasAuthorizer ? method : { ...method, authorizerId: undefined };
}

/** "/orders/GET" of the first method of which `test` holds. */
export function firstMethod(
  resources: readonly ResourceRecord[],
  test: (method: Method) => boolean,
): string | undefined {
  for (const { path, methods } of resources)
    for (const method of Object.values(methods)) if (test(method)) return `${path}/${method.httpMethod}`;
  return undefined;
}
