// Keys of signals and of those who wait for them, all of them below their stack's id; `eraseStack` forgets them with the stack.

import type { Scope } from "../../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../../store/store.ts";
import type { ReceivedSignal } from "./records.ts";

function key(scope: Scope, kind: "signal" | "wait-due" | "wait-handle", stackId: string, ...rest: string[]): Key {
  return ["cloudformation", scope.account, scope.region, kind, stackId, ...rest];
}

export function hasWaitHandle(tx: ReadTx, scope: Scope, stackId: string, token: string): boolean {
  return tx.get<boolean>(key(scope, "wait-handle", stackId, token)) === true;
}

export function saveWaitHandle(tx: WriteTx, scope: Scope, stackId: string, token: string): void {
  tx.put(key(scope, "wait-handle", stackId, token), true);
}

/** Forgets a handle and the signals that came for it. */
export function deleteWaitHandle(tx: WriteTx, scope: Scope, stackId: string, token: string): void {
  tx.delete(key(scope, "wait-handle", stackId, token));
  for (const entry of [...tx.range<ReceivedSignal>({ prefix: key(scope, "signal", stackId, token) })]) {
    tx.delete(entry.key);
  }
}

/** All signals of a handle or a resource, in the order of their ids. */
export function listReceivedSignals(tx: ReadTx, scope: Scope, stackId: string, channelId: string): ReceivedSignal[] {
  const entries = tx.range<ReceivedSignal>({ prefix: key(scope, "signal", stackId, channelId) });
  return Array.from(entries, ({ value }) => value);
}

/** Keeps a signal; false where one of that id is known, which only a failure takes the place of. */
export function saveReceivedSignal(
  tx: WriteTx,
  scope: Scope,
  stackId: string,
  channelId: string,
  signal: ReceivedSignal,
): boolean {
  const place = key(scope, "signal", stackId, channelId, signal.uniqueId);
  if (tx.get<ReceivedSignal>(place) !== undefined && signal.status !== "FAILURE") return false;
  tx.put(place, signal);
  return true;
}

/** By when a wait must have its signals; undefined before it begins. */
export function loadWaitDue(tx: ReadTx, scope: Scope, stackId: string, waitId: string): number | undefined {
  return tx.get<number>(key(scope, "wait-due", stackId, waitId));
}

export function saveWaitDue(tx: WriteTx, scope: Scope, stackId: string, waitId: string, dueAtMs: number): void {
  tx.put(key(scope, "wait-due", stackId, waitId), dueAtMs);
}
