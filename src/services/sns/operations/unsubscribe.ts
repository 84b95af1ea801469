// Unsubscribe: ends a subscription; one that is gone is success.

import type { UnsubscribeCommandInput, UnsubscribeCommandOutput } from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { loadSubscription, loadTopic, removeSubscription, saveTopic } from "../repo.ts";
import { parseSubscriptionArn } from "../topic.ts";

export const unsubscribe = defineOperation<Input<UnsubscribeCommandInput>, UnsubscribeCommandOutput>(
  "Unsubscribe",
  (input, context) => {
    const { scope, topicName, subscriptionId } = parseSubscriptionArn(input.SubscriptionArn);
    context.store.write((tx) => {
      const subscription = loadSubscription(tx, scope, topicName, subscriptionId);
      if (subscription === undefined) return;
      removeSubscription(tx, scope, subscription);
      const topic = loadTopic(tx, scope, topicName);
      if (topic !== undefined) saveTopic(tx, scope, { ...topic, subscriptionsDeleted: topic.subscriptionsDeleted + 1 });
    });
    return {};
  },
);
