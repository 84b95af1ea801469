// What a route may be here: no authorizer, no API key, and an integration of the same API.

import type { CreateRouteCommandInput } from "@aws-sdk/client-apigatewayv2";
import type { Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import { badRequest, conflict, notFound, notServed, requireServed } from "../errors.ts";
import type { RouteRecord } from "../records.ts";
import { listParts, loadPart } from "../repo.ts";
import { parseRouteKey } from "./route-keys.ts";

type RouteInput = Partial<CreateRouteCommandInput>;

const SERVED = ["ApiId", "RouteId", "RouteKey", "Target", "OperationName", "AuthorizationType", "ApiKeyRequired"];

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
  requireServed(input, SERVED);
  if (input.AuthorizationType !== undefined && input.AuthorizationType !== "NONE")
    throw notServed(`the authorization type ${input.AuthorizationType}`);
  if (input.ApiKeyRequired === true) throw badRequest("ApiKeyRequired is not currently supported for HTTP protocol");
  const routeKey = input.RouteKey ?? previous?.routeKey ?? "";
  requireHttpRouteKey(routeKey);
  const isTaken = listParts(tx, scope, apiId, "route").some(
    (route) => route.routeKey === routeKey && route.routeId !== routeId,
  );
  if (isTaken) throw conflict(`Route with key ${routeKey} already exists for this API`);
  const integrationId =
    input.Target === undefined ? previous?.integrationId : integrationIdOf(tx, scope, apiId, input.Target);
  const operationName = input.OperationName ?? previous?.operationName;
  return {
    v: 1,
    routeId,
    routeKey,
    ...(integrationId === undefined ? {} : { integrationId }),
    ...(operationName === undefined ? {} : { operationName }),
  };
}

function integrationIdOf(tx: ReadTx, scope: Scope, apiId: string, target: string): string {
  const [, integrationId] = /^integrations\/([a-z0-9]+)$/.exec(target) ?? [];
  if (integrationId === undefined)
    throw badRequest('Invalid target specified. Format should be "integrations/<integration id>"');
  if (loadPart(tx, scope, apiId, "integration", integrationId) === undefined)
    throw notFound(`Invalid Integration identifier specified`);
  return integrationId;
}
