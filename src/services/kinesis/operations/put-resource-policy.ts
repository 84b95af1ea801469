// PutResourcePolicy: gives a stream or a consumer a policy, in the place of the one it has.

import type { PutResourcePolicyCommandInput, PutResourcePolicyCommandOutput } from "@aws-sdk/client-kinesis";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePolicy } from "../policies.ts";
import { changeAttached } from "../resources-by-arn.ts";

export const putResourcePolicy = defineOperation<Input<PutResourcePolicyCommandInput>, PutResourcePolicyCommandOutput>(
  "PutResourcePolicy",
  (input, context) => {
    requirePolicy(input.Policy);
    changeAttached(context.store, input.ResourceARN, ({ tags }) => ({ tags, policy: input.Policy }));
    return {};
  },
);
