// Ends a subscription, for Unsubscribe and for the link in every notification.

import type { Store } from "../../store/store.ts";
import { loadSubscription, loadTopic, removeSubscription, saveTopic } from "./repo.ts";
import { parseSubscriptionArn } from "./topic.ts";

/** A subscription that is gone is success; throws for a text that is no subscription's ARN. */
export function endSubscription(store: Store, subscriptionArn: string): void {
  const { scope, topicName, subscriptionId } = parseSubscriptionArn(subscriptionArn);
  store.write((tx) => {
    const subscription = loadSubscription(tx, scope, topicName, subscriptionId);
    if (subscription === undefined) return;
    removeSubscription(tx, scope, subscription);
    const topic = loadTopic(tx, scope, topicName);
    if (topic !== undefined) saveTopic(tx, scope, { ...topic, subscriptionsDeleted: topic.subscriptionsDeleted + 1 });
  });
}
