// ListTopics: the account's topics in this region, in pages of 100.

import type { ListTopicsCommandInput, ListTopicsCommandOutput } from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { parsePageToken, takePage } from "../pages.ts";
import { listTopics as listStoredTopics } from "../repo.ts";
import { topicArn } from "../topic.ts";

export const listTopics = defineOperation<Input<ListTopicsCommandInput>, ListTopicsCommandOutput>(
  "ListTopics",
  (input, context) => {
    const [after] = parsePageToken(input.NextToken) ?? [];
    const page = context.store.read((tx) => takePage(listStoredTopics(tx, context, after), (topic) => [topic.name]));
    return {
      Topics: page.items.map((topic) => ({ TopicArn: topicArn(context, topic.name) })),
      ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
    };
  },
);
