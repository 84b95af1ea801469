// DeletePolicyVersion: deletes a version of a managed policy that is not in force.

import type { DeletePolicyVersionCommandInput, DeletePolicyVersionCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { deleteConflict } from "../errors.ts";
import { changePolicy, requireVersion } from "../own-policies.ts";

export const deletePolicyVersion = defineOperation<
  Input<DeletePolicyVersionCommandInput>,
  DeletePolicyVersionCommandOutput
>("DeletePolicyVersion", (input, context) => {
  const { PolicyArn: arn, VersionId: versionId } = input;
  changePolicy(context, arn, (record) => {
    requireVersion({ arn, record }, versionId);
    if (versionId === record.defaultVersionId) {
      throw deleteConflict("Cannot delete the default version of a policy.");
    }
    return { ...record, versions: record.versions.filter((version) => version.id !== versionId) };
  });
  return {};
});
