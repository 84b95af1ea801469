// ListSubscriptionsByTopic: one topic's subscriptions, in pages of 100.

import type { ListSubscriptionsByTopicCommandInput, ListSubscriptionsByTopicCommandOutput } from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { topicNotFound } from "../errors.ts";
import { loadTopic } from "../repo.ts";
import { pageOfTopic } from "../subscription-pages.ts";
import { parseTopicArn } from "../topic.ts";

export const listSubscriptionsByTopic = defineOperation<
  Input<ListSubscriptionsByTopicCommandInput>,
  ListSubscriptionsByTopicCommandOutput
>("ListSubscriptionsByTopic", (input, context) => {
  const { scope, topicName } = parseTopicArn(input.TopicArn);
  return context.store.read((tx) => {
    if (loadTopic(tx, scope, topicName) === undefined) throw topicNotFound();
    return pageOfTopic(tx, scope, topicName, input.NextToken);
  });
});
