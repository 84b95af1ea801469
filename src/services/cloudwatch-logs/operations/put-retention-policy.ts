// PutRetentionPolicy: readers no longer see what is older, from now on. AWS: PutRetentionPolicy (API reference).

import type { PutRetentionPolicyCommandInput, PutRetentionPolicyCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidParameter } from "../errors.ts";
import { RETENTION_DAYS } from "../limits.ts";
import { requireGroup } from "../log-group.ts";
import { enqueueExpiry } from "../purge.ts";
import { saveGroup } from "../repo.ts";

export const putRetentionPolicy = defineOperation<
  Input<PutRetentionPolicyCommandInput>,
  PutRetentionPolicyCommandOutput
>("PutRetentionPolicy", ({ logGroupName, retentionInDays }, context) => {
  if (!RETENTION_DAYS.some((days) => days === retentionInDays))
    throw invalidParameter(
      `1 validation error detected: Value '${retentionInDays}' at 'retentionInDays' failed to satisfy constraint: ` +
        `Member must satisfy enum value set: [${RETENTION_DAYS.join(", ")}]`,
    );
  context.store.write((tx) => {
    const group = requireGroup(tx, context, logGroupName);
    const expiryJobId = group.expiryJobId ?? enqueueExpiry(tx, context, group);
    saveGroup(tx, context, { ...group, retentionDays: retentionInDays, expiryJobId });
  });
  return {};
});
