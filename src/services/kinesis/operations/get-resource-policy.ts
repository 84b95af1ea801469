// GetResourcePolicy: a resource's policy.

import type { GetResourcePolicyCommandInput, GetResourcePolicyCommandOutput } from "@aws-sdk/client-kinesis";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireAttached } from "../resources-by-arn.ts";

export const getResourcePolicy = defineOperation<Input<GetResourcePolicyCommandInput>, GetResourcePolicyCommandOutput>(
  "GetResourcePolicy",
  (input, context) => {
    // AWS: inferred: the answer's Policy is required, and the errors have none for a resource without a policy.
    return { Policy: requireAttached(context.store, input.ResourceARN).policy ?? "{}" };
  },
);
