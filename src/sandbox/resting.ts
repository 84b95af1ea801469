// Sandboxes without work: stopped after a second, as nothing runs between invocations on AWS, and ended after minutes.

import type { Sandbox } from "./sandbox.ts";

const FREEZE_AFTER_MS = 1_000;

export interface Resting {
  /** Its work is done. */
  add(sandbox: Sandbox): void;
  /** As `add`, for one that is kept however long nobody needs it; stopped if `isIdle` still. */
  addForGood(sandbox: Sandbox, isIdle: () => boolean): void;
  /** It has work, or has ended. */
  remove(sandbox: Sandbox): void;
  /** Ends the one that has rested longest; false if there is none. */
  evict(): boolean;
  stop(): void;
}

/** `mayFreeze`: otherwise a stopped process would outlive a server that is killed. */
export function createResting(idleMs: number, mayFreeze: () => boolean): Resting {
  // In the order of use.
  const timers = new Map<Sandbox, NodeJS.Timeout>();

  function grow(sandbox: Sandbox): void {
    if (mayFreeze()) sandbox.freeze();
    const end = (): void => {
      timers.delete(sandbox);
      sandbox.end();
    };
    timers.set(sandbox, setTimeout(end, idleMs).unref());
  }

  function remove(sandbox: Sandbox): void {
    clearTimeout(timers.get(sandbox));
    timers.delete(sandbox);
  }

  return {
    add(sandbox) {
      timers.set(sandbox, setTimeout(() => grow(sandbox), FREEZE_AFTER_MS).unref());
    },
    addForGood(sandbox, isIdle) {
      const freeze = (): void => {
        if (mayFreeze() && isIdle()) sandbox.freeze();
      };
      setTimeout(freeze, FREEZE_AFTER_MS).unref();
    },
    remove,
    evict() {
      for (const sandbox of timers.keys()) {
        remove(sandbox);
        sandbox.end();
        return true;
      }
      return false;
    },
    stop() {
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
