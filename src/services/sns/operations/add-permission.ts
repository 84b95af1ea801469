// AddPermission: adds one statement to a topic's policy.

import type { AddPermissionCommandInput, AddPermissionCommandOutput } from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { topicNotFound } from "../errors.ts";
import { addPermissionStatement } from "../policy.ts";
import { loadTopic, saveTopic } from "../repo.ts";
import { parseTopicArn, policyOf } from "../topic.ts";

export const addPermission = defineOperation<Input<AddPermissionCommandInput>, AddPermissionCommandOutput>(
  "AddPermission",
  (input, context) => {
    const { scope, topicName } = parseTopicArn(input.TopicArn);
    context.store.write((tx) => {
      const topic = loadTopic(tx, scope, topicName);
      if (topic === undefined) throw topicNotFound();
      const Policy = addPermissionStatement(policyOf(scope, topic), input.TopicArn, {
        label: input.Label,
        accounts: input.AWSAccountId,
        actions: input.ActionName,
      });
      saveTopic(tx, scope, { ...topic, attributes: { ...topic.attributes, Policy } });
    });
    return {};
  },
);
