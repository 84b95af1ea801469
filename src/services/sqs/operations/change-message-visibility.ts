// ChangeMessageVisibility: a consumer wants to hold a message longer, or gives it back.

import type { ChangeMessageVisibilityCommandInput, ChangeMessageVisibilityCommandOutput } from "@aws-sdk/client-sqs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireQueue } from "../queues.ts";
import { withReceived } from "../received.ts";

export const changeMessageVisibility = defineOperation<
  Input<ChangeMessageVisibilityCommandInput>,
  ChangeMessageVisibilityCommandOutput
>("ChangeMessageVisibility", async (input, context) => {
  const queue = requireQueue(context, input.QueueUrl);
  await withReceived(context, queue, (received) =>
    received.changeVisibility(input.ReceiptHandle, input.VisibilityTimeout),
  );
  return {};
});
