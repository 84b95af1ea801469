// The only file that knows SNS's keys.

import type { Scope } from "../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../store/store.ts";
import type { DeduplicationRecord, SigningKeyRecord, SubscriptionRecord, TopicRecord } from "./records.ts";

const key = (scope: Scope, ...rest: Key): Key => ["sns", scope.account, scope.region, ...rest];

export function loadTopic(tx: ReadTx, scope: Scope, name: string): TopicRecord | undefined {
  return tx.get<TopicRecord>(key(scope, "topic", name));
}

export function saveTopic(tx: WriteTx, scope: Scope, topic: TopicRecord): void {
  tx.put(key(scope, "topic", topic.name), topic);
}

/** Removes a topic with its subscriptions. */
export function removeTopic(tx: WriteTx, scope: Scope, name: string): void {
  for (const subscription of [...listSubscriptions(tx, scope, { topicName: name })])
    removeSubscription(tx, scope, subscription);
  tx.delete(key(scope, "topic", name));
}

/** Topics in the order of their names. */
export function* listTopics(tx: ReadTx, scope: Scope, after?: string): Generator<TopicRecord> {
  const prefix = key(scope, "topic");
  for (const { value } of tx.range<TopicRecord>({
    prefix,
    ...(after === undefined ? {} : { after: [...prefix, after] }),
  }))
    yield value;
}

export function loadSubscription(
  tx: ReadTx,
  scope: Scope,
  topicName: string,
  id: string,
): SubscriptionRecord | undefined {
  return tx.get<SubscriptionRecord>(key(scope, "subscription", topicName, id));
}

export function saveSubscription(tx: WriteTx, scope: Scope, subscription: SubscriptionRecord): void {
  tx.put(key(scope, "subscription", subscription.topicName, subscription.id), subscription);
}

export function removeSubscription(tx: WriteTx, scope: Scope, subscription: SubscriptionRecord): void {
  tx.delete(key(scope, "subscription", subscription.topicName, subscription.id));
}

/** The subscriptions of one topic, or of all, in the order of their topics. */
export function* listSubscriptions(
  tx: ReadTx,
  scope: Scope,
  options: { topicName?: string; after?: { topicName: string; id: string } } = {},
): Generator<SubscriptionRecord> {
  const { topicName, after } = options;
  const prefix = key(scope, "subscription", ...(topicName === undefined ? [] : [topicName]));
  for (const { value } of tx.range<SubscriptionRecord>({
    prefix,
    ...(after === undefined ? {} : { after: key(scope, "subscription", after.topicName, after.id) }),
  }))
    yield value;
}

export function loadDeduplication(
  tx: ReadTx,
  scope: Scope,
  topicName: string,
  id: string,
): DeduplicationRecord | undefined {
  return tx.get<DeduplicationRecord>(key(scope, "deduplication", topicName, id));
}

/** Keeps what was accepted, and forgets a few that are over. */
export function saveDeduplication(
  tx: WriteTx,
  scope: Scope,
  topicName: string,
  id: string,
  record: DeduplicationRecord,
  nowMs: number,
): void {
  const ends = key(scope, "deduplication-end", topicName);
  const ended = [...tx.range({ prefix: ends, end: [...ends, nowMs], limit: 20 })].map((entry) => entry.key);
  for (const end of ended) {
    tx.delete(end);
    tx.delete(key(scope, "deduplication", topicName, end.at(-1) ?? ""));
  }
  tx.put(key(scope, "deduplication", topicName, id), record);
  tx.put([...ends, record.untilMs, id], true);
}

export function loadSigningKey(tx: ReadTx, scope: Scope): SigningKeyRecord | undefined {
  return tx.get<SigningKeyRecord>(key(scope, "signing-key"));
}

export function saveSigningKey(tx: WriteTx, scope: Scope, record: SigningKeyRecord): void {
  tx.put(key(scope, "signing-key"), record);
  tx.put(["sns", "", "", "certificate", record.id], record.certificatePem);
}

/** A certificate by the id in its URL, of whatever account. */
export function loadCertificate(tx: ReadTx, id: string): string | undefined {
  return tx.get<string>(["sns", "", "", "certificate", id]);
}
