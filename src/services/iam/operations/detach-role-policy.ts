// DetachRolePolicy: detaches a managed policy from a role.

import type { DetachRolePolicyCommandInput, DetachRolePolicyCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { detachPolicy } from "../entities.ts";

export const detachRolePolicy = defineOperation<Input<DetachRolePolicyCommandInput>, DetachRolePolicyCommandOutput>(
  "DetachRolePolicy",
  (input, context) => {
    detachPolicy(context, "role", input.RoleName, input.PolicyArn);
    return {};
  },
);
