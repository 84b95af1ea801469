// Rings "sqs/QUEUE_ARN" when something in a queue becomes receivable: at once after a commit, or by a timer when a
// delay or a visibility timeout ends. Timers are rebuilt from the store when the yard starts.

import type { Cancel } from "../../kernel/clock.ts";
import { parseAccountId, parseRegion } from "../../kernel/ids.ts";
import type { YardContext } from "../../service/context.ts";
import type { Store } from "../../store/store.ts";
import { startSampling } from "./metrics.ts";
import { findQueue } from "./queues.ts";
import type { Queue } from "./queues.ts";
import { ContentReader, listAllQueues } from "./repo.ts";

interface Alarm {
  readonly dueAtMs: number;
  readonly cancel: Cancel;
}

type Yard = Pick<YardContext, "clock" | "metrics" | "signals" | "store">;

// One alarm a queue, for its earliest waiting message; by store, since a process may hold several yards.
const alarms = new WeakMap<Store, Map<string, Alarm>>();

/** What pollers of a queue wait for. */
export const queueTopic = (queueArn: string): string => `sqs/${queueArn}`;

/** Call after a commit: rings now, or later, or both. */
export function wake(
  yard: Yard,
  queue: Queue,
  change: { readonly hasNewlyReady: boolean; readonly earliestWaitingMs: number | undefined },
): void {
  if (change.hasNewlyReady) yard.signals.notify(queueTopic(queue.arn));
  if (change.earliestWaitingMs !== undefined) setAlarm(yard, queue, change.earliestWaitingMs);
}

/** Sets the alarms of all queues that hold waiting messages. Returns how to take them down. */
export function startAlarms(yard: Yard): () => Promise<void> {
  const queues = yard.store.read((tx) => [...listAllQueues(tx)]);
  const found = queues.flatMap(({ account, region, queue: record }) => {
    const scope = { account: parseAccountId(account), region: parseRegion(region) };
    return findQueue(yard.store, scope, record.name) ?? [];
  });
  for (const queue of found) setNextAlarm(yard, queue, 0);
  startSampling(yard, found);
  return async () => {
    for (const alarm of alarmsOf(yard.store).values()) alarm.cancel();
    alarms.delete(yard.store);
  };
}

function setAlarm(yard: Yard, queue: Queue, dueAtMs: number): void {
  const set = alarmsOf(yard.store);
  const alarm = set.get(queue.arn);
  if (alarm !== undefined && alarm.dueAtMs <= dueAtMs) return;
  alarm?.cancel();
  const cancel = yard.clock.at(dueAtMs, () => {
    set.delete(queue.arn);
    yard.signals.notify(queueTopic(queue.arn));
    const current = findQueue(yard.store, queue.scope, queue.record.name);
    if (current !== undefined) setNextAlarm(yard, current, yard.clock.nowMs());
  });
  set.set(queue.arn, { dueAtMs, cancel });
}

function setNextAlarm(yard: Yard, queue: Queue, afterMs: number): void {
  const nextMs = yard.store.read((tx) =>
    new ContentReader(tx, queue.scope, queue.record.contentId).nextVisibleAtMs(afterMs),
  );
  if (nextMs !== undefined) setAlarm(yard, queue, nextMs);
}

function alarmsOf(store: Store): Map<string, Alarm> {
  let set = alarms.get(store);
  if (set === undefined) alarms.set(store, (set = new Map()));
  return set;
}
