// Where the management API of a WebSocket API's connections is called: at the API's own address, below the stage, or at a custom domain, below the
// mapping. AWS: "Use @connections commands in your backend service".

import { matchDomain } from "../../../service/api-domains/routing.ts";
import { parseExecuteApiAddress } from "../../../service/http-events/execute-api-address.ts";
import type { ReadTx } from "../../../store/store.ts";
import { loadApi, loadOwner } from "../repo.ts";

export interface StageAddress {
  readonly apiId: string;
  readonly stageName: string;
}

/** The stage that an address names, there or not; undefined where it names none, as inside the process. */
export function stageAt(tx: ReadTx, host: string, path: string): StageAddress | undefined {
  const address = parseExecuteApiAddress(host, path);
  if (address !== undefined) {
    const [, stageName] = /^\/([^/]+)\/(?:@|%40)connections\//.exec(address.path) ?? [];
    return stageName === undefined ? undefined : { apiId: address.apiId, stageName };
  }
  const { mapping, path: below = "" } = matchDomain(tx, host, path) ?? {};
  if (mapping?.stage === undefined || !/^\/(?:@|%40)connections\//.test(below)) return undefined;
  return { apiId: mapping.apiId, stageName: mapping.stage };
}

/** Whether an address is a WebSocket API's. */
export function isWebSocketAddress(tx: ReadTx, host: string, path: string): boolean {
  const apiId = parseExecuteApiAddress(host, path)?.apiId ?? matchDomain(tx, host, path)?.mapping?.apiId;
  const owner = apiId === undefined ? undefined : loadOwner(tx, apiId);
  return apiId !== undefined && owner !== undefined && loadApi(tx, owner, apiId)?.protocolType === "WEBSOCKET";
}
