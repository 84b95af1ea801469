// SetSubscriptionAttributes: changes one attribute of a subscription; no value takes it away.

import type {
  SetSubscriptionAttributesCommandInput,
  SetSubscriptionAttributesCommandOutput,
} from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { replay } from "../archive.ts";
import { subscriptionNotFound } from "../errors.ts";
import { requireRoomForFilterPolicy } from "../quotas.ts";
import { loadSubscription, loadTopic, saveSubscription } from "../repo.ts";
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
    const isFirstPolicy =
      (change["FilterPolicy"] ?? "") !== "" && subscription.attributes["FilterPolicy"] === undefined;
    if (isFirstPolicy) requireRoomForFilterPolicy(tx, { scope, topicName });
    const changed = { ...subscription, attributes: changeAttributes(subscription.attributes, change) };
    saveSubscription(tx, scope, changed);
    const topic = loadTopic(tx, scope, topicName);
    if (topic !== undefined && "ReplayPolicy" in change) replay(context, tx, scope, topic, changed);
  });
  return {};
});
