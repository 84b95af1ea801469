// Group commit: transactions that are asked for in the same turn of the event loop share one commit, whose cost is most
// of a small transaction's.

import type { Store, WriteTx } from "./store.ts";

interface Waiting {
  readonly work: (tx: WriteTx) => unknown;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

const groups = new WeakMap<Store, Waiting[]>();

/**
 * Runs `work` in a transaction before the next turn of the event loop, together with others, and resolves after the
 * commit. Works of a group run in the order in which they came. `work` must be repeatable: where one of a group throws,
 * the group's transaction is rolled back, and each runs again in one of its own.
 */
export function writeSoon<T>(store: Store, work: (tx: WriteTx) => T): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const waiting: Waiting = { work, resolve: (result) => resolve(result as T), reject };
    const group = groups.get(store);
    if (group !== undefined) {
      group.push(waiting);
      return;
    }
    groups.set(store, [waiting]);
    setImmediate(() => commit(store));
  });
}

function commit(store: Store): void {
  const group = groups.get(store) ?? [];
  groups.delete(store);
  const [only] = group;
  if (group.length === 1 && only !== undefined) {
    commitAlone(store, only);
    return;
  }
  let results: unknown[];
  try {
    results = store.write((tx) => group.map(({ work }) => work(tx)));
  } catch {
    for (const waiting of group) commitAlone(store, waiting);
    return;
  }
  for (const [index, { resolve }] of group.entries()) resolve(results[index]);
}

function commitAlone(store: Store, { work, resolve, reject }: Waiting): void {
  let result: { readonly value: unknown };
  try {
    result = store.write((tx) => ({ value: work(tx) }));
  } catch (error) {
    reject(error);
    return;
  }
  resolve(result.value);
}
