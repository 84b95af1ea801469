// What a request is for: an API, a stage of it, and what was deployed there; the canary's part of the requests included.

import type { Random } from "../../../kernel/random.ts";
import { parseExecuteApiAddress } from "../../../service/http-events/execute-api-address.ts";
import { basePathMatched, matchDomain } from "../../../service/api-domains/routing.ts";
import type { Scope } from "../../../service/context.ts";
import type { ReadTx, Store } from "../../../store/store.ts";
import type { ApiSnapshot, StageRecord, Texts } from "../records.ts";
import { loadApi, loadOwner, loadPart, loadSnapshot } from "../repo.ts";
import { createMatcher, type ResourceMatcher } from "./resource-match.ts";

/** An API as it was deployed. */
export interface Deployed extends ApiSnapshot {
  readonly find: ResourceMatcher;
}

export interface Target {
  readonly scope: Scope;
  readonly apiId: string;
  readonly deployed: Deployed;
  readonly stage: StageRecord;
  readonly deploymentId: string;
  readonly isCanary: boolean;
  /** The stage's variables, or the canary's over them. */
  readonly variables: Texts;
  /** Within the stage, still percent-encoded. */
  readonly path: string;
  /** As $context.path has it: with the stage, or with the base path of a custom domain. */
  readonly fullPath: string;
  /** Of a custom domain: the base path that the request matched. */
  readonly basePath?: string;
}

/** "no-api": nobody's address. "no-stage": the API has no such stage. */
export type TargetResult = Target | "no-api" | "no-stage";

/** Whether an API could be called: doors are asked for every request, and most have "localhost" or an address for their host. */
export function mayBeAddress(host: string, path: string): boolean {
  return host.includes(".") ? !/^[\d.]+$/.test(host) || path.startsWith("/_aws/") : path.startsWith("/_aws/");
}

/** Whether an API of ours is called, or a domain without a mapping for the path. */
export function isRestAddress(tx: ReadTx, host: string, path: string): boolean {
  const address = parseExecuteApiAddress(host, path);
  if (address !== undefined) return loadOwner(tx, address.apiId) !== undefined;
  const match = matchDomain(tx, host, path);
  return match !== undefined && (match.mapping === undefined || loadOwner(tx, match.mapping.apiId) !== undefined);
}

/** Finds what is called. */
export function findTarget(store: Store, random: Random, host: string, path: string): TargetResult {
  return store.read((tx) => {
    const address = parseExecuteApiAddress(host, path);
    return address === undefined
      ? byDomain(tx, store, random, host, path)
      : byId(tx, store, random, address.apiId, address.path);
  });
}

function byId(tx: ReadTx, store: Store, random: Random, apiId: string, path: string): TargetResult {
  const scope = loadOwner(tx, apiId);
  const api = scope === undefined ? undefined : loadApi(tx, scope, apiId);
  if (scope === undefined || api === undefined || api.disableExecuteApiEndpoint) return "no-api";
  const [, stageName = ""] = path.split("/");
  const rest = path.slice(stageName.length + 1) || "/";
  return ofStage(tx, store, random, { scope, apiId, stageName, path: rest, fullPath: path });
}

/** AWS: "API mappings": without a stage, the next part of the path names it. */
function byDomain(tx: ReadTx, store: Store, random: Random, host: string, fullPath: string): TargetResult {
  const match = matchDomain(tx, host, fullPath);
  if (match?.mapping === undefined) return "no-api";
  const { scope, mapping, path: below } = match;
  const [, first = ""] = below.split("/");
  const stageName = mapping.stage ?? first;
  const path = mapping.stage === undefined ? below.slice(first.length + 1) || "/" : below;
  const basePath = basePathMatched(mapping);
  return ofStage(tx, store, random, { scope, apiId: mapping.apiId, stageName, path, fullPath, basePath });
}

interface Place {
  readonly scope: Scope;
  readonly apiId: string;
  readonly stageName: string;
  readonly path: string;
  readonly fullPath: string;
  readonly basePath?: string;
}

function ofStage(tx: ReadTx, store: Store, random: Random, place: Place): TargetResult {
  const { scope, apiId, stageName, path, fullPath, basePath } = place;
  const stage = loadPart(tx, scope, apiId, "stage", stageName);
  if (stage === undefined) return "no-stage";
  const { canarySettings } = stage;
  const isCanary = canarySettings !== undefined && random.integer(10_000) < canarySettings.percentTraffic * 100;
  const deploymentId = (isCanary ? canarySettings.deploymentId : undefined) ?? stage.deploymentId;
  const deployed = deployedOf(tx, store, scope, apiId, deploymentId);
  if (deployed === undefined) return "no-stage";
  const variables = isCanary ? { ...stage.variables, ...canarySettings.stageVariableOverrides } : stage.variables;
  return {
    scope,
    apiId,
    deployed,
    stage,
    deploymentId,
    isCanary,
    variables,
    path,
    fullPath,
    ...(basePath === undefined ? {} : { basePath }),
  };
}

/** LIMIT: ours: as many deployments of a yard are kept ready. */
const MOST_READY = 200;
const ready = new WeakMap<Store, Map<string, Deployed>>();

/** What was deployed never changes: it is read and put together once. */
function deployedOf(tx: ReadTx, store: Store, scope: Scope, apiId: string, deploymentId: string): Deployed | undefined {
  let ofStore = ready.get(store);
  if (ofStore === undefined) ready.set(store, (ofStore = new Map()));
  const name = `${apiId}/${deploymentId}`;
  const known = ofStore.get(name);
  if (known !== undefined) return known;
  const snapshot = loadSnapshot(tx, scope, apiId, deploymentId);
  if (snapshot === undefined) return undefined;
  const deployed = deployedFrom(snapshot);
  const [oldest] = ofStore.keys();
  if (ofStore.size >= MOST_READY && oldest !== undefined) ofStore.delete(oldest);
  ofStore.set(name, deployed);
  return deployed;
}

/** A snapshot that is ready for requests. */
export function deployedFrom(snapshot: ApiSnapshot): Deployed {
  return { ...snapshot, find: createMatcher(snapshot.resources) };
}
