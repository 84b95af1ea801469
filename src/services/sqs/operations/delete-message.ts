// DeleteMessage: a consumer is done with a message.

import type { DeleteMessageCommandInput, DeleteMessageCommandOutput } from "@aws-sdk/client-sqs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireQueue } from "../queues.ts";
import { withReceived } from "../received.ts";
import { requireThroughput } from "../throttle.ts";

export const deleteMessage = defineOperation<Input<DeleteMessageCommandInput>, DeleteMessageCommandOutput>(
  "DeleteMessage",
  async (input, context) => {
    const queue = requireQueue(context, input.QueueUrl);
    requireThroughput(context, queue, "delete");
    await withReceived(context, queue, (received) => received.delete(input.ReceiptHandle));
    return {};
  },
);
