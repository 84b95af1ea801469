// CreateActivity: makes an activity. AWS: "idempotency check is based on the activity name": other tags are left aside.

import type { CreateActivityCommandInput, CreateActivityCommandOutput } from "@aws-sdk/client-sfn";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { activityArn } from "../arns.ts";
import { requireEncryption } from "../machines.ts";
import { requireName } from "../names.ts";
import type { ActivityRecord } from "../records.ts";
import { loadActivity, saveActivity } from "../repo.ts";
import { addTags } from "../tags.ts";

export const createActivity = defineOperation<Input<CreateActivityCommandInput>, CreateActivityCommandOutput>(
  "CreateActivity",
  ({ name, tags = [], encryptionConfiguration }, context) => {
    requireName(name);
    requireEncryption(encryptionConfiguration);
    const arn = activityArn(context, name);
    const wanted: ActivityRecord = {
      v: 1,
      name,
      createdAtMs: context.clock.nowMs(),
      tags: addTags({}, tags, arn),
    };
    const { createdAtMs } = context.store.write((tx) => {
      const existing = loadActivity(tx, context, name);
      if (existing !== undefined) return existing;
      saveActivity(tx, context, wanted);
      return wanted;
    });
    return { activityArn: arn, creationDate: new Date(createdAtMs) };
  },
);
