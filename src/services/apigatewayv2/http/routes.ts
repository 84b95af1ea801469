// What a route of an HTTP API may be: its key, its integration, and who may take it.
// AWS: "Create routes for HTTP APIs in API Gateway", "Control and manage access to HTTP APIs in API Gateway".

import type { Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import { badRequest, conflict, notFound, requireServed } from "../errors.ts";
import type { RouteRecord } from "../records.ts";
import { listParts, loadPart } from "../repo.ts";
import type { RouteInput } from "../routes.ts";
import { parseRouteKey } from "./route-keys.ts";

const SERVED = [
  "ApiId",
  "RouteId",
  "RouteKey",
  "Target",
  "OperationName",
  "AuthorizationType",
  "AuthorizerId",
  "AuthorizationScopes",
  "ApiKeyRequired",
];
/** Members that AWS has for WebSocket APIs only. */
const WEBSOCKET_ONLY = [
  "ModelSelectionExpression",
  "RequestModels",
  "RequestParameters",
  "RouteResponseSelectionExpression",
];
/** LIMIT: AWS: "Quotas for configuring and running an HTTP API". */
const MOST_ROUTES = 300;
const MOST_SCOPES = 10;

/** Refuses what is neither "METHOD /path" nor "$default". */
export function requireHttpRouteKey(routeKey: string): void {
  if (parseRouteKey(routeKey) === undefined)
    throw badRequest(
      'The provided route key is not formatted properly for HTTP protocol. Format should be "<HTTP METHOD> /<RESOURCE PATH>" or "$default"',
    );
}

/** A record of `input` over what `previous` says, checked against the API's other parts. */
export function httpRouteOf(
  tx: ReadTx,
  scope: Scope,
  apiId: string,
  routeId: string,
  input: RouteInput,
  previous?: RouteRecord,
): RouteRecord {
  for (const name of WEBSOCKET_ONLY) {
    if (name in input && input[name as keyof RouteInput] !== undefined)
      throw badRequest(`${name} is not currently supported for HTTP protocol`);
  }
  requireServed(input, SERVED);
  if (input.ApiKeyRequired === true) throw badRequest("ApiKeyRequired is not currently supported for HTTP protocol");
  const routeKey = input.RouteKey ?? previous?.routeKey ?? "";
  requireHttpRouteKey(routeKey);
  const routes = listParts(tx, scope, apiId, "route");
  if (routes.some((route) => route.routeKey === routeKey && route.routeId !== routeId))
    throw conflict(`Route with key ${routeKey} already exists for this API`);
  if (previous === undefined && routes.length >= MOST_ROUTES)
    throw badRequest(
      "Maximum number of routes for this API has been reached. Contact AWS if you need additional routes",
    );
  const integrationId =
    input.Target === undefined ? previous?.integrationId : integrationIdOf(tx, scope, apiId, input.Target);
  const operationName = input.OperationName ?? previous?.operationName;
  return {
    v: 1,
    routeId,
    routeKey,
    ...authorizationOf(tx, scope, apiId, input, previous),
    ...(integrationId === undefined ? {} : { integrationId }),
    ...(operationName === undefined ? {} : { operationName }),
  };
}

type Authorization = Pick<RouteRecord, "authorizationType" | "authorizerId" | "authorizationScopes">;

/** Who may take the route: its authorizer is there, and of the kind that the route says. */
function authorizationOf(
  tx: ReadTx,
  scope: Scope,
  apiId: string,
  input: RouteInput,
  previous: RouteRecord | undefined,
): Authorization {
  const type = input.AuthorizationType ?? previous?.authorizationType ?? "NONE";
  const hasAuthorizer = type === "JWT" || type === "CUSTOM";
  const authorizerId = input.AuthorizerId ?? (hasAuthorizer ? previous?.authorizerId : undefined);
  const scopes = input.AuthorizationScopes ?? (type === "JWT" ? previous?.authorizationScopes : undefined) ?? [];
  if (scopes.length > MOST_SCOPES)
    throw badRequest("Maximum number of authorization scopes for this route has been reached");
  if (scopes.length > 0 && type !== "JWT")
    throw badRequest("AuthorizationScopes can be specified only when AuthorizationType is JWT");
  if (!hasAuthorizer) {
    // An empty text takes the authorizer away.
    if (authorizerId !== undefined && authorizerId !== "")
      throw badRequest(`AuthorizerId cannot be specified when AuthorizationType is ${type}`);
    return { authorizationType: type };
  }
  if (authorizerId === undefined || authorizerId === "")
    throw badRequest(`AuthorizerId is required when AuthorizationType is ${type}`);
  const authorizer = loadPart(tx, scope, apiId, "authorizer", authorizerId);
  if (authorizer === undefined) throw notFound(`Invalid Authorizer identifier specified ${authorizerId}`);
  if (authorizer.type !== (type === "JWT" ? "JWT" : "REQUEST"))
    throw badRequest(`Authorizer ${authorizerId} is not of the type that the authorization type ${type} needs`);
  return { authorizationType: type, authorizerId, ...(scopes.length === 0 ? {} : { authorizationScopes: scopes }) };
}

function integrationIdOf(tx: ReadTx, scope: Scope, apiId: string, target: string): string {
  const [, integrationId] = /^integrations\/([a-z0-9]+)$/.exec(target) ?? [];
  if (integrationId === undefined)
    throw badRequest('Invalid target specified. Format should be "integrations/<integration id>"');
  if (loadPart(tx, scope, apiId, "integration", integrationId) === undefined)
    throw notFound(`Invalid Integration identifier specified`);
  return integrationId;
}
