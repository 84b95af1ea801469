// Finding APIs and their parts, and what a stage serves.

import { ALPHABET } from "../../kernel/ids.ts";
import type { Random } from "../../kernel/random.ts";
import type { ApiFacts, Scope } from "../../service/context.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { apiNotFound, badRequest, partNotFound } from "./errors.ts";
import type { Definition } from "./http/openapi/definition.ts";
import type { ApiRecord, ProtocolType, Served, StageRecord } from "./records.ts";
import { listParts, loadApi, loadPart, type Parts, removeParts, savePart } from "./repo.ts";

/** Ten characters, as AWS's API ids. */
export function newApiId(random: Random): string {
  return random.text(10, ALPHABET.lowerAlphanumeric);
}

/** Seven characters, as AWS's ids of routes, integrations and deployments. */
export function newPartId(random: Random): string {
  return random.text(7, ALPHABET.lowerAlphanumeric);
}

/** Which rules an API goes by. */
export function protocolOf({ protocolType }: ApiRecord): ProtocolType {
  return protocolType ?? "HTTP";
}

/** An API as custom domains and usage plans see it. */
export function findApi(tx: ReadTx, scope: Scope, apiId: string): ApiFacts | undefined {
  const api = loadApi(tx, scope, apiId);
  if (api === undefined) return undefined;
  return { protocol: protocolOf(api), hasStage: (name) => loadPart(tx, scope, apiId, "stage", name) !== undefined };
}

export function requireApi(tx: ReadTx, scope: Scope, apiId: string): ApiRecord {
  const api = loadApi(tx, scope, apiId);
  if (api === undefined) throw apiNotFound(scope, apiId);
  return api;
}

/** A part of an API that is there; `kind` is how AWS names it in the error. */
export function requirePart<K extends keyof Parts>(
  tx: ReadTx,
  scope: Scope,
  apiId: string,
  kind: K,
  id: string,
): Parts[K] {
  requireApi(tx, scope, apiId);
  const part = loadPart(tx, scope, apiId, kind, id);
  if (part === undefined) throw partNotFound(kind.charAt(0).toUpperCase() + kind.slice(1), id);
  return part;
}

/** Puts an imported definition in place of an API's routes, integrations and authorizers. */
export function replaceDefinition(tx: WriteTx, scope: Scope, apiId: string, definition: Definition): void {
  for (const kind of ["route", "integration", "authorizer"] as const) removeParts(tx, scope, apiId, kind);
  for (const integration of definition.integrations)
    savePart(tx, scope, apiId, "integration", integration.integrationId, integration);
  for (const authorizer of definition.authorizers)
    savePart(tx, scope, apiId, "authorizer", authorizer.authorizerId, authorizer);
  for (const route of definition.routes) savePart(tx, scope, apiId, "route", route.routeId, route);
}

/** The routes and integrations that a stage serves: the live ones, or those of its deployment. */
export function servedBy(tx: ReadTx, scope: Scope, apiId: string, stage: StageRecord): Served {
  if (stage.isAutoDeployed) return partsToServe(tx, scope, apiId);
  const deployment =
    stage.deploymentId === undefined ? undefined : loadPart(tx, scope, apiId, "deployment", stage.deploymentId);
  return deployment ?? { routes: [], integrations: [] };
}

/** What an API would serve if it were deployed now. */
export function partsToServe(tx: ReadTx, scope: Scope, apiId: string): Served {
  return {
    routes: listParts(tx, scope, apiId, "route"),
    integrations: listParts(tx, scope, apiId, "integration"),
    authorizers: listParts(tx, scope, apiId, "authorizer"),
    integrationResponses: listParts(tx, scope, apiId, "integrationResponse"),
    routeResponses: listParts(tx, scope, apiId, "routeResponse"),
    models: listParts(tx, scope, apiId, "model"),
  };
}

/** One page of a list. Tokens are positions: the lists are short. */
export function pageOf<T>(
  items: readonly T[],
  maxResults: string | undefined,
  nextToken: string | undefined,
): { Items: T[]; NextToken?: string } {
  const start = countOf("NextToken", nextToken, 0);
  const end = start + countOf("MaxResults", maxResults, 100);
  return { Items: items.slice(start, end), ...(end < items.length ? { NextToken: String(end) } : {}) };
}

/** A number that a request gives as text; throws BadRequestException for what is none. */
function countOf(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw badRequest(`Invalid ${name} specified`);
  return Number(text);
}
