// The keys of REST APIs. An API's id is unique in the yard, because requests name nothing else. Custom domains have a room of their own:
// src/service/api-domains.

import type { Scope } from "../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../store/store.ts";
import type {
  AccountRecord,
  ApiKeyRecord,
  ApiSnapshot,
  AuthorizerRecord,
  ClientCertificateRecord,
  DeploymentRecord,
  DocumentationPartRecord,
  DocumentationVersionRecord,
  GatewayResponseRecord,
  ModelRecord,
  RequestValidatorRecord,
  ResourceRecord,
  RestApiRecord,
  SnapshotRecord,
  StageRecord,
  UsagePlanKeyRecord,
  UsagePlanRecord,
  UsageRecord,
} from "./records.ts";

const SERVICE = "api-gateway";

/** What an account has in a region, by kind; each is kept under its id. */
export interface Things {
  readonly apiKey: ApiKeyRecord;
  readonly usagePlan: UsagePlanRecord;
  readonly clientCertificate: ClientCertificateRecord;
}
export type ThingKind = keyof Things;

/** The parts of an API, by kind; gateway responses, models and stages are kept under their names, the rest under ids. */
export interface Parts {
  readonly resource: ResourceRecord;
  readonly authorizer: AuthorizerRecord;
  readonly model: ModelRecord;
  readonly requestValidator: RequestValidatorRecord;
  readonly gatewayResponse: GatewayResponseRecord;
  readonly deployment: DeploymentRecord;
  readonly stage: StageRecord;
  readonly documentationPart: DocumentationPartRecord;
  readonly documentationVersion: DocumentationVersionRecord;
}
export type PartKind = keyof Parts;

const PART_KINDS: readonly PartKind[] = [
  "resource",
  "authorizer",
  "model",
  "requestValidator",
  "gatewayResponse",
  "deployment",
  "stage",
  "documentationPart",
  "documentationVersion",
];

function key(scope: Scope, kind: string, ...rest: readonly string[]): Key {
  return [SERVICE, scope.account, scope.region, kind, ...rest];
}

function values<T>(tx: ReadTx, prefix: Key): readonly T[] {
  return [...tx.range<T>({ prefix })].map(({ value }) => value);
}

// ---- APIs ----

export function loadApi(tx: ReadTx, scope: Scope, apiId: string): RestApiRecord | undefined {
  return tx.get(key(scope, "api", apiId));
}

export function listApis(tx: ReadTx, scope: Scope): readonly RestApiRecord[] {
  return values(tx, key(scope, "api"));
}

export function saveApi(tx: WriteTx, scope: Scope, api: RestApiRecord): void {
  tx.put(key(scope, "api", api.id), api);
  tx.put([SERVICE, "owner", api.id], { account: scope.account, region: scope.region });
}

/** Removes an API with all its parts. */
export function removeApi(tx: WriteTx, scope: Scope, apiId: string): void {
  tx.delete(key(scope, "api", apiId));
  tx.delete([SERVICE, "owner", apiId]);
  for (const kind of PART_KINDS) removeParts(tx, scope, apiId, kind);
  removeAll(tx, key(scope, "snapshot", apiId));
}

/** Whose API it is: requests to it need not be signed. */
export function loadOwner(tx: ReadTx, apiId: string): Scope | undefined {
  return tx.get([SERVICE, "owner", apiId]);
}

// ---- parts of APIs ----

export function loadPart<K extends PartKind>(
  tx: ReadTx,
  scope: Scope,
  apiId: string,
  kind: K,
  id: string,
): Parts[K] | undefined {
  return tx.get(key(scope, kind, apiId, id));
}

export function listParts<K extends PartKind>(tx: ReadTx, scope: Scope, apiId: string, kind: K): readonly Parts[K][] {
  return values(tx, key(scope, kind, apiId));
}

export function savePart<K extends PartKind>(
  tx: WriteTx,
  scope: Scope,
  apiId: string,
  kind: K,
  id: string,
  part: Parts[K],
): void {
  tx.put(key(scope, kind, apiId, id), part);
}

export function removePart(tx: WriteTx, scope: Scope, apiId: string, kind: PartKind, id: string): boolean {
  if (kind === "deployment") tx.delete(key(scope, "snapshot", apiId, id));
  return tx.delete(key(scope, kind, apiId, id));
}

export function removeParts(tx: WriteTx, scope: Scope, apiId: string, kind: PartKind): void {
  removeAll(tx, key(scope, kind, apiId));
}

function removeAll(tx: WriteTx, prefix: Key): void {
  for (const entry of [...tx.range({ prefix })]) tx.delete(entry.key);
}

// ---- what is deployed ----

/** The API as it is now: what CreateDeployment keeps, and what TestInvokeMethod calls. */
export function liveSnapshot(tx: ReadTx, scope: Scope, api: RestApiRecord): ApiSnapshot {
  return {
    api,
    resources: listParts(tx, scope, api.id, "resource"),
    authorizers: listParts(tx, scope, api.id, "authorizer"),
    models: listParts(tx, scope, api.id, "model"),
    requestValidators: listParts(tx, scope, api.id, "requestValidator"),
    gatewayResponses: listParts(tx, scope, api.id, "gatewayResponse"),
  };
}

