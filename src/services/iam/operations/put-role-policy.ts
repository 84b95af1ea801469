// PutRolePolicy: puts an inline policy on a role, over one of the same name.

import type { PutRolePolicyCommandInput, PutRolePolicyCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { putInlinePolicy } from "../entities.ts";

export const putRolePolicy = defineOperation<Input<PutRolePolicyCommandInput>, PutRolePolicyCommandOutput>(
  "PutRolePolicy",
  (input, context) => {
    putInlinePolicy(context, "role", input.RoleName, input);
    return {};
  },
);
