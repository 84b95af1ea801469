// DeleteTopic: removes a topic and its subscriptions; a topic that is gone is success.

import type { DeleteTopicCommandInput, DeleteTopicCommandOutput } from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { retentionMsOf } from "../archive-policy.ts";
import { archiveIsActive } from "../errors.ts";
import { loadTopic, removeTopic } from "../repo.ts";
import { parseTopicArn } from "../topic.ts";

export const deleteTopic = defineOperation<Input<DeleteTopicCommandInput>, DeleteTopicCommandOutput>(
  "DeleteTopic",
  (input, context) => {
    const { scope, topicName } = parseTopicArn(input.TopicArn);
    context.store.write((tx) => {
      const topic = loadTopic(tx, scope, topicName);
      // AWS: "Amazon SNS message archiving for FIFO topic owners": the archive policy is deactivated first.
      if (topic !== undefined && retentionMsOf(topic) !== undefined) throw archiveIsActive();
      removeTopic(tx, scope, topicName);
    });
    return {};
  },
);
