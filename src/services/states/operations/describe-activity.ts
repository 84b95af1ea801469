// DescribeActivity: what an activity is.

import type { DescribeActivityCommandInput, DescribeActivityCommandOutput } from "@aws-sdk/client-sfn";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { isOwn, requireArn } from "../arns.ts";
import { activityNotFound } from "../errors.ts";
import { loadActivity } from "../repo.ts";

export const describeActivity = defineOperation<Input<DescribeActivityCommandInput>, DescribeActivityCommandOutput>(
  "DescribeActivity",
  ({ activityArn: arn }, context) => {
    const { name } = requireArn(arn, "activity");
    const activity = isOwn(arn, context) ? context.store.read((tx) => loadActivity(tx, context, name)) : undefined;
    if (activity === undefined) throw activityNotFound(arn);
    return {
      activityArn: arn,
      name,
      creationDate: new Date(activity.createdAtMs),
      encryptionConfiguration: { type: "AWS_OWNED_KEY" },
    };
  },
);
