// GetTopicAttributes: a topic's attributes and how many subscribe to it.

import type { GetTopicAttributesCommandInput, GetTopicAttributesCommandOutput } from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { topicNotFound } from "../errors.ts";
import { listSubscriptions, loadTopic } from "../repo.ts";
import { describeTopic, parseTopicArn } from "../topic.ts";

export const getTopicAttributes = defineOperation<
  Input<GetTopicAttributesCommandInput>,
  GetTopicAttributesCommandOutput
>("GetTopicAttributes", (input, context) => {
  const { scope, topicName } = parseTopicArn(input.TopicArn);
  return context.store.read((tx) => {
    const topic = loadTopic(tx, scope, topicName);
    if (topic === undefined) throw topicNotFound();
    const subscriptions = [...listSubscriptions(tx, scope, { topicName })];
    const pending = subscriptions.filter(({ pendingToken }) => pendingToken !== undefined).length;
    const counts = { confirmed: subscriptions.length - pending, pending };
    return { Attributes: describeTopic(scope, topic, counts, context.clock.nowMs()) };
  });
});
