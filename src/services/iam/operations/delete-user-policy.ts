// DeleteUserPolicy: takes an inline policy off a user.

import type { DeleteUserPolicyCommandInput, DeleteUserPolicyCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { deleteInlinePolicy } from "../entities.ts";

export const deleteUserPolicy = defineOperation<Input<DeleteUserPolicyCommandInput>, DeleteUserPolicyCommandOutput>(
  "DeleteUserPolicy",
  (input, context) => {
    deleteInlinePolicy(context, "user", input.UserName, input.PolicyName);
    return {};
  },
);
