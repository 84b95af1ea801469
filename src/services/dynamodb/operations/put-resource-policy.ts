// PutResourcePolicy: gives a table or a stream a policy, in the place of the one it has.

import type { PutResourcePolicyCommandInput, PutResourcePolicyCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changePolicy, checkPolicy, newRevision } from "../tables/policies.ts";

/** PutResourcePolicy. */
export const putResourcePolicy = defineOperation<Input<PutResourcePolicyCommandInput>, PutResourcePolicyCommandOutput>(
  "PutResourcePolicy",
  (input, context) => {
    checkPolicy(input.Policy);
    const revisionId = newRevision(context);
    const policy = { document: input.Policy, revisionId };
    const before = changePolicy(context, input.ResourceArn, input.ExpectedRevisionId, policy);
    return { RevisionId: before?.document === input.Policy ? before.revisionId : revisionId };
  },
);
