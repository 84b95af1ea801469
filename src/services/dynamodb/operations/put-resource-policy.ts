// PutResourcePolicy: gives a table or a stream a policy, in the place of the one it has.

import type { PutResourcePolicyCommandInput, PutResourcePolicyCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changePolicy, checkPolicy } from "../tables/policies.ts";

/** PutResourcePolicy. */
export const putResourcePolicy = defineOperation<Input<PutResourcePolicyCommandInput>, PutResourcePolicyCommandOutput>(
  "PutResourcePolicy",
  (input, context) => {
    checkPolicy(input.Policy);
    const revisionId = String(context.clock.nowMs());
    changePolicy(context, input.ResourceArn, input.ExpectedRevisionId, { document: input.Policy, revisionId });
    return { RevisionId: revisionId };
  },
);
