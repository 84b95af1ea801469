// UntagResource: takes tags off a topic; keys that it does not have are ignored.

import type { UntagResourceCommandInput, UntagResourceCommandOutput } from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { resourceNotFound } from "../errors.ts";
import { loadTopic, saveTopic } from "../repo.ts";
import { parseTopicArn } from "../topic.ts";

export const untagResource = defineOperation<Input<UntagResourceCommandInput>, UntagResourceCommandOutput>(
  "UntagResource",
  (input, context) => {
    const { scope, topicName } = parseTopicArn(input.ResourceArn, "ResourceArn");
    context.store.write((tx) => {
      const topic = loadTopic(tx, scope, topicName);
      if (topic === undefined) throw resourceNotFound();
      const kept = Object.entries(topic.tags).filter(([tag]) => !input.TagKeys.includes(tag));
      saveTopic(tx, scope, { ...topic, tags: Object.fromEntries(kept) });
    });
    return {};
  },
);
