// The keys of API Gateway's HTTP and WebSocket APIs. An API's id is unique in the yard, because a request names nothing else.

import type { Scope } from "../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../store/store.ts";
import type {
  ApiRecord,
  AuthorizerRecord,
  DeploymentRecord,
  IntegrationRecord,
  IntegrationResponseRecord,
  ModelRecord,
  RouteRecord,
  RouteResponseRecord,
  StageRecord,
} from "./records.ts";

const SERVICE = "apigatewayv2";

/** The parts of an API, by the kind under which they are kept. */
export interface Parts {
  readonly route: RouteRecord;
  readonly integration: IntegrationRecord;
  readonly stage: StageRecord;
  readonly deployment: DeploymentRecord;
  readonly authorizer: AuthorizerRecord;
  readonly integrationResponse: IntegrationResponseRecord;
  readonly routeResponse: RouteResponseRecord;
  readonly model: ModelRecord;
}
type Kind = keyof Parts;
const KINDS: readonly Kind[] = [
  "route",
  "integration",
  "stage",
  "deployment",
  "authorizer",
  "integrationResponse",
  "routeResponse",
  "model",
];

function apiKey(scope: Scope, apiId: string): Key {
  return [SERVICE, scope.account, scope.region, "api", apiId];
}

function partsKey(scope: Scope, apiId: string, kind: Kind): Key {
  return [SERVICE, scope.account, scope.region, kind, apiId];
}

export function loadApi(tx: ReadTx, scope: Scope, apiId: string): ApiRecord | undefined {
  return tx.get(apiKey(scope, apiId));
}

export function listApis(tx: ReadTx, scope: Scope): readonly ApiRecord[] {
  return [...tx.range<ApiRecord>({ prefix: [SERVICE, scope.account, scope.region, "api"] })].map(({ value }) => value);
}

export function saveApi(tx: WriteTx, scope: Scope, api: ApiRecord): void {
  tx.put(apiKey(scope, api.apiId), api);
  tx.put([SERVICE, "owner", api.apiId], { account: scope.account, region: scope.region });
}

/** Removes an API with all its parts. */
export function removeApi(tx: WriteTx, scope: Scope, apiId: string): void {
  tx.delete(apiKey(scope, apiId));
  tx.delete([SERVICE, "owner", apiId]);
  for (const kind of KINDS) removeParts(tx, scope, apiId, kind);
}

/** Whose API it is: requests to it carry no signature. */
export function loadOwner(tx: ReadTx, apiId: string): Scope | undefined {
  return tx.get([SERVICE, "owner", apiId]);
}

export function loadPart<K extends Kind>(
  tx: ReadTx,
  scope: Scope,
  apiId: string,
  kind: K,
  id: string,
): Parts[K] | undefined {
  return tx.get([...partsKey(scope, apiId, kind), id]);
}

export function listParts<K extends Kind>(tx: ReadTx, scope: Scope, apiId: string, kind: K): readonly Parts[K][] {
  return [...tx.range<Parts[K]>({ prefix: partsKey(scope, apiId, kind) })].map(({ value }) => value);
}

export function savePart<K extends Kind>(
  tx: WriteTx,
  scope: Scope,
  apiId: string,
  kind: K,
  id: string,
  part: Parts[K],
): void {
  tx.put([...partsKey(scope, apiId, kind), id], part);
}

export function removePart(tx: WriteTx, scope: Scope, apiId: string, kind: Kind, id: string): boolean {
  return tx.delete([...partsKey(scope, apiId, kind), id]);
}

export function removeParts(tx: WriteTx, scope: Scope, apiId: string, kind: Kind): void {
  for (const { key } of [...tx.range({ prefix: partsKey(scope, apiId, kind) })]) tx.delete(key);
}
