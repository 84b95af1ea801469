// DeleteScalingPolicy: a policy, and the alarms that were made for it.

import type {
  DeleteScalingPolicyCommandInput,
  DeleteScalingPolicyCommandOutput,
} from "@aws-sdk/client-application-auto-scaling";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { deleteAlarms } from "../alarms.ts";
import { parseKey } from "../dimensions.ts";
import { policyNotFound } from "../errors.ts";
import { loadPolicy, removePolicy } from "../repo.ts";

export const deleteScalingPolicy = defineOperation<
  Input<DeleteScalingPolicyCommandInput>,
  DeleteScalingPolicyCommandOutput
>("DeleteScalingPolicy", async (input, context) => {
  const key = parseKey(input);
  const policy = context.store.read((tx) => loadPolicy(tx, context, key, input.PolicyName));
  if (policy === undefined) throw policyNotFound(key, input.PolicyName);
  // Alarms first: what a crash leaves is found by asking for the same again.
  await deleteAlarms(context, context, policy);
  context.store.write((tx) => removePolicy(tx, context, policy));
  return {};
});