/** The API as it was when it was deployed; immutable, so it may be cached by its deployment's id. */
export function loadSnapshot(
  tx: ReadTx,
  scope: Scope,
  apiId: string,
  deploymentId: string,
): SnapshotRecord | undefined {
  return tx.get(key(scope, "snapshot", apiId, deploymentId));
}

export function saveSnapshot(
  tx: WriteTx,
  scope: Scope,
  apiId: string,
  deploymentId: string,
  snapshot: ApiSnapshot,
): void {
  tx.put(key(scope, "snapshot", apiId, deploymentId), { v: 1, ...snapshot } satisfies SnapshotRecord);
}

// ---- what belongs to the account ----

export function loadThing<K extends ThingKind>(tx: ReadTx, scope: Scope, kind: K, id: string): Things[K] | undefined {
  return tx.get(key(scope, kind, id));
}

export function listThings<K extends ThingKind>(tx: ReadTx, scope: Scope, kind: K): readonly Things[K][] {
  return values(tx, key(scope, kind));
}

export function saveThing<K extends ThingKind>(tx: WriteTx, scope: Scope, kind: K, id: string, thing: Things[K]): void {
  tx.put(key(scope, kind, id), thing);
}

export function removeThing(tx: WriteTx, scope: Scope, kind: ThingKind, id: string): boolean {
  return tx.delete(key(scope, kind, id));
}

export function loadAccount(tx: ReadTx, scope: Scope): AccountRecord | undefined {
  return tx.get(key(scope, "account"));
}

export function saveAccount(tx: WriteTx, scope: Scope, account: AccountRecord): void {
  tx.put(key(scope, "account"), account);
}

// ---- API keys by their values, and the plans that they belong to ----

/** The id of the key that has this value. */
export function loadApiKeyId(tx: ReadTx, scope: Scope, value: string): string | undefined {
  return tx.get(key(scope, "apiKeyValue", value));
}

export function saveApiKey(tx: WriteTx, scope: Scope, apiKey: ApiKeyRecord): void {
  saveThing(tx, scope, "apiKey", apiKey.id, apiKey);
  tx.put(key(scope, "apiKeyValue", apiKey.value), apiKey.id);
}

/** Removes a key, and takes it out of its usage plans. */
export function removeApiKey(tx: WriteTx, scope: Scope, apiKey: ApiKeyRecord): void {
  removeThing(tx, scope, "apiKey", apiKey.id);
  tx.delete(key(scope, "apiKeyValue", apiKey.value));
  for (const planId of listPlanIdsOfKey(tx, scope, apiKey.id)) removePlanKey(tx, scope, planId, apiKey.id);
}

export function loadPlanKey(tx: ReadTx, scope: Scope, planId: string, keyId: string): UsagePlanKeyRecord | undefined {
  return tx.get(key(scope, "planKey", planId, keyId));
}

export function listPlanKeys(tx: ReadTx, scope: Scope, planId: string): readonly UsagePlanKeyRecord[] {
  return values(tx, key(scope, "planKey", planId));
}

/** The plans that a key belongs to. */
export function listPlanIdsOfKey(tx: ReadTx, scope: Scope, keyId: string): readonly string[] {
  return values(tx, key(scope, "planOfKey", keyId));
}

export function savePlanKey(tx: WriteTx, scope: Scope, planKey: UsagePlanKeyRecord): void {
  tx.put(key(scope, "planKey", planKey.planId, planKey.keyId), planKey);
  tx.put(key(scope, "planOfKey", planKey.keyId, planKey.planId), planKey.planId);
}

/** Takes a key out of a plan, with what it has used of it. */
export function removePlanKey(tx: WriteTx, scope: Scope, planId: string, keyId: string): boolean {
  tx.delete(key(scope, "planOfKey", keyId, planId));
  removeAll(tx, key(scope, "usage", planId, keyId));
  return tx.delete(key(scope, "planKey", planId, keyId));
}

// ---- usage, by day ----

export function loadUsage(
  tx: ReadTx,
  scope: Scope,
  planId: string,
  keyId: string,
  date: string,
): UsageRecord | undefined {
  return tx.get(key(scope, "usage", planId, keyId, date));
}

/** The days from `startDate` to `endDate`, both included, on which something was used or set. */
export function listUsage(
  tx: ReadTx,
  scope: Scope,
  planId: string,
  keyId: string,
  startDate: string,
  endDate: string,
): readonly UsageRecord[] {
  const prefix = key(scope, "usage", planId, keyId);
  return [...tx.range<UsageRecord>({ prefix, start: [...prefix, startDate] })]
    .map(({ value }) => value)
    .filter(({ date }) => date <= endDate);
}

export function saveUsage(tx: WriteTx, scope: Scope, planId: string, keyId: string, usage: UsageRecord): void {
  tx.put(key(scope, "usage", planId, keyId, usage.date), usage);
}
