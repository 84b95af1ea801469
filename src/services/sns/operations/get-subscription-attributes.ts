// GetSubscriptionAttributes: one subscription.

import type {
  GetSubscriptionAttributesCommandInput,
  GetSubscriptionAttributesCommandOutput,
} from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { subscriptionNotFound } from "../errors.ts";
import { loadSubscription, loadTopic } from "../repo.ts";
import { describeSubscription, requireParty } from "../subscription.ts";
import { parseSubscriptionArn } from "../topic.ts";

export const getSubscriptionAttributes = defineOperation<
  Input<GetSubscriptionAttributesCommandInput>,
  GetSubscriptionAttributesCommandOutput
>("GetSubscriptionAttributes", (input, context) => {
  const { scope, topicName, subscriptionId } = parseSubscriptionArn(input.SubscriptionArn);
  return context.store.read((tx) => {
    const subscription = loadSubscription(tx, scope, topicName, subscriptionId);
    if (subscription === undefined) throw subscriptionNotFound();
    requireParty(scope, subscription, context.account);
    const topic = loadTopic(tx, scope, topicName);
    return { Attributes: describeSubscription(scope, subscription, topic?.attributes["DeliveryPolicy"]) };
  });
});
