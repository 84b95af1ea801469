// One subscriber's buffer: events are collected until there are enough of them or they are old enough, and are then delivered,
// one batch after the other. Who is too slow loses some, and is told so.
// AWS: "Configuring memory usage and buffering".

import type { Deliver } from "./delivery.ts";
import type { Subscription } from "./subscription.ts";

// LIMIT: so much waits for a slow subscriber; AWS says only that memory is kept bounded.
const MOST_WAITING_BATCHES = 8;
const FIRST_RETRY_MS = 50;
const MOST_RETRIES = 6;

export interface Subscriber {
  readonly name: string;
  readonly subscription: Subscription;
  /** Takes an event as JSON text. */
  add(event: string): void;
  /** Delivers what there is at once; resolves when it has been, or cannot be. */
  flush(): Promise<void>;
  close(): void;
}

/** What could not be delivered. */
export interface Dropped {
  readonly droppedRecords: number;
  readonly droppedBytes: number;
}

/** Buffers for `name`, and delivers by `deliver`. */
export function createSubscriber(
  name: string,
  subscription: Subscription,
  deliver: Deliver,
  onDropped: (dropped: Dropped) => void,
): Subscriber {
  let batch: string[] = [];
  let batchBytes = 0;
  let timer: NodeJS.Timeout | undefined;
  const waiting: (readonly string[])[] = [];
  let draining: Promise<void> | undefined;
  const closing = new AbortController();

  function add(event: string): void {
    if (closing.signal.aborted) return;
    batch.push(event);
    batchBytes += event.length;
    if (batch.length >= subscription.maxItems || batchBytes >= subscription.maxBytes) cut();
    else timer ??= setTimeout(cut, subscription.timeoutMs).unref();
  }

  function cut(): void {
    clearTimeout(timer);
    timer = undefined;
    if (batch.length === 0) return;
    if (waiting.length >= MOST_WAITING_BATCHES) drop(batch);
    else waiting.push(batch);
    batch = [];
    batchBytes = 0;
    draining ??= drain();
  }

  async function drain(): Promise<void> {
    for (let next = waiting.shift(); next !== undefined && !closing.signal.aborted; next = waiting.shift())
      if (!(await tryToDeliver(next))) drop(next);
    draining = undefined;
  }

  async function tryToDeliver(events: readonly string[]): Promise<boolean> {
    for (let retry = 0; ; retry++) {
      if (await deliver(events, closing.signal)) return true;
      if (retry >= MOST_RETRIES || closing.signal.aborted) return false;
      await pause(FIRST_RETRY_MS * 2 ** retry, closing.signal);
    }
  }

  function drop(events: readonly string[]): void {
    if (closing.signal.aborted) return;
    onDropped({ droppedRecords: events.length, droppedBytes: events.reduce((sum, { length }) => sum + length, 0) });
  }

  return {
    name,
    subscription,
    add,
    async flush() {
      cut();
      await draining;
    },
    close() {
      clearTimeout(timer);
      closing.abort();
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
    signal.addEventListener("abort", done);
  });
}
