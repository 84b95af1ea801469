// What a request is for: an API and a stage of it, whatever its protocol, by its own address or by a custom domain.

import { basePathMatched, matchDomain } from "../../../service/api-domains/routing.ts";
import type { Scope } from "../../../service/context.ts";
import { parseExecuteApiAddress } from "../../../service/http-events/execute-api-address.ts";
import type { ReadTx, Store } from "../../../store/store.ts";
import { protocolOf, servedBy } from "../apis.ts";
import type { ApiRecord, ProtocolType, Served, StageRecord } from "../records.ts";
import { loadApi, loadOwner, loadPart } from "../repo.ts";

export interface Target {
  readonly scope: Scope;
  readonly api: ApiRecord;
  readonly protocolType: ProtocolType;
  readonly stage: StageRecord;
  readonly served: Served;
  /** Within the stage, still percent-encoded. */
  readonly path: string;
  /** With the stage's name, still percent-encoded; of a custom domain, too. */
  readonly fullPath: string;
  /** As the client asked: with the stage's name, or with the custom domain's mapping. */
  readonly requestPath: string;
  /** Of a custom domain: the path of the mapping that the request matched. */
  readonly basePath?: string;
}

/** Finds what is called; undefined where there is no such API or stage. */
export function findTarget(store: Store, host: string, path: string): Target | undefined {
  const address = parseExecuteApiAddress(host, path);
  return store.read((tx) => (address === undefined ? byDomain(tx, host, path) : byId(tx, address.apiId, address.path)));
}

/** Whether a request to a custom domain is for one of our APIs. */
export function isMapped(tx: ReadTx, host: string, path: string): boolean {
  const mapping = matchDomain(tx, host, path)?.mapping;
  return mapping !== undefined && loadOwner(tx, mapping.apiId) !== undefined;
}

/**
 * AWS: "Create AWS Lambda proxy integrations for HTTP APIs": "If you use an API mapping to connect a stage to a custom domain name, rawPath won't
 * provide the API mapping value. Use format version 1.0 and path". That a stage's name stands before it all the same is inferred.
 */
function byDomain(tx: ReadTx, host: string, requestPath: string): Target | undefined {
  const match = matchDomain(tx, host, requestPath);
  if (match?.mapping === undefined) return undefined;
  const { scope, mapping, path } = match;
  const api = loadApi(tx, scope, mapping.apiId);
  const stage = loadPart(tx, scope, mapping.apiId, "stage", mapping.stage ?? "$default");
  if (api === undefined || stage === undefined) return undefined;
  return {
    scope,
    api,
    protocolType: protocolOf(api),
    stage,
    served: servedBy(tx, scope, api.apiId, stage),
    path,
    fullPath: stage.stageName === "$default" ? path : `/${stage.stageName}${path}`,
    requestPath,
    basePath: basePathMatched(mapping),
  };
}

function byId(tx: ReadTx, apiId: string, fullPath: string): Target | undefined {
  const scope = loadOwner(tx, apiId);
  const api = scope === undefined ? undefined : loadApi(tx, scope, apiId);
  if (scope === undefined || api === undefined || api.isExecuteEndpointDisabled) return undefined;
  const [, first = ""] = fullPath.split("/");
  const named = loadPart(tx, scope, apiId, "stage", first);
  const stage = named ?? loadPart(tx, scope, apiId, "stage", "$default");
  if (stage === undefined) return undefined;
  return {
    scope,
    api,
    protocolType: protocolOf(api),
    stage,
    served: servedBy(tx, scope, apiId, stage),
    path: named === undefined ? fullPath : fullPath.slice(first.length + 1) || "/",
    fullPath,
    requestPath: fullPath,
  };
}
