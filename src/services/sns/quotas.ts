// How many subscriptions and filter policies there may be. AWS: "Filter policy constraints"; "Service quotas", Amazon SNS.

import type { ReadTx } from "../../store/store.ts";
import { LIMITS } from "./constraints.ts";
import { filterPolicyLimitExceeded, subscriptionLimitExceeded } from "./errors.ts";
import { listSubscriptions } from "./repo.ts";
import { isFifoTopic, type TopicAddress } from "./topic.ts";

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
