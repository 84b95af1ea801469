// Which API and which stage a call of the management API is made at: its address says it, and not its input.
// AWS: "Use @connections commands in your backend service": https://API_ID.execute-api.REGION.amazonaws.com/STAGE/@connections/ID.

import { parseExecuteApiAddress } from "../../../service/http-events/execute-api-address.ts";

/** What there is of a call besides its input. */
export interface CallAddress {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly requestPath?: string;
}

export interface StageAddress {
  readonly apiId: string;
  readonly stageName: string;
}

/** The stage that is called; undefined where the address names none, as inside the process. */
export function stageAddress({ headers, requestPath = "" }: CallAddress): StageAddress | undefined {
  const host = (headers["host"] ?? "").replace(/:\d+$/, "").toLowerCase();
  const address = parseExecuteApiAddress(host, requestPath);
  const [, stageName] = /^\/([^/]+)\/(?:@|%40)connections\//.exec(address?.path ?? "") ?? [];
  return address === undefined || stageName === undefined ? undefined : { apiId: address.apiId, stageName };
}
