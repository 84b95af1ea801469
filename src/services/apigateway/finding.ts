// Finding APIs, their parts and what belongs to the account: each of them, or AWS's error for its absence.

import { ALPHABET } from "../../kernel/ids.ts";
import type { Random } from "../../kernel/random.ts";
import type { ApiFacts, Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { apiNotFound, notFound } from "./errors.ts";
import type { Integration, Method, ResourceRecord, RestApiRecord } from "./records.ts";
import { loadApi, loadPart, loadThing, type PartKind, type Parts, type ThingKind, type Things } from "./repo.ts";

/** Ten characters, as AWS's ids of APIs, resources, keys and plans. */
export function newId(random: Random): string {
  return random.text(10, ALPHABET.lowerAlphanumeric);
}

/** Six characters, as AWS's ids of resources, deployments, authorizers and models. */
export function newPartId(random: Random): string {
  return random.text(6, ALPHABET.lowerAlphanumeric);
}

/** An API as other services' domains see it. */
export function findApi(tx: ReadTx, scope: Scope, apiId: string): ApiFacts | undefined {
  if (loadApi(tx, scope, apiId) === undefined) return undefined;
  return { protocol: "REST", hasStage: (name) => loadPart(tx, scope, apiId, "stage", name) !== undefined };
}

export function requireApi(tx: ReadTx, scope: Scope, apiId: string): RestApiRecord {
  const api = loadApi(tx, scope, apiId);
  if (api === undefined) throw apiNotFound(scope, apiId);
  return api;
}

/** AWS: recorded for resources, validators, models and documentation parts; the rest inferred from them. */
const PART_NOT_FOUND: Readonly<Record<PartKind, (id: string) => string>> = {
  resource: () => "Invalid Resource identifier specified",
  authorizer: () => "Invalid Authorizer identifier specified",
  model: (name) => `Invalid model name specified: ${name}`,
  requestValidator: () => "Invalid Request Validator identifier specified",
  gatewayResponse: () => "Invalid gateway response type specified",
  deployment: () => "Invalid Deployment identifier specified",
  stage: () => "Invalid Stage identifier specified",
  documentationPart: () => "Invalid Documentation part identifier specified",
  documentationVersion: () => "Invalid Documentation version specified",
};

/** A part of an API that is there. AWS: recorded: where the API is not there either, it is still the part that is complained of. */
export function requirePart<K extends PartKind>(
  tx: ReadTx,
  scope: Scope,
  apiId: string,
  kind: K,
  id: string,
): Parts[K] {
  const part = loadPart(tx, scope, apiId, kind, id);
  if (part === undefined) throw notFound(PART_NOT_FOUND[kind](id));
  return part;
}

const THING_NOT_FOUND: Readonly<Record<ThingKind, string>> = {
  apiKey: "Invalid API Key identifier specified",
  usagePlan: "Invalid Usage Plan ID specified",
  clientCertificate: "Invalid Client Certificate identifier specified",
};

/** What belongs to the account, if it is there. */
export function requireThing<K extends ThingKind>(tx: ReadTx, scope: Scope, kind: K, id: string): Things[K] {
  const thing = loadThing(tx, scope, kind, id);
  if (thing === undefined) throw notFound(THING_NOT_FOUND[kind]);
  return thing;
}

/** Where a method is: members as the API's inputs have them. */
export interface MethodPlace {
  readonly restApiId: string;
  readonly resourceId: string;
  readonly httpMethod: string;
}

/** A method that is there, with its resource. */
export function requireMethod(
  tx: ReadTx,
  scope: Scope,
  place: MethodPlace,
): { readonly resource: ResourceRecord; readonly method: Method } {
  const resource = requirePart(tx, scope, place.restApiId, "resource", place.resourceId);
  const method = resource.methods[place.httpMethod];
  if (method === undefined) throw notFound("Invalid Method identifier specified");
  return { resource, method };
}

/** A method's integration that is there, with both. */
export function requireIntegration(
  tx: ReadTx,
  scope: Scope,
  place: MethodPlace,
): { readonly resource: ResourceRecord; readonly method: Method; readonly integration: Integration } {
  const { resource, method } = requireMethod(tx, scope, place);
  if (method.methodIntegration === undefined) throw notFound("Invalid Integration identifier specified");
  return { resource, method, integration: method.methodIntegration };
}
