// Ends a subscription, for Unsubscribe and for the link in every notification.

import type { YardContext } from "../../service/context.ts";
import { announceEnd } from "./confirmation.ts";
import { authenticationRequired, invalidParameter } from "./errors.ts";
import { loadSubscription, loadTopic, removeSubscription, saveTopic } from "./repo.ts";
import { requireParty } from "./subscription.ts";
import { parseSubscriptionArn } from "./topic.ts";

/** Protocols whose endpoints are told, with a way back. */
const TOLD = new Set(["http", "https", "email-json"]);

/**
 * A subscription that is gone is success; throws for a text that is no subscription's ARN. `caller` is the account that asks,
 * undefined where nobody signed.
 */
export function endSubscription(yard: YardContext, subscriptionArn: string, caller: string | undefined): void {
  const { scope, topicName, subscriptionId } = parseSubscriptionArn(subscriptionArn);
  yard.store.write((tx) => {
    const subscription = loadSubscription(tx, scope, topicName, subscriptionId);
    if (subscription === undefined) return;
    // AWS: observed by Terraform's provider (aws_sns_topic_subscription, delete).
    if (subscription.pendingToken !== undefined)
      throw invalidParameter("SubscriptionArn Reason: Cannot unsubscribe a subscription that is pending confirmation");
    if (caller === undefined && subscription.isUnsubscribeAuthenticated === true) throw authenticationRequired();
    if (caller !== undefined) requireParty(scope, subscription, caller);
    removeSubscription(tx, scope, subscription);
    const topic = loadTopic(tx, scope, topicName);
    if (topic === undefined) return;
    saveTopic(tx, scope, { ...topic, subscriptionsDeleted: topic.subscriptionsDeleted + 1 });
    // AWS: Unsubscribe: an endpoint whose owner did not ask for it gets a final message by which it can come back.
    if (caller !== subscription.owner && TOLD.has(subscription.protocol)) announceEnd(yard, tx, scope, subscription);
  });
}
