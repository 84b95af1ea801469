// Which API and which stage a call of the management API is made at: its address says it, and not its input.
// AWS: "Use @connections commands in your backend service": https://API_ID.execute-api.REGION.amazonaws.com/STAGE/@connections/ID.

import type { ReadTx } from "../../../store/store.ts";
import { type StageAddress, stageAt } from "../execute/management-address.ts";

/** What there is of a call besides its input. */
export interface CallAddress {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly requestPath?: string;
}

/** The stage that is called; undefined where the address names none, as inside the process. */
export function stageAddress(tx: ReadTx, { headers, requestPath = "" }: CallAddress): StageAddress | undefined {
  const host = (headers["host"] ?? "").replace(/:\d+$/, "").toLowerCase();
  return stageAt(tx, host, requestPath);
}
