// GetUserPolicy: gives an inline policy of a user.

import type { GetUserPolicyCommandInput, GetUserPolicyCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { encodeDocument } from "../documents.ts";
import { getInlinePolicy } from "../entities.ts";

export const getUserPolicy = defineOperation<Input<GetUserPolicyCommandInput>, GetUserPolicyCommandOutput>(
  "GetUserPolicy",
  (input, context) => {
    const { UserName, PolicyName } = input;
    const document = getInlinePolicy(context, "user", UserName, PolicyName);
    return { UserName, PolicyName, PolicyDocument: encodeDocument(document) };
  },
);
