// DeleteGroupPolicy: takes an inline policy off a group.

import type { DeleteGroupPolicyCommandInput, DeleteGroupPolicyCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { deleteInlinePolicy } from "../entities.ts";

export const deleteGroupPolicy = defineOperation<Input<DeleteGroupPolicyCommandInput>, DeleteGroupPolicyCommandOutput>(
  "DeleteGroupPolicy",
  (input, context) => {
    deleteInlinePolicy(context, "group", input.GroupName, input.PolicyName);
    return {};
  },
);
