// SetDefaultPolicyVersion: puts a version of a managed policy in force.

import type { SetDefaultPolicyVersionCommandInput, SetDefaultPolicyVersionCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changePolicy, requireVersion } from "../own-policies.ts";

export const setDefaultPolicyVersion = defineOperation<
  Input<SetDefaultPolicyVersionCommandInput>,
  SetDefaultPolicyVersionCommandOutput
>("SetDefaultPolicyVersion", (input, context) => {
  const { PolicyArn: arn, VersionId: versionId } = input;
  const updatedAtMs = context.clock.nowMs();
  changePolicy(context, arn, (record) => {
    requireVersion({ arn, record }, versionId);
    return { ...record, defaultVersionId: versionId, updatedAtMs };
  });
  return {};
});
