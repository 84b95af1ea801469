// PutGroupPolicy: puts an inline policy on a group, over one of the same name.

import type { PutGroupPolicyCommandInput, PutGroupPolicyCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { putInlinePolicy } from "../entities.ts";

export const putGroupPolicy = defineOperation<Input<PutGroupPolicyCommandInput>, PutGroupPolicyCommandOutput>(
  "PutGroupPolicy",
  (input, context) => {
    putInlinePolicy(context, "group", input.GroupName, input);
    return {};
  },
);
