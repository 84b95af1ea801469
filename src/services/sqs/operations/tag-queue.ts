// TagQueue: adds tags, or gives those that are there other values.

import type { TagQueueCommandInput, TagQueueCommandOutput } from "@aws-sdk/client-sqs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireQueue, updateQueue } from "../queues.ts";
import { requireTags } from "../tags.ts";

export const tagQueue = defineOperation<Input<TagQueueCommandInput>, TagQueueCommandOutput>(
  "TagQueue",
  (input, context) => {
    updateQueue(context.store, requireQueue(context, input.QueueUrl), (record) => {
      const tags = { ...record.tags, ...input.Tags };
      requireTags(tags);
      return { ...record, tags };
    });
    return {};
  },
);
