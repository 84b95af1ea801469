// DeleteTopic: removes a topic and its subscriptions; a topic that is gone is success.

import type { DeleteTopicCommandInput, DeleteTopicCommandOutput } from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { removeTopic } from "../repo.ts";
import { parseTopicArn } from "../topic.ts";

export const deleteTopic = defineOperation<Input<DeleteTopicCommandInput>, DeleteTopicCommandOutput>(
  "DeleteTopic",
  (input, context) => {
    const { scope, topicName } = parseTopicArn(input.TopicArn);
    context.store.write((tx) => removeTopic(tx, scope, topicName));
    return {};
  },
);
