// What queues count of themselves for CloudWatch. AWS: SQS Developer Guide, "Available CloudWatch metrics for Amazon SQS".

import type { YardContext } from "../../service/context.ts";
import type { MetricFamily } from "../../service/metrics/service-metrics.ts";
import type { Store } from "../../store/store.ts";
import { countMessages } from "./delivery.ts";
import { findQueue, type Queue } from "./queues.ts";
import { ContentReader } from "./repo.ts";

type Yard = Pick<YardContext, "clock" | "metrics" | "store">;

/** AWS: "A queue stays active for up to six hours from the last activity." */
const ACTIVE_MS = 6 * 3_600_000;

interface Active {
  readonly queue: Queue;
  lastMs: number;
}

// By store, since a process may hold several yards; the queues by ARN.
const active = new WeakMap<Store, Map<string, Active>>();
// Queues are kept in memory, so that their metrics are found without looking for them.
const families = new WeakMap<Queue, MetricFamily>();

/** The metrics of a queue, which is active from now on. */
function metricsOf(yard: Yard, queue: Queue): MetricFamily {
  const nowMs = yard.clock.nowMs();
  const all = activeOf(yard.store);
  const known = all.get(queue.arn);
  if (known === undefined) all.set(queue.arn, { queue, lastMs: nowMs });
  else known.lastMs = nowMs;
  let family = families.get(queue);
  if (family === undefined) {
    family = yard.metrics.family(queue.scope, "AWS/SQS", [["QueueName", queue.record.name]]);
    families.set(queue, family);
  }
  return family;
}

function activeOf(store: Store): Map<string, Active> {
  let all = active.get(store);
  if (all === undefined) active.set(store, (all = new Map()));
  return all;
}

/** Counts messages that were sent, by their bytes. */
export function countSent(yard: Yard, queue: Queue, bytes: readonly number[]): void {
  const metrics = metricsOf(yard, queue);
  for (const size of bytes) {
    metrics.add("NumberOfMessagesSent", 1, "Count");
    metrics.add("SentMessageSize", size, "Bytes");
  }
}

/** Counts what a receive handed out. */
export function countReceived(yard: Yard, queue: Queue, messages: number): void {
  const metrics = metricsOf(yard, queue);
  if (messages === 0) metrics.add("NumberOfEmptyReceives", 1, "Count");
  else metrics.add("NumberOfMessagesReceived", messages, "Count");
}

/** Counts a message that a consumer is done with. */
export function countDeleted(yard: Yard, queue: Queue): void {
  metricsOf(yard, queue).add("NumberOfMessagesDeleted", 1, "Count");
}

/** Has the lengths of the queues that are active become metrics. */
export function startSampling(yard: Yard, queues: readonly Queue[]): void {
  for (const queue of queues) activeOf(yard.store).set(queue.arn, { queue, lastMs: yard.clock.nowMs() });
  yard.metrics.sample(() => sampleQueues(yard));
}

function sampleQueues(yard: Yard): void {
  const nowMs = yard.clock.nowMs();
  const all = activeOf(yard.store);
  for (const [arn, { queue, lastMs }] of all) {
    const current = findQueue(yard.store, queue.scope, queue.record.name);
    if (current === undefined || nowMs - lastMs > ACTIVE_MS) {
      all.delete(arn);
      continue;
    }
    const { ready, inFlight, delayed, oldestSentAtMs } = yard.store.read((tx) => {
      const content = new ContentReader(tx, current.scope, current.record.contentId);
      return { ...countMessages(content, nowMs), oldestSentAtMs: content.tally().oldestSentAtMs };
    });
    const metrics = yard.metrics.family(current.scope, "AWS/SQS", [["QueueName", current.record.name]]);
    metrics.add("ApproximateNumberOfMessagesVisible", ready, "Count");
    metrics.add("ApproximateNumberOfMessagesNotVisible", inFlight, "Count");
    metrics.add("ApproximateNumberOfMessagesDelayed", delayed, "Count");
    const isEmpty = ready + inFlight + delayed === 0 || oldestSentAtMs === undefined;
    const ageS = isEmpty ? 0 : Math.max(0, Math.floor((nowMs - oldestSentAtMs) / 1_000));
    metrics.add("ApproximateAgeOfOldestMessage", ageS, "Seconds");
  }
}
