// GetResourcePolicy.

import type { GetResourcePolicyCommandInput, GetResourcePolicyCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePolicy } from "../tables/policies.ts";

/** GetResourcePolicy. */
export const getResourcePolicy = defineOperation<Input<GetResourcePolicyCommandInput>, GetResourcePolicyCommandOutput>(
  "GetResourcePolicy",
  (input, context) => {
    const { document, revisionId } = requirePolicy(context.store, input.ResourceArn);
    return { Policy: document, RevisionId: revisionId };
  },
);
