// TagResource: adds tags to a topic, or gives those that are there other values.

import type { TagResourceCommandInput, TagResourceCommandOutput } from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { resourceNotFound } from "../errors.ts";
import { loadTopic, saveTopic } from "../repo.ts";
import { parseTags, parseTopicArn, requireTagCount } from "../topic.ts";

export const tagResource = defineOperation<Input<TagResourceCommandInput>, TagResourceCommandOutput>(
  "TagResource",
  (input, context) => {
    const { scope, topicName } = parseTopicArn(input.ResourceArn, "ResourceArn");
    const added = parseTags(input.Tags);
    context.store.write((tx) => {
      const topic = loadTopic(tx, scope, topicName);
      if (topic === undefined) throw resourceNotFound();
      const tags = { ...topic.tags, ...added };
      requireTagCount(tags);
      saveTopic(tx, scope, { ...topic, tags });
    });
    return {};
  },
);
