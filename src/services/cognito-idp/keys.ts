// How the keys of user pools begin, and what is forgotten once it is over.

import type { Scope } from "../../service/context.ts";
import type { Key, WriteTx } from "../../store/store.ts";

/** A key of an account in a Region. */
export const key = (scope: Scope, ...rest: Key): Key => ["cognito-idp", scope.account, scope.region, ...rest];

/** A key of the yard: what is found without knowing whose it is. */
export const shared = (...rest: Key): Key => ["cognito-idp", "", "", ...rest];

/** Has something of a pool forgotten once it is over. */
export function keepUntil(
  tx: WriteTx,
  scope: Scope,
  poolId: string,
  atMs: number,
  ...what: readonly [kind: string, id: string]
): void {
  tx.put(key(scope, "expiry", poolId, atMs, ...what), true);
}
