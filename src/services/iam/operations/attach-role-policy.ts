// AttachRolePolicy: attaches a managed policy to a role.

import type { AttachRolePolicyCommandInput, AttachRolePolicyCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { attachPolicy } from "../entities.ts";

export const attachRolePolicy = defineOperation<Input<AttachRolePolicyCommandInput>, AttachRolePolicyCommandOutput>(
  "AttachRolePolicy",
  (input, context) => {
    attachPolicy(context, "role", input.RoleName, input.PolicyArn);
    return {};
  },
);
