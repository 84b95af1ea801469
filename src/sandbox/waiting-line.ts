// A line of those who wait for something that others give back: first come, first served, each with its own patience.

export interface WaitingLine<T> {
  /** How many wait. */
  length(): number;
  /** Resolves with what is given, or with undefined after `patienceMs` of real time. */
  wait(patienceMs: number): Promise<T | undefined>;
  /** Gives to the first in line; false if nobody waits. */
  give(thing: T): boolean;
}

/** An empty line. */
export function createWaitingLine<T>(): WaitingLine<T> {
  // A set keeps the order and forgets those who leave in the middle.
  const waiters = new Set<(thing: T | undefined) => void>();
  return {
    length: () => waiters.size,
    wait: (patienceMs) =>
      new Promise((resolve) => {
        const finish = (thing: T | undefined): void => {
          clearTimeout(limit);
          waiters.delete(finish);
          resolve(thing);
        };
        const limit = setTimeout(() => finish(undefined), patienceMs);
        waiters.add(finish);
      }),
    give(thing) {
      for (const finish of waiters) {
        finish(thing);
        return true;
      }
      return false;
    },
  };
}
