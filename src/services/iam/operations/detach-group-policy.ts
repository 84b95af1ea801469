// DetachGroupPolicy: detaches a managed policy from a group.

import type { DetachGroupPolicyCommandInput, DetachGroupPolicyCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { detachPolicy } from "../entities.ts";

export const detachGroupPolicy = defineOperation<Input<DetachGroupPolicyCommandInput>, DetachGroupPolicyCommandOutput>(
  "DetachGroupPolicy",
  (input, context) => {
    detachPolicy(context, "group", input.GroupName, input.PolicyArn);
    return {};
  },
);
