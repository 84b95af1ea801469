// CreateQueue: makes a queue, or answers with the one that is there with the same attributes.

import type { CreateQueueCommandInput, CreateQueueCommandOutput } from "@aws-sdk/client-sqs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeAttributes, requireAttributes, requireQueueName, requireSameAttributes } from "../queue.ts";
import { findRedriveTarget, forgetQueue, queueArn, queueUrl } from "../queues.ts";
import { loadQueue, saveQueue } from "../repo.ts";
import { requireTags } from "../tags.ts";

// DEVIATION: AWS refuses the name of a queue that was deleted less than 60 seconds ago (QueueDeletedRecently). Here a
// name is free at once, so that an environment can be destroyed and built again.
export const createQueue = defineOperation<Input<CreateQueueCommandInput>, CreateQueueCommandOutput>(
  "CreateQueue",
  (input, context) => {
    const { QueueName: name, Attributes: attributes = {}, tags = {} } = input;
    requireQueueName(name, attributes);
    requireTags(tags);
    const arn = queueArn(context, name);
    const isFifo = attributes["FifoQueue"] === "true";
    const findTarget = (targetArn: string) => findRedriveTarget(context.store, targetArn);
    requireAttributes(attributes, { isFifo, arn, isNew: true, current: {} }, findTarget);
    const nowMs = context.clock.nowMs();
    const wasMade = context.store.write((tx) => {
      const existing = loadQueue(tx, context, name);
      if (existing !== undefined) {
        requireSameAttributes(existing.attributes, attributes, isFifo);
        return false;
      }
      saveQueue(tx, context, {
        v: 1,
        name,
        contentId: context.random.hex(16),
        createdAtMs: nowMs,
        modifiedAtMs: nowMs,
        attributes: changeAttributes({}, attributes),
        tags,
      });
      return true;
    });
    if (wasMade) forgetQueue(context.store, arn);
    return { QueueUrl: queueUrl(context, context, name) };
  },
);
