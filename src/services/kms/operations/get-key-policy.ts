// GetKeyPolicy: the key's policy, as it was set.

import type { GetKeyPolicyCommandInput, GetKeyPolicyCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireKey } from "../keys.ts";
import { requirePolicyName } from "../policies.ts";

export const getKeyPolicy = defineOperation<Input<GetKeyPolicyCommandInput>, GetKeyPolicyCommandOutput>(
  "GetKeyPolicy",
  ({ KeyId, PolicyName = "default" }, context) => {
    const { record } = requireKey(context, KeyId, "GetKeyPolicy", { isById: true });
    requirePolicyName(PolicyName);
    return { Policy: record.policy, PolicyName };
  },
);
