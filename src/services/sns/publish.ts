// Keeps published messages: in one transaction, one delivery for each subscription that wants the message.

import type { Context } from "../../service/context.ts";
import type { WriteTx } from "../../store/store.ts";
import { writeSoon } from "../../store/write-soon.ts";
import { archive } from "./archive.ts";
import { getsNewMessages } from "./archive-policy.ts";
import { LIMITS } from "./constraints.ts";
import { enqueueDelivery } from "./delivery/deliver.ts";
import { policyOfSubscription } from "./delivery/http.ts";
import { topicNotFound } from "./errors.ts";
import { type CheckedMessage, textFor, type TopicRules } from "./message.ts";
import { countNotification } from "./metrics.ts";
import type { NotificationRecord, SubscriptionRecord, TopicRecord } from "./records.ts";
import {
  listSubscriptions,
  loadDeduplication,
  loadSubscription,
  loadTopic,
  saveDeduplication,
  saveSubscription,
  saveTopic,
} from "./repo.ts";
import { filterOf } from "./subscription.ts";
import { isFifoTopic, topicArn } from "./topic.ts";
import type { TopicAddress } from "./topic.ts";

export interface PublishResult {
  readonly MessageId: string;
  readonly SequenceNumber?: string;
}

/** What the topic demands of its messages; throws if there is no such topic. */
export function requireTopicRules(context: Context, { scope, topicName }: TopicAddress): TopicRules {
  const topic = context.store.read((tx) => loadTopic(tx, scope, topicName));
  if (topic === undefined) throw topicNotFound();
  const kmsKeyId = topic.attributes["KmsMasterKeyId"];
  return {
    isFifo: isFifoTopic(topicName),
    deduplicatesByContent: topic.attributes["ContentBasedDeduplication"] === "true",
    ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
  };
}

/** Keeps the messages in their order. */
export function publishMessages(
  context: Context,
  { scope, topicName }: TopicAddress,
  messages: readonly CheckedMessage[],
): Promise<PublishResult[]> {
  return writeSoon(context.store, (tx) => {
    const topic = loadTopic(tx, scope, topicName);
    if (topic === undefined) throw topicNotFound();
    const subscriptions = [...listSubscriptions(tx, scope, { topicName })].filter(
      (subscription) => subscription.pendingToken === undefined && getsNewMessages(subscription),
    );
    const publication = new Publication(context, tx, scope, topic, subscriptions);
    const results = messages.map((message) => publication.publish(message));
    publication.finish();
    return results;
  });
}

// The messages of one request, inside its transaction.
class Publication {
  readonly #context: Context;
  readonly #tx: WriteTx;
  readonly #scope: TopicAddress["scope"];
  readonly #topic: TopicRecord;
  readonly #subscriptions: readonly SubscriptionRecord[];
  readonly #nowMs: number;
  #nextSequence: number;

  constructor(
    context: Context,
    tx: WriteTx,
    scope: TopicAddress["scope"],
    topic: TopicRecord,
    subscriptions: readonly SubscriptionRecord[],
  ) {
    this.#context = context;
    this.#tx = tx;
    this.#scope = scope;
    this.#topic = topic;
    this.#subscriptions = subscriptions;
    this.#nowMs = context.clock.nowMs();
    this.#nextSequence = topic.nextSequence;
  }

