// GetQueueAttributes: a queue's attributes and its three approximate counts.

import type { GetQueueAttributesCommandInput, GetQueueAttributesCommandOutput } from "@aws-sdk/client-sqs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { countMessages, Delivery, hasExpired } from "../delivery.ts";
import { describeAttributes } from "../queue.ts";
import { requireQueue } from "../queues.ts";
import { Content, ContentReader } from "../repo.ts";

export const getQueueAttributes = defineOperation<
  Input<GetQueueAttributesCommandInput>,
  GetQueueAttributesCommandOutput
>("GetQueueAttributes", (input, context) => {
  const queue = requireQueue(context, input.QueueUrl);
  const names = input.AttributeNames ?? [];
  const nowMs = context.clock.nowMs();
  const { contentId } = queue.record;
  const { isFifo, retentionMs } = queue.settings;
  if (context.store.read((tx) => hasExpired(new ContentReader(tx, queue.scope, contentId), nowMs, retentionMs))) {
    context.store.write((tx) => {
      const delivery = new Delivery(new Content(tx, queue.scope, contentId), isFifo);
      delivery.tidy(nowMs, retentionMs);
      delivery.finish();
    });
  }
  const counts = context.store.read((tx) => countMessages(new ContentReader(tx, queue.scope, contentId), nowMs));
  const attributes = describeAttributes(queue.record, queue.arn, names, counts);
  return Object.keys(attributes).length === 0 ? {} : { Attributes: attributes };
});
