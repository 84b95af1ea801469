// Live tails: sessions that get each event when it is written. They live in memory only, for they end with their
// connection; what was written before or after is in the store.

import type { Scope } from "../../service/context.ts";
import type { Signals } from "../../service/signals.ts";
import type { LogEvent } from "./records.ts";

/** A batch that has been written. */
export interface WrittenBatch {
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly events: readonly LogEvent[];
}

type Listener = (batch: WrittenBatch) => void;

// A yard has one Signals, which stands for the yard here: forks do not hear each other.
const listenersOf = new WeakMap<Signals, Map<string, Set<Listener>>>();

/** Calls `listener` for each batch of a group until the returned function is called. */
export function subscribe(signals: Signals, scope: Scope, logGroupName: string, listener: Listener): () => void {
  let groups = listenersOf.get(signals);
  if (groups === undefined) listenersOf.set(signals, (groups = new Map()));
  const topic = topicOf(scope, logGroupName);
  const listeners = groups.get(topic) ?? new Set();
  groups.set(topic, listeners.add(listener));
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && groups.get(topic) === listeners) groups.delete(topic);
  };
}

/** Hands a batch to those who watch its group; next to nothing where nobody does. */
export function publish(signals: Signals, scope: Scope, batch: WrittenBatch): void {
  const listeners = listenersOf.get(signals)?.get(topicOf(scope, batch.logGroupName));
  if (listeners === undefined) return;
  for (const listener of [...listeners]) listener(batch);
}

function topicOf({ account, region }: Scope, logGroupName: string): string {
  return `cloudwatch-logs/${account}/${region}/${logGroupName}`;
}
