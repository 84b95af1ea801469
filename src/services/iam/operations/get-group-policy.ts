// GetGroupPolicy: gives an inline policy of a group.

import type { GetGroupPolicyCommandInput, GetGroupPolicyCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { encodeDocument } from "../documents.ts";
import { getInlinePolicy } from "../entities.ts";

export const getGroupPolicy = defineOperation<Input<GetGroupPolicyCommandInput>, GetGroupPolicyCommandOutput>(
  "GetGroupPolicy",
  (input, context) => {
    const { GroupName, PolicyName } = input;
    const document = getInlinePolicy(context, "group", GroupName, PolicyName);
    return { GroupName, PolicyName, PolicyDocument: encodeDocument(document) };
  },
);
