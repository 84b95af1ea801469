// GetRolePolicy: gives an inline policy of a role.

import type { GetRolePolicyCommandInput, GetRolePolicyCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { encodeDocument } from "../documents.ts";
import { getInlinePolicy } from "../entities.ts";

export const getRolePolicy = defineOperation<Input<GetRolePolicyCommandInput>, GetRolePolicyCommandOutput>(
  "GetRolePolicy",
  (input, context) => {
    const { RoleName, PolicyName } = input;
    const document = getInlinePolicy(context, "role", RoleName, PolicyName);
    return { RoleName, PolicyName, PolicyDocument: encodeDocument(document) };
  },
);
