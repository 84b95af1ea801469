// ListQueueTags: a queue's tags.

import type { ListQueueTagsCommandInput, ListQueueTagsCommandOutput } from "@aws-sdk/client-sqs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireQueue } from "../queues.ts";

export const listQueueTags = defineOperation<Input<ListQueueTagsCommandInput>, ListQueueTagsCommandOutput>(
  "ListQueueTags",
  (input, context) => {
    const { tags } = requireQueue(context, input.QueueUrl).record;
    return Object.keys(tags).length === 0 ? {} : { Tags: { ...tags } };
  },
);
