// RemovePermission: takes one statement out of a queue's policy.

import type { RemovePermissionCommandInput, RemovePermissionCommandOutput } from "@aws-sdk/client-sqs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { removePermissionStatement } from "../policy.ts";
import { changeAttributes } from "../queue.ts";
import { requireQueue, updateQueue } from "../queues.ts";

export const removePermission = defineOperation<Input<RemovePermissionCommandInput>, RemovePermissionCommandOutput>(
  "RemovePermission",
  (input, context) => {
    const queue = requireQueue(context, input.QueueUrl);
    updateQueue(context.store, queue, (record) => ({
      ...record,
      attributes: changeAttributes(record.attributes, {
        Policy: removePermissionStatement(record.attributes["Policy"], input.Label) ?? "",
      }),
    }));
    return {};
  },
);
