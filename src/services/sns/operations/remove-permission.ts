// RemovePermission: takes one statement out of a topic's policy.

import type { RemovePermissionCommandInput, RemovePermissionCommandOutput } from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { topicNotFound } from "../errors.ts";
import { removePermissionStatement } from "../policy.ts";
import { loadTopic, saveTopic } from "../repo.ts";
import { parseTopicArn, policyOf } from "../topic.ts";

export const removePermission = defineOperation<Input<RemovePermissionCommandInput>, RemovePermissionCommandOutput>(
  "RemovePermission",
  (input, context) => {
    const { scope, topicName } = parseTopicArn(input.TopicArn);
    context.store.write((tx) => {
      const topic = loadTopic(tx, scope, topicName);
      if (topic === undefined) throw topicNotFound();
      const Policy = removePermissionStatement(policyOf(scope, topic), input.Label);
      saveTopic(tx, scope, { ...topic, attributes: { ...topic.attributes, Policy } });
    });
    return {};
  },
);
