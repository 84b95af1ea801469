// ScheduleKeyDeletion: a key is unusable at once, and gone with all that it encrypted after the waiting period.

import type { ScheduleKeyDeletionCommandInput, ScheduleKeyDeletionCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { scheduleDeletion } from "../deletion.ts";
import { validation } from "../errors.ts";
import { updateCustomerKey } from "../keys.ts";

export const scheduleKeyDeletion = defineOperation<
  Input<ScheduleKeyDeletionCommandInput>,
  ScheduleKeyDeletionCommandOutput
>("ScheduleKeyDeletion", ({ KeyId, PendingWindowInDays: windowDays = 30 }, context) => {
  // AWS: "between 7 and 30, inclusive"; the model's own bounds are wider.
  if (windowDays < 7 || windowDays > 30) throw validation("PendingWindowInDays must be between 7 and 30 (inclusive).");
  const { arn, record } = updateCustomerKey(context, KeyId, "ScheduleKeyDeletion", (key, tx) =>
    scheduleDeletion(context, tx, key, windowDays),
  );
  const atMs = record.deletion?.atMs;
  return {
    KeyId: arn,
    ...(atMs === undefined ? {} : { DeletionDate: new Date(atMs) }),
    KeyState: record.state,
    PendingWindowInDays: windowDays,
  };
});
