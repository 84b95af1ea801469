// DeleteLogGroup: the group and its streams are gone at once, their rows a little later. AWS: DeleteLogGroup.

import type { DeleteLogGroupCommandInput, DeleteLogGroupCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireDeletable } from "../log-group.ts";
import { enqueuePurge } from "../purge.ts";
import { deleteGroup } from "../repo.ts";

export const deleteLogGroup = defineOperation<Input<DeleteLogGroupCommandInput>, DeleteLogGroupCommandOutput>(
  "DeleteLogGroup",
  (input, context) => {
    context.store.write((tx) => {
      const group = requireDeletable(tx, context, input.logGroupName);
      deleteGroup(tx, context, group);
      enqueuePurge(tx, context, { groupId: group.groupId });
    });
    return {};
  },
);
