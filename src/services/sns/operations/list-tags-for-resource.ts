// ListTagsForResource: a topic's tags.

import type { ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput } from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { resourceNotFound } from "../errors.ts";
import { loadTopic } from "../repo.ts";
import { parseTopicArn } from "../topic.ts";

export const listTagsForResource = defineOperation<
  Input<ListTagsForResourceCommandInput>,
  ListTagsForResourceCommandOutput
>("ListTagsForResource", (input, context) => {
  const { scope, topicName } = parseTopicArn(input.ResourceArn, "ResourceArn");
  const topic = context.store.read((tx) => loadTopic(tx, scope, topicName));
  if (topic === undefined) throw resourceNotFound();
  return { Tags: Object.entries(topic.tags).map(([Key, Value]) => ({ Key, Value })) };
});
