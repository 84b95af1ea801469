// GetResourcePolicy.

import type { GetResourcePolicyCommandInput, GetResourcePolicyCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { findPolicy, policyNotFound } from "../tables/policies.ts";

/** GetResourcePolicy. */
export const getResourcePolicy = defineOperation<Input<GetResourcePolicyCommandInput>, GetResourcePolicyCommandOutput>(
  "GetResourcePolicy",
  (input, context) => {
    const policy = findPolicy(context.store, input.ResourceArn);
    if (policy === undefined) throw policyNotFound(input.ResourceArn);
    return { Policy: policy.document, RevisionId: policy.revisionId };
  },
);
