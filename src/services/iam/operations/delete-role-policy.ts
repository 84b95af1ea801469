// DeleteRolePolicy: takes an inline policy off a role.

import type { DeleteRolePolicyCommandInput, DeleteRolePolicyCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { deleteInlinePolicy } from "../entities.ts";

export const deleteRolePolicy = defineOperation<Input<DeleteRolePolicyCommandInput>, DeleteRolePolicyCommandOutput>(
  "DeleteRolePolicy",
  (input, context) => {
    deleteInlinePolicy(context, "role", input.RoleName, input.PolicyName);
    return {};
  },
);
