// Wake-ups inside the process: a long poll waits for "sqs/QUEUE_ARN", a send rings it. They carry no data and may be
// lost in a crash, so the waiter always looks at the store again.

import type { Clock } from "../kernel/clock.ts";

export interface Signals {
  /** Wakes everyone who waits for `topic` now. */
  notify(topic: string): void;
  /** Resolves true when `topic` is notified, false after `timeoutMs` of the yard's time or when `abort` aborts. */
  wait(topic: string, timeoutMs: number, abort?: AbortSignal): Promise<boolean>;
  /** Calls `listener` at each notification until the returned function is called. */
  subscribe(topic: string, listener: () => void): () => void;
}

/** Signals on a yard's clock. */
export function createSignals(clock: Clock): Signals {
  const listeners = new Map<string, Set<() => void>>();

  function subscribe(topic: string, listener: () => void): () => void {
    let group = listeners.get(topic);
    if (group === undefined) listeners.set(topic, (group = new Set()));
    group.add(listener);
    return () => {
      group.delete(listener);
      if (group.size === 0 && listeners.get(topic) === group) listeners.delete(topic);
    };
  }

  function notify(topic: string): void {
    const group = listeners.get(topic);
    if (group === undefined) return;
    for (const listener of [...group]) listener();
  }

  function wait(topic: string, timeoutMs: number, abort?: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      if (abort?.aborted === true) {
        resolve(false);
        return;
      }
      const finish = (wasNotified: boolean): void => {
        unsubscribe();
        cancel();
        abort?.removeEventListener("abort", onAbort);
        resolve(wasNotified);
      };
      const onAbort = (): void => finish(false);
      const unsubscribe = subscribe(topic, () => finish(true));
      const cancel = clock.at(clock.nowMs() + timeoutMs, () => finish(false));
      abort?.addEventListener("abort", onAbort, { once: true });
    });
  }

  return { notify, wait, subscribe };
}
