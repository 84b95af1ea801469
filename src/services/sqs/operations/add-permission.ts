// AddPermission: adds one statement to a queue's policy.

import type { AddPermissionCommandInput, AddPermissionCommandOutput } from "@aws-sdk/client-sqs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { addPermissionStatement } from "../policy.ts";
import { requireQueue, updateQueue } from "../queues.ts";

export const addPermission = defineOperation<Input<AddPermissionCommandInput>, AddPermissionCommandOutput>(
  "AddPermission",
  (input, context) => {
    const queue = requireQueue(context, input.QueueUrl);
    updateQueue(context.store, queue, (record) => ({
      ...record,
      attributes: {
        ...record.attributes,
        Policy: addPermissionStatement(record.attributes["Policy"], queue.arn, {
          label: input.Label,
          accounts: input.AWSAccountIds,
          actions: input.Actions,
        }),
      },
    }));
    return {};
  },
);
