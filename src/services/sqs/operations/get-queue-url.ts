// GetQueueUrl: a queue's URL by its name and, for other accounts' queues, its owner.

import type { GetQueueUrlCommandInput, GetQueueUrlCommandOutput } from "@aws-sdk/client-sqs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { queueDoesNotExist } from "../errors.ts";
import { findQueue, ownerScope, queueUrl } from "../queues.ts";

export const getQueueUrl = defineOperation<Input<GetQueueUrlCommandInput>, GetQueueUrlCommandOutput>(
  "GetQueueUrl",
  (input, context) => {
    const { QueueName: name, QueueOwnerAWSAccountId: owner } = input;
    const scope = ownerScope(owner, context);
    if (findQueue(context.store, scope, name) === undefined) throw queueDoesNotExist();
    return { QueueUrl: queueUrl(context, scope, name) };
  },
);
