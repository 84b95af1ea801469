// PutKeyPolicy: sets the key's policy, unless it would lock out who sets it.

import type { PutKeyPolicyCommandInput, PutKeyPolicyCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { updateCustomerKey } from "../keys.ts";
import { requireNoLockout, requirePolicy, requirePolicyName } from "../policies.ts";

export const putKeyPolicy = defineOperation<Input<PutKeyPolicyCommandInput>, PutKeyPolicyCommandOutput>(
  "PutKeyPolicy",
  ({ KeyId, PolicyName = "default", Policy, BypassPolicyLockoutSafetyCheck }, context) => {
    updateCustomerKey(context, KeyId, "PutKeyPolicy", ({ record, arn, scope }) => {
      requirePolicyName(PolicyName);
      requirePolicy(Policy);
      if (BypassPolicyLockoutSafetyCheck !== true) requireNoLockout(Policy, arn, context.principal, scope);
      return { ...record, policy: Policy };
    });
    return {};
  },
);
