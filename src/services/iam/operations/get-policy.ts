// GetPolicy: describes a managed policy.

import type { GetPolicyCommandInput, GetPolicyCommandOutput } from "@aws-sdk/client-iam";
import { usesOfPolicy } from "../../../iam/directory/managed-policies.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireManagedPolicy } from "../own-policies.ts";
import { policyView } from "../views.ts";

export const getPolicy = defineOperation<Input<GetPolicyCommandInput>, GetPolicyCommandOutput>(
  "GetPolicy",
  (input, context) => {
    return context.store.read((tx) => {
      const policy = requireManagedPolicy(tx, context.account, input.PolicyArn);
      return { Policy: policyView(policy, usesOfPolicy(tx, context.account, policy.arn)) };
    });
  },
);
