// DeleteActivity: removes an activity. AWS: recorded: what is not there is deleted already.

import type { DeleteActivityCommandInput, DeleteActivityCommandOutput } from "@aws-sdk/client-sfn";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { isOwn, requireArn } from "../arns.ts";
import { removeActivity } from "../repo.ts";

export const deleteActivity = defineOperation<Input<DeleteActivityCommandInput>, DeleteActivityCommandOutput>(
  "DeleteActivity",
  ({ activityArn: arn }, context) => {
    const { name } = requireArn(arn, "activity");
    if (isOwn(arn, context)) context.store.write((tx) => removeActivity(tx, context, name));
    return {};
  },
);
