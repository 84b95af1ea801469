// DeleteResourcePolicy: a policy that is not there is no error.

import type { DeleteResourcePolicyCommandInput, DeleteResourcePolicyCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changePolicy } from "../tables/policies.ts";

/** DeleteResourcePolicy. */
export const deleteResourcePolicy = defineOperation<
  Input<DeleteResourcePolicyCommandInput>,
  DeleteResourcePolicyCommandOutput
>("DeleteResourcePolicy", (input, context) => {
  const before = changePolicy(context, input.ResourceArn, input.ExpectedRevisionId, undefined);
  return before === undefined ? {} : { RevisionId: before.revisionId };
});
