// The throughput of FIFO queues that are not in high-throughput mode.

import type { Context } from "../../service/context.ts";
import type { Store } from "../../store/store.ts";
import { LIMITS } from "./constraints.ts";
import { requestThrottled } from "./errors.ts";
import type { Queue } from "./queues.ts";

interface Second {
  readonly startMs: number;
  calls: number;
}

// LIMIT: so many queues and actions are watched at a time; then watching starts afresh.
const WATCHED = 10_000;
// The last second's calls are worth nothing after a restart, so they are not kept.
const seconds = new WeakMap<Store, Map<string, Second>>();

/**
 * Counts a call, and throws RequestThrottled for the 301st within a second. AWS: "FIFO queue quotas": 300 calls a second for each
 * of sending, receiving and deleting, a batch being one call. DEVIATION: AWS's quotas of high-throughput queues (thousands of
 * calls a second, by Region) are not enforced.
 */
export function requireThroughput(context: Context, queue: Queue, action: "send" | "receive" | "delete"): void {
  if (!queue.settings.hasFifoQuota) return;
  const nowMs = context.clock.nowMs();
  const watched = watchedIn(context.store);
  const key = `${action} ${queue.arn}`;
  let second = watched.get(key);
  if (second === undefined || nowMs - second.startMs >= 1_000) {
    if (watched.size >= WATCHED) watched.clear();
    watched.set(key, (second = { startMs: nowMs, calls: 0 }));
  }
  second.calls += 1;
  if (second.calls > LIMITS.fifoCallsPerSecond) throw requestThrottled();
}

function watchedIn(store: Store): Map<string, Second> {
  let watched = seconds.get(store);
  if (watched === undefined) seconds.set(store, (watched = new Map()));
  return watched;
}
