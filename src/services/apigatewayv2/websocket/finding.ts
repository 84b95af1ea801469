// Finding parts of WebSocket APIs that belong to other parts: an id alone does not say whose they are.

import type { Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import { requirePart } from "../apis.ts";
import { partNotFound } from "../errors.ts";
import type { IntegrationResponseRecord, RouteResponseRecord } from "../records.ts";
import { loadPart } from "../repo.ts";

export function requireIntegrationResponse(
  tx: ReadTx,
  scope: Scope,
  apiId: string,
  integrationId: string,
  id: string,
): IntegrationResponseRecord {
  requirePart(tx, scope, apiId, "integration", integrationId);
  const found = loadPart(tx, scope, apiId, "integrationResponse", id);
  if (found?.integrationId !== integrationId) throw partNotFound("IntegrationResponse", id);
  return found;
}

export function requireRouteResponse(
  tx: ReadTx,
  scope: Scope,
  apiId: string,
  routeId: string,
  id: string,
): RouteResponseRecord {
  requirePart(tx, scope, apiId, "route", routeId);
  const found = loadPart(tx, scope, apiId, "routeResponse", id);
  if (found?.routeId !== routeId) throw partNotFound("RouteResponse", id);
  return found;
}
