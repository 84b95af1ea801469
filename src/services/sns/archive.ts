// The archive of a FIFO topic: what was published is kept for as many days as its policy says, and can be replayed to a subscription.
// AWS: "Amazon SNS message archiving and replay for FIFO topics".

import type { Scope, YardContext } from "../../service/context.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { parseReplayPolicy, retentionMsOf } from "./archive-policy.ts";
import { enqueueDelivery } from "./delivery/deliver.ts";
import { textFor } from "./message.ts";
import type { ArchivedRecord, SubscriptionRecord, TopicRecord } from "./records.ts";
import { listArchived, removeArchived, saveArchived } from "./repo.ts";
import { filterOf } from "./subscription.ts";
import { topicArn } from "./topic.ts";

// LIMIT: so many old messages are looked at for each new one.
const KEPT_BEYOND = 20;

/** Keeps a message, and forgets a few that are too old. */
export function archive(tx: WriteTx, scope: Scope, topic: TopicRecord, record: ArchivedRecord): void {
  const retentionMs = retentionMsOf(topic);
  if (retentionMs === undefined) return;
  for (const old of [...listArchived(tx, scope, topic.name, KEPT_BEYOND)]) {
    if (old.publishedAtMs >= record.publishedAtMs - retentionMs) break;
    removeArchived(tx, scope, topic.name, old);
  }
  saveArchived(tx, scope, topic.name, record);
}

/** Has the archived messages delivered again, in their order and before all that is published later. */
export function replay(
  yard: YardContext,
  tx: WriteTx,
  scope: Scope,
  topic: TopicRecord,
  subscription: SubscriptionRecord,
): void {
  const text = subscription.attributes["ReplayPolicy"];
  if (text === undefined) return;
  const nowMs = yard.clock.nowMs();
  const { startMs, endMs = nowMs } = parseReplayPolicy(text, topic, nowMs);
  for (const record of archivedBetween(tx, scope, topic, nowMs)) {
    if (record.publishedAtMs < startMs || record.publishedAtMs > endMs) continue;
    const message = textFor(record.message, record.isStructured, subscription.protocol, subscription.endpoint);
    if (filterOf(subscription)?.matches({ body: message, attributes: record.attributes }) === false) continue;
    const { isStructured: _isStructured, ...rest } = record;
    enqueueDelivery(yard.jobs, tx, scope, {
      ...rest,
      message,
      topicArn: topicArn(scope, topic.name),
      subscriptionId: subscription.id,
      isReplayed: true,
    });
  }
}

/** Forgets all that a topic's archive keeps. */
export function clearArchive(tx: WriteTx, scope: Scope, topicName: string): void {
  for (const record of [...listArchived(tx, scope, topicName)]) removeArchived(tx, scope, topicName, record);
}

function archivedBetween(tx: ReadTx, scope: Scope, topic: TopicRecord, nowMs: number): ArchivedRecord[] {
  const oldestMs = nowMs - (retentionMsOf(topic) ?? 0);
  return [...listArchived(tx, scope, topic.name)].filter(({ publishedAtMs }) => publishedAtMs >= oldestMs);
}
