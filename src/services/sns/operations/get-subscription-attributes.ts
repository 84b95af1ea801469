// GetSubscriptionAttributes: one subscription.

import type {
  GetSubscriptionAttributesCommandInput,
  GetSubscriptionAttributesCommandOutput,
} from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { subscriptionNotFound } from "../errors.ts";
import { loadSubscription } from "../repo.ts";
import { describeSubscription } from "../subscription.ts";
import { parseSubscriptionArn } from "../topic.ts";

export const getSubscriptionAttributes = defineOperation<
  Input<GetSubscriptionAttributesCommandInput>,
  GetSubscriptionAttributesCommandOutput
>("GetSubscriptionAttributes", (input, context) => {
  const { scope, topicName, subscriptionId } = parseSubscriptionArn(input.SubscriptionArn);
  const subscription = context.store.read((tx) => loadSubscription(tx, scope, topicName, subscriptionId));
  if (subscription === undefined) throw subscriptionNotFound();
  return { Attributes: describeSubscription(scope, subscription) };
});
