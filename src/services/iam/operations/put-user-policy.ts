// PutUserPolicy: puts an inline policy on a user, over one of the same name.

import type { PutUserPolicyCommandInput, PutUserPolicyCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { putInlinePolicy } from "../entities.ts";

export const putUserPolicy = defineOperation<Input<PutUserPolicyCommandInput>, PutUserPolicyCommandOutput>(
  "PutUserPolicy",
  (input, context) => {
    putInlinePolicy(context, "user", input.UserName, input);
    return {};
  },
);
