// DeleteMessageBatch: a consumer is done with up to ten messages.

import type { DeleteMessageBatchCommandInput, DeleteMessageBatchCommandOutput } from "@aws-sdk/client-sqs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireBatch, runBatch } from "../batches.ts";
import { requireQueue } from "../queues.ts";
import { withReceived } from "../received.ts";
import { requireThroughput } from "../throttle.ts";

export const deleteMessageBatch = defineOperation<
  Input<DeleteMessageBatchCommandInput>,
  DeleteMessageBatchCommandOutput
>("DeleteMessageBatch", (input, context) => {
  const queue = requireQueue(context, input.QueueUrl);
  requireThroughput(context, queue, "delete");
  requireBatch(input.Entries, "DeleteMessageBatchRequestEntry");
  return withReceived(context, queue, (received) =>
    runBatch(input.Entries, (entry) => {
      received.delete(entry.ReceiptHandle);
      return { Id: entry.Id };
    }),
  );
});
