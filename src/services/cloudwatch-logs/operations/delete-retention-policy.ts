// DeleteRetentionPolicy: events never expire again. AWS: DeleteRetentionPolicy (API reference).

import type {
  DeleteRetentionPolicyCommandInput,
  DeleteRetentionPolicyCommandOutput,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireGroup } from "../log-group.ts";
import { saveGroup } from "../repo.ts";

export const deleteRetentionPolicy = defineOperation<
  Input<DeleteRetentionPolicyCommandInput>,
  DeleteRetentionPolicyCommandOutput
>("DeleteRetentionPolicy", ({ logGroupName }, context) => {
  context.store.write((tx) => {
    const { retentionDays: _, expiryJobId, ...group } = requireGroup(tx, context, logGroupName);
    if (expiryJobId !== undefined) context.jobs.cancel(tx, expiryJobId);
    saveGroup(tx, context, group);
  });
  return {};
});
