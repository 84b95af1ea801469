// ChangeMessageVisibilityBatch: the same for up to ten messages.

import type {
  ChangeMessageVisibilityBatchCommandInput,
  ChangeMessageVisibilityBatchCommandOutput,
} from "@aws-sdk/client-sqs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireBatch, runBatch } from "../batches.ts";
import { requireQueue } from "../queues.ts";
import { withReceived } from "../received.ts";

export const changeMessageVisibilityBatch = defineOperation<
  Input<ChangeMessageVisibilityBatchCommandInput>,
  ChangeMessageVisibilityBatchCommandOutput
>("ChangeMessageVisibilityBatch", (input, context) => {
  const queue = requireQueue(context, input.QueueUrl);
  requireBatch(input.Entries, "ChangeMessageVisibilityBatchRequestEntry");
  return withReceived(context, queue, (received) =>
    runBatch(input.Entries, (entry) => {
      received.changeVisibility(entry.ReceiptHandle, entry.VisibilityTimeout ?? 0);
      return { Id: entry.Id };
    }),
  );
});
