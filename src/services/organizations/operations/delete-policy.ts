// DeletePolicy: deletes a policy that is attached to nothing.

import type { DeletePolicyCommandInput, DeletePolicyCommandOutput } from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidInput, policyInUse } from "../errors.ts";
import { manage } from "../organization.ts";
import { requirePolicy } from "../policies.ts";
import { removePart, targetsOf } from "../repo.ts";

export const deletePolicy = defineOperation<Input<DeletePolicyCommandInput>, DeletePolicyCommandOutput>(
  "DeletePolicy",
  (input, context) => {
    manage(context, (tx, organization) => {
      const { id, isAwsManaged } = requirePolicy(tx, organization, input.PolicyId);
      if (isAwsManaged) throw invalidInput("You can't modify an AWS managed policy.", "IMMUTABLE_POLICY");
      if (targetsOf(tx, organization.id, id).length > 0) throw policyInUse();
      removePart(tx, organization.id, "policy", id);
    });
    return {};
  },
);
