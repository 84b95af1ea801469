// PurgeQueue: empties a queue at once, whatever it holds.

import type { PurgeQueueCommandInput, PurgeQueueCommandOutput } from "@aws-sdk/client-sqs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { LIMITS } from "../constraints.ts";
import { Delivery } from "../delivery.ts";
import { purgeInProgress } from "../errors.ts";
import { requireQueue, updateQueue } from "../queues.ts";
import { Content } from "../repo.ts";
import { enqueueSweep } from "../sweep.ts";

export const purgeQueue = defineOperation<Input<PurgeQueueCommandInput>, PurgeQueueCommandOutput>(
  "PurgeQueue",
  (input, context) => {
    const queue = requireQueue(context, input.QueueUrl);
    const nowMs = context.clock.nowMs();
    updateQueue(context.store, queue, (record, tx) => {
      if (record.purgedAtMs !== undefined && nowMs < record.purgedAtMs + LIMITS.purgeIntervalMs)
        throw purgeInProgress(record.name);
      const contentId = context.random.hex(16);
      const delivery = new Delivery(new Content(tx, queue.scope, contentId), queue.settings.isFifo);
      delivery.startAt(new Content(tx, queue.scope, record.contentId).tally().nextSeq);
      delivery.finish();
      enqueueSweep(context.jobs, tx, queue.scope, record.contentId);
      return { ...record, contentId, purgedAtMs: nowMs };
    });
    return {};
  },
);
