// PutLogGroupDeletionProtection: a group and its streams cannot be deleted, or can again. AWS: PutLogGroupDeletionProtection (API reference).

import type {
  PutLogGroupDeletionProtectionCommandInput,
  PutLogGroupDeletionProtectionCommandOutput,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { parseGroupIdentifier, requireGroup } from "../log-group.ts";
import { saveGroup } from "../repo.ts";

export const putLogGroupDeletionProtection = defineOperation<
  Input<PutLogGroupDeletionProtectionCommandInput>,
  PutLogGroupDeletionProtectionCommandOutput
>("PutLogGroupDeletionProtection", ({ logGroupIdentifier, deletionProtectionEnabled: isProtected }, context) => {
  context.store.write((tx) => {
    const group = requireGroup(tx, context, parseGroupIdentifier(logGroupIdentifier));
    saveGroup(tx, context, { ...group, isProtected });
  });
  return {};
});
