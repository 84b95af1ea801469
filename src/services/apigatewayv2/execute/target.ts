// What a request is for: an API and a stage of it, whatever its protocol.

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
  /** With the stage's name, still percent-encoded. */
  readonly fullPath: string;
  /** Of a custom domain: the path of the mapping that the request matched. */
  readonly basePath?: string;
}

/** Finds what is called; undefined where there is no such API or stage. */
export function findTarget(store: Store, host: string, path: string): Target | undefined {
  const address = parseExecuteApiAddress(host, path);
  return address === undefined ? undefined : store.read((tx) => byId(tx, address.apiId, address.path));
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
  };
}
