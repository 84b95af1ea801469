// AttachUserPolicy: attaches a managed policy to a user.

import type { AttachUserPolicyCommandInput, AttachUserPolicyCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { attachPolicy } from "../entities.ts";

export const attachUserPolicy = defineOperation<Input<AttachUserPolicyCommandInput>, AttachUserPolicyCommandOutput>(
  "AttachUserPolicy",
  (input, context) => {
    attachPolicy(context, "user", input.UserName, input.PolicyArn);
    return {};
  },
);
