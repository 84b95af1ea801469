// Subscribe: has a topic's messages delivered to an endpoint.

import type { SubscribeCommandInput, SubscribeCommandOutput } from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidParameter, topicNotFound } from "../errors.ts";
import { listSubscriptions, loadTopic, saveSubscription } from "../repo.ts";
import type { SubscriptionRecord } from "../records.ts";
import {
  changeAttributes,
  hasSameAttributes,
  parseProtocol,
  requireEndpoint,
  requireOwnEndpoint,
  requireSubscriptionAttributes,
  subscriptionArn,
} from "../subscription.ts";
import { isFifoTopic, parseTopicArn } from "../topic.ts";

export const subscribe = defineOperation<Input<SubscribeCommandInput>, SubscribeCommandOutput>(
  "Subscribe",
  (input, context) => {
    const { scope, topicName } = parseTopicArn(input.TopicArn);
    const protocol = parseProtocol(input.Protocol);
    const endpoint = requireEndpoint(protocol, input.Endpoint, isFifoTopic(topicName));
    requireOwnEndpoint(endpoint, context.account);
    const attributes = input.Attributes ?? {};
    requireSubscriptionAttributes(attributes, attributes, scope, true);
    const subscription = context.store.write((tx): SubscriptionRecord => {
      if (loadTopic(tx, scope, topicName) === undefined) throw topicNotFound();
      // AWS: subscribing the same endpoint again answers with the subscription that is there.
      for (const existing of listSubscriptions(tx, scope, { topicName })) {
        if (existing.protocol !== protocol || existing.endpoint !== endpoint) continue;
        if (!hasSameAttributes(existing, attributes))
          throw invalidParameter("Attributes Reason: Subscription already exists with different attributes");
        return existing;
      }
      const made: SubscriptionRecord = {
        v: 1,
        id: context.random.uuid(),
        topicName,
        protocol,
        endpoint,
        owner: context.account,
        principal: "arn" in context.principal ? context.principal.arn : "",
        attributes: changeAttributes({}, attributes),
      };
      saveSubscription(tx, scope, made);
      return made;
    });
    return { SubscriptionArn: subscriptionArn(scope, subscription) };
  },
);