  publish(message: CheckedMessage): PublishResult {
    const messageId = this.#context.random.uuid();
    if (!isFifoTopic(this.#topic.name)) {
      this.#deliver(message, messageId);
      return { MessageId: messageId };
    }
    const earlier = this.#findEarlier(message);
    if (earlier !== undefined) return earlier;
    // AWS: 20 digits, rising, not consecutive.
    const sequenceNumber = (10_000_000_000_000_000_000n + BigInt(this.#nextSequence) * 1_000n).toString();
    this.#nextSequence += 1;
    const untilMs = this.#nowMs + LIMITS.deduplicationMs;
    const record = { v: 1, messageId, sequenceNumber, untilMs } as const;
    saveDeduplication(this.#tx, this.#scope, this.#topic.name, this.#deduplicationKey(message), record, this.#nowMs);
    this.#deliver(message, messageId, sequenceNumber);
    return { MessageId: messageId, SequenceNumber: sequenceNumber };
  }

  finish(): void {
    if (this.#nextSequence !== this.#topic.nextSequence)
      saveTopic(this.#tx, this.#scope, { ...this.#topic, nextSequence: this.#nextSequence });
  }

  // AWS: a repetition within five minutes is accepted and answered, and not delivered.
  #findEarlier(message: CheckedMessage): PublishResult | undefined {
    const earlier = loadDeduplication(this.#tx, this.#scope, this.#topic.name, this.#deduplicationKey(message));
    if (earlier === undefined || earlier.untilMs <= this.#nowMs) return undefined;
    return { MessageId: earlier.messageId, SequenceNumber: earlier.sequenceNumber };
  }

  // AWS: FifoThroughputScope, Topic or MessageGroup.
  #deduplicationKey({ groupId = "", deduplicationId = "" }: CheckedMessage): string {
    const isByGroup = this.#topic.attributes["FifoThroughputScope"] === "MessageGroup";
    return isByGroup ? `${deduplicationId} ${groupId}` : deduplicationId;
  }

  #deliver(checked: CheckedMessage, messageId: string, sequenceNumber?: string): void {
    const { message, isStructured, subject, attributes, groupId, deduplicationId } = checked;
    const traceHeader = this.#context.headers["x-amzn-trace-id"];
    const common = {
      v: 1,
      messageId,
      publishedAtMs: this.#nowMs,
      ...(subject === undefined ? {} : { subject }),
      ...(attributes === undefined ? {} : { attributes }),
      ...(groupId === undefined ? {} : { groupId }),
      ...(deduplicationId === undefined ? {} : { deduplicationId }),
      ...(traceHeader === undefined ? {} : { traceHeader }),
    } as const;
    if (sequenceNumber !== undefined)
      archive(this.#tx, this.#scope, this.#topic, { ...common, message, isStructured, sequenceNumber });
    for (const subscription of this.#subscriptions) {
      const text = textFor(message, isStructured, subscription.protocol, subscription.endpoint);
      if (filterOf(subscription)?.matches({ body: text, attributes }) === false) {
        countNotification(this.#context, this.#scope, this.#topic.name, "NumberOfNotificationsFilteredOut");
        continue;
      }
      const notification: NotificationRecord = {
        ...common,
        topicArn: topicArn(this.#scope, this.#topic.name),
        subscriptionId: subscription.id,
        message: text,
        ...(sequenceNumber === undefined ? {} : { sequenceNumber }),
      };
      enqueueDelivery(this.#context.jobs, this.#tx, this.#scope, notification, this.#dueAtMs(subscription));
    }
  }

  // AWS: "Creating an HTTP/S delivery policy", maxReceivesPerSecond: messages wait until it is their turn.
  #dueAtMs({ id, protocol }: SubscriptionRecord): number | undefined {
    if (protocol !== "http" && protocol !== "https") return undefined;
    const subscription = loadSubscription(this.#tx, this.#scope, this.#topic.name, id);
    if (subscription === undefined) return undefined;
    const { maxReceivesPerSecond } = policyOfSubscription(this.#topic, subscription);
    if (maxReceivesPerSecond === undefined) return undefined;
    const dueAtMs = Math.max(this.#nowMs, subscription.nextDeliveryAtMs ?? 0);
    const nextDeliveryAtMs = dueAtMs + 1_000 / maxReceivesPerSecond;
    saveSubscription(this.#tx, this.#scope, { ...subscription, nextDeliveryAtMs });
    return dueAtMs;
  }
}
