// SetQueueAttributes: changes some of a queue's attributes.

import type { SetQueueAttributesCommandInput, SetQueueAttributesCommandOutput } from "@aws-sdk/client-sqs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeAttributes, requireAttributes } from "../queue.ts";
import { findRedriveTarget, requireQueue, updateQueue } from "../queues.ts";

export const setQueueAttributes = defineOperation<
  Input<SetQueueAttributesCommandInput>,
  SetQueueAttributesCommandOutput
>("SetQueueAttributes", (input, context) => {
  const queue = requireQueue(context, input.QueueUrl);
  const attributes = input.Attributes;
  const findTarget = (targetArn: string) => findRedriveTarget(context.store, targetArn);
  requireAttributes(
    attributes,
    { isFifo: queue.settings.isFifo, arn: queue.arn, isNew: false, current: queue.record.attributes },
    findTarget,
  );
  updateQueue(context.store, queue, (record) => ({
    ...record,
    modifiedAtMs: context.clock.nowMs(),
    attributes: changeAttributes(record.attributes, attributes),
  }));
  return {};
});
