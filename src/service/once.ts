// Calls of AWS's that take neither a name nor a token, so that a repeated one makes a second thing. Who may have to repeat a call of another
// service, gives it a token inside the process (`as(principal, scope, { repeatToken })`), and the operation asks here what it made the first time.

import type { WriteTx } from "../store/store.ts";
import type { Scope } from "./context.ts";

interface Made<T> {
  readonly v: 1;
  readonly made: T;
}

/** What an operation's context says of the call. */
interface RepeatableCall extends Scope {
  readonly repeatToken?: string | undefined;
}

/** In the transaction that makes it: what the same call made before, or `make`'s result, which is kept until it is forgotten. */
export function once<T>(tx: WriteTx, call: RepeatableCall, operation: string, make: () => T): T {
  const { repeatToken } = call;
  if (repeatToken === undefined) return make();
  const key = [...tokenKey(call, repeatToken), operation];
  const known = tx.get<Made<T>>(key);
  if (known !== undefined) return known.made;
  const made = make();
  tx.put(key, { v: 1, made } satisfies Made<T>);
  return made;
}

/** Forgets a token's calls: what they made is written down where it belongs, and nobody repeats them. */
export function forgetRepeats(tx: WriteTx, scope: Scope, repeatToken: string): void {
  for (const { key } of [...tx.range({ prefix: tokenKey(scope, repeatToken) })]) tx.delete(key);
}

function tokenKey({ account, region }: Scope, token: string): readonly string[] {
  return ["once", account, region, token];
}
