// What a route of a WebSocket API may be. AWS: "Create routes for WebSocket APIs in API Gateway".

import type { Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import { badRequest, conflict, notFound, requireServed } from "../errors.ts";
import type { RouteRecord } from "../records.ts";
import { listParts, loadPart } from "../repo.ts";
import type { RouteInput } from "../routes.ts";

const SERVED = [
  "ApiId",
  "RouteId",
  "RouteKey",
  "Target",
  "OperationName",
  "AuthorizationType",
  "AuthorizerId",
  "ApiKeyRequired",
  "ModelSelectionExpression",
  "RequestModels",
  "RequestParameters",
  "RouteResponseSelectionExpression",
];
const PREDEFINED = ["$connect", "$disconnect", "$default"];
/** LIMIT: AWS: "Quotas for configuring and running a WebSocket in API Gateway". */
const MOST_ROUTES = 300;

/** A record of `input` over what `previous` says, checked against the API's other parts. */
export function webSocketRouteOf(
  tx: ReadTx,
  scope: Scope,
  apiId: string,
  routeId: string,
  input: RouteInput,
  previous?: RouteRecord,
): RouteRecord {
  requireServed(input, SERVED);
  const routeKey = input.RouteKey ?? previous?.routeKey ?? "";
  requireRouteKey(tx, scope, apiId, routeId, routeKey);
  const isConnect = routeKey === "$connect";
  const authorizationType = input.AuthorizationType ?? previous?.authorizationType ?? "NONE";
  const authorizerId = input.AuthorizerId ?? (authorizationType === "CUSTOM" ? previous?.authorizerId : undefined);
  requireAuthorization(tx, scope, apiId, isConnect, authorizationType, authorizerId);
  const expression = input.RouteResponseSelectionExpression ?? previous?.routeResponseSelectionExpression;
  // AWS: "Currently, this value is restricted to $default only".
  if (expression !== undefined && expression !== "$default")
    throw badRequest(`Invalid RouteResponseSelectionExpression specified: ${expression}. Only $default is supported`);
  const requestParameters = input.RequestParameters ?? previous?.requestParameters;
  requireParameters(isConnect, requestParameters ?? {});
  const kept = {
    integrationId:
      input.Target === undefined ? previous?.integrationId : integrationIdOf(tx, scope, apiId, input.Target),
    operationName: input.OperationName ?? previous?.operationName,
    authorizerId,
    modelSelectionExpression: input.ModelSelectionExpression ?? previous?.modelSelectionExpression,
    requestModels: input.RequestModels ?? previous?.requestModels,
    isApiKeyRequired: input.ApiKeyRequired ?? previous?.isApiKeyRequired,
    requestParameters,
    routeResponseSelectionExpression: expression,
  };
  const given = Object.entries(kept).filter(([, value]) => value !== undefined);
  return { v: 1, routeId, routeKey, authorizationType, ...(Object.fromEntries(given) as Partial<RouteRecord>) };
}

function requireRouteKey(tx: ReadTx, scope: Scope, apiId: string, routeId: string, routeKey: string): void {
  // AWS: "do not use the $ prefix in the route key name. This prefix is reserved for predefined routes."
  if (routeKey === "" || (routeKey.startsWith("$") && !PREDEFINED.includes(routeKey)))
    throw badRequest(
      "The provided route key is not formatted properly for WEBSOCKET protocol. Only $connect, $disconnect and $default may begin with $",
    );
  const others = listParts(tx, scope, apiId, "route").filter((route) => route.routeId !== routeId);
  if (others.some((route) => route.routeKey === routeKey))
    throw conflict(`Route with key ${routeKey} already exists for this API`);
  if (others.length >= MOST_ROUTES) throw badRequest("Maximum number of routes for this API has been reached");
}

/** AWS: "you can configure authorization on the $connect route only". */
function requireAuthorization(
  tx: ReadTx,
  scope: Scope,
  apiId: string,
  isConnect: boolean,
  type: string,
  authorizerId: string | undefined,
): void {
  if (!["NONE", "AWS_IAM", "CUSTOM"].includes(type)) throw badRequest(`Invalid AuthorizationType specified: ${type}`);
  if (type !== "NONE" && !isConnect)
    throw badRequest("Currently, authorization is restricted to the $connect route only");
  if (type !== "CUSTOM") {
    if (authorizerId !== undefined)
      throw badRequest("AuthorizerId is supported for the CUSTOM authorization type only");
    return;
  }
  if (authorizerId === undefined) throw badRequest("AuthorizerId is required for the CUSTOM authorization type");
  if (loadPart(tx, scope, apiId, "authorizer", authorizerId) === undefined)
    throw notFound("Invalid Authorizer identifier specified");
}

/** AWS: "Set up data mapping for WebSocket APIs": query strings and headers, of $connect only. */
function requireParameters(isConnect: boolean, parameters: Readonly<Record<string, unknown>>): void {
  for (const name of Object.keys(parameters)) {
    if (!isConnect) throw badRequest("Request parameters are supported only for the $connect route");
    if (!/^route\.request\.(?:multivalue)?(?:querystring|header)\.[a-zA-Z0-9._$-]+$/.test(name))
      throw badRequest(`Invalid request parameter specified: ${name}`);
  }
}

function integrationIdOf(tx: ReadTx, scope: Scope, apiId: string, target: string): string {
  const [, integrationId] = /^integrations\/([a-z0-9]+)$/.exec(target) ?? [];
  if (integrationId === undefined)
    throw badRequest('Invalid target specified. Format should be "integrations/<integration id>"');
  if (loadPart(tx, scope, apiId, "integration", integrationId) === undefined)
    throw notFound("Invalid Integration identifier specified");
  return integrationId;
}
