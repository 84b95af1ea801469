// SendMessageBatch: keeps up to ten messages in one transaction; entries that break a rule fail on their own.

import type { SendMessageBatchCommandInput, SendMessageBatchCommandOutput } from "@aws-sdk/client-sqs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireBatch, runBatch } from "../batches.ts";
import { LIMITS } from "../constraints.ts";
import { batchTooLong, invalidParameterValue, noDeduplicationId } from "../errors.ts";
import { sizeOfInput } from "../message.ts";
import { requireQueue } from "../queues.ts";
import { checkMessage, sendMessages } from "../send.ts";
import { requireThroughput } from "../throttle.ts";

export const sendMessageBatch = defineOperation<Input<SendMessageBatchCommandInput>, SendMessageBatchCommandOutput>(
  "SendMessageBatch",
  async (input, context) => {
    const queue = requireQueue(context, input.QueueUrl);
    const entries = input.Entries;
    requireBatch(entries, "SendMessageBatchRequestEntry");
    // AWS: recorded from the service, what a FIFO queue needs is asked of the whole batch.
    if (queue.settings.isFifo) {
      if (entries.some((entry) => entry.MessageGroupId === undefined))
        throw invalidParameterValue("The request must contain the parameter MessageGroupId.");
      if (!queue.settings.deduplicatesByContent && entries.some((entry) => entry.MessageDeduplicationId === undefined))
        throw noDeduplicationId();
    }
    const bytes = entries.reduce((sum, entry) => sum + sizeOfInput(entry), 0);
    if (bytes > LIMITS.batchBytes) throw batchTooLong(LIMITS.batchBytes, bytes);
    requireThroughput(context, queue, "send");
    const checked = runBatch(entries, (entry) => ({ id: entry.Id, checked: checkMessage(context, queue, entry) }));
    const results = await sendMessages(
      context,
      queue,
      checked.Successful.map((entry) => entry.checked),
    );
    return {
      Successful: results.map((result, index) => ({ Id: checked.Successful[index]?.id, ...result })),
      Failed: checked.Failed,
    };
  },
);
