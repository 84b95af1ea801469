// How many of each kind an account has in a region. AWS: "Amazon EventBridge quotas"; replays: "Archiving and replaying events".

import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { limitExceeded } from "./errors.ts";
import { list } from "./repo.ts";

/** The quotas that accounts begin with. */
export const QUOTAS = { "event-bus": 100, connection: 3_000, "api-destination": 3_000, replay: 10 } as const;

/** Throws LimitExceededException where one more would be too many: of replays, those that are under way count. */
export function requireRoom(tx: ReadTx, scope: Scope, kind: keyof typeof QUOTAS): void {
  let count = 0;
  for (const record of list(tx, scope, kind)) {
    if (kind === "replay" && "endedAtMs" in record && record.endedAtMs !== undefined) continue;
    count += 1;
  }
  if (count >= QUOTAS[kind]) throw limitExceeded("The requested resource exceeds the maximum number allowed.");
}
