// AttachGroupPolicy: attaches a managed policy to a group.

import type { AttachGroupPolicyCommandInput, AttachGroupPolicyCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { attachPolicy } from "../entities.ts";

export const attachGroupPolicy = defineOperation<Input<AttachGroupPolicyCommandInput>, AttachGroupPolicyCommandOutput>(
  "AttachGroupPolicy",
  (input, context) => {
    attachPolicy(context, "group", input.GroupName, input.PolicyArn);
    return {};
  },
);
