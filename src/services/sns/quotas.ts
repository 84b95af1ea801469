// How many subscriptions and filter policies there may be. AWS: "Filter policy constraints"; "Service quotas", Amazon SNS.

import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { LIMITS } from "./constraints.ts";
import { filterPolicyLimitExceeded, subscriptionLimitExceeded, topicLimitExceeded } from "./errors.ts";
import { listSubscriptions, listTopics } from "./repo.ts";
import { isFifoTopic, type TopicAddress } from "./topic.ts";

/**
 * Throws if the account has all the FIFO topics it may have. DEVIATION: standard topics, of which AWS allows 100,000, are not counted:
 * that would make the ten-thousandth slow.
 */
export function requireRoomForTopic(tx: ReadTx, scope: Scope, topicName: string): void {
  if (!isFifoTopic(topicName)) return;
  let count = 0;
  for (const { name } of listTopics(tx, scope)) if (isFifoTopic(name)) count += 1;
  if (count >= LIMITS.fifoTopics) throw topicLimitExceeded();
}

/** Throws if a FIFO topic has all the subscriptions it may have. */
export function requireRoomForSubscription(tx: ReadTx, { scope, topicName }: TopicAddress): void {
  if (!isFifoTopic(topicName)) return;
  const count = [...listSubscriptions(tx, scope, { topicName })].length;
  if (count >= LIMITS.subscriptionsPerFifoTopic) throw subscriptionLimitExceeded();
}

/** Throws if the topic or its account has all the filter policies it may have. */
export function requireRoomForFilterPolicy(tx: ReadTx, { scope, topicName }: TopicAddress): void {
  let ofTopic = 0;
  let ofAccount = 0;
  for (const subscription of listSubscriptions(tx, scope)) {
    if (subscription.attributes["FilterPolicy"] === undefined) continue;
    ofAccount += 1;
    if (subscription.topicName === topicName) ofTopic += 1;
  }
  if (ofTopic >= LIMITS.filterPoliciesPerTopic || ofAccount >= LIMITS.filterPoliciesPerAccount)
    throw filterPolicyLimitExceeded();
}
