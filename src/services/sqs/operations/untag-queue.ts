// UntagQueue: takes tags away; keys that the queue does not have are ignored.

import type { UntagQueueCommandInput, UntagQueueCommandOutput } from "@aws-sdk/client-sqs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireQueue, updateQueue } from "../queues.ts";

export const untagQueue = defineOperation<Input<UntagQueueCommandInput>, UntagQueueCommandOutput>(
  "UntagQueue",
  (input, context) => {
    updateQueue(context.store, requireQueue(context, input.QueueUrl), (record) => ({
      ...record,
      tags: Object.fromEntries(Object.entries(record.tags).filter(([key]) => !input.TagKeys.includes(key))),
    }));
    return {};
  },
);
