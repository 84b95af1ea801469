// DetachUserPolicy: detaches a managed policy from a user.

import type { DetachUserPolicyCommandInput, DetachUserPolicyCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { detachPolicy } from "../entities.ts";

export const detachUserPolicy = defineOperation<Input<DetachUserPolicyCommandInput>, DetachUserPolicyCommandOutput>(
  "DetachUserPolicy",
  (input, context) => {
    detachPolicy(context, "user", input.UserName, input.PolicyArn);
    return {};
  },
);
