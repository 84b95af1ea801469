// DeleteQueue: removes the queue now and its messages soon.

import type { DeleteQueueCommandInput, DeleteQueueCommandOutput } from "@aws-sdk/client-sqs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { queueDoesNotExist } from "../errors.ts";
import { forgetQueue, requireQueue } from "../queues.ts";
import { loadQueue, removeQueue } from "../repo.ts";
import { enqueueSweep } from "../sweep.ts";
import { queueTopic } from "../wake.ts";

export const deleteQueue = defineOperation<Input<DeleteQueueCommandInput>, DeleteQueueCommandOutput>(
  "DeleteQueue",
  (input, context) => {
    const queue = requireQueue(context, input.QueueUrl);
    context.store.write((tx) => {
      const record = loadQueue(tx, queue.scope, queue.record.name);
      if (record === undefined) throw queueDoesNotExist();
      removeQueue(tx, queue.scope, record.name);
      enqueueSweep(context.jobs, tx, queue.scope, record.contentId);
    });
    forgetQueue(context.store, queue.arn);
    // Long polls look again, find no queue, and end.
    context.signals.notify(queueTopic(queue.arn));
    return {};
  },
);
