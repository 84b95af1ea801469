// DeleteResourcePolicy: takes the leave of services away. AWS: DeleteResourcePolicy (API reference).

import type {
  DeleteResourcePolicyCommandInput,
  DeleteResourcePolicyCommandOutput,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidParameter, notImplemented, resourcePolicyNotFound } from "../errors.ts";
import { deleteResourcePolicyRow } from "../repo.ts";

export const deleteResourcePolicy = defineOperation<
  Input<DeleteResourcePolicyCommandInput>,
  DeleteResourcePolicyCommandOutput
>("DeleteResourcePolicy", ({ policyName, resourceArn, expectedRevisionId }, context) => {
  if (resourceArn !== undefined || expectedRevisionId !== undefined)
    throw notImplemented("resource policies of single log groups");
  if (policyName === undefined || policyName === "") throw invalidParameter("Policy name must not be empty.");
  context.store.write((tx) => {
    if (!deleteResourcePolicyRow(tx, context, policyName)) throw resourcePolicyNotFound(policyName);
  });
  return {};
});
