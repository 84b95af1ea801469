// DeleteResourcePolicy: takes a resource's policy away; one that is not there is no error.

import type { DeleteResourcePolicyCommandInput, DeleteResourcePolicyCommandOutput } from "@aws-sdk/client-kinesis";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeAttached } from "../resources-by-arn.ts";

export const deleteResourcePolicy = defineOperation<
  Input<DeleteResourcePolicyCommandInput>,
  DeleteResourcePolicyCommandOutput
>("DeleteResourcePolicy", (input, context) => {
  changeAttached(context.store, input.ResourceARN, ({ tags }) => ({ tags }));
  return {};
});
