// DeletePolicy: deletes a managed policy that nobody uses and that has one version.

import type { DeletePolicyCommandInput, DeletePolicyCommandOutput } from "@aws-sdk/client-iam";
import { usesOfPolicy } from "../../../iam/directory/managed-policies.ts";
import { changeIam, removeNamed } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { deleteConflict } from "../errors.ts";
import { requireOwnPolicy } from "../own-policies.ts";

export const deletePolicy = defineOperation<Input<DeletePolicyCommandInput>, DeletePolicyCommandOutput>(
  "DeletePolicy",
  (input, context) => {
    changeIam<void>(context.store, (tx) => {
      const { arn, record } = requireOwnPolicy(tx, context.account, input.PolicyArn);
      if (usesOfPolicy(tx, context.account, arn).length > 0)
        throw deleteConflict("Cannot delete a policy attached to entities.");
      if (record.versions.length > 1) {
        throw deleteConflict(
          "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
        );
      }
      removeNamed(tx, context.account, "policy", record.name);
    });
    return {};
  },
);
