// SetSubscriptionAttributes: changes one attribute of a subscription; no value takes it away.

import type {
  SetSubscriptionAttributesCommandInput,
  SetSubscriptionAttributesCommandOutput,
} from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { subscriptionNotFound } from "../errors.ts";
import { loadSubscription, saveSubscription } from "../repo.ts";
import { changeAttributes, requireParty, requireSubscriptionAttributes } from "../subscription.ts";
import { parseSubscriptionArn } from "../topic.ts";

export const setSubscriptionAttributes = defineOperation<
  Input<SetSubscriptionAttributesCommandInput>,
  SetSubscriptionAttributesCommandOutput
>("SetSubscriptionAttributes", (input, context) => {
  const { scope, topicName, subscriptionId } = parseSubscriptionArn(input.SubscriptionArn);
  const change = { [input.AttributeName]: input.AttributeValue ?? "" };
  context.store.write((tx) => {
    const subscription = loadSubscription(tx, scope, topicName, subscriptionId);
    if (subscription === undefined) throw subscriptionNotFound();
    requireParty(scope, subscription, context.account);
    const all = { ...subscription.attributes, ...change };
    requireSubscriptionAttributes(change, all, { scope, protocol: subscription.protocol, isSubscribe: false });
    saveSubscription(tx, scope, { ...subscription, attributes: changeAttributes(subscription.attributes, change) });
  });
  return {};
});
