// DeleteUsagePlanKey: takes a key out of a plan.

import type { DeleteUsagePlanKeyCommandInput, DeleteUsagePlanKeyCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireThing } from "../finding.ts";
import { removePlanKey } from "../repo.ts";
import { requirePlanKey } from "../usage-plans.ts";

export const deleteUsagePlanKey = defineOperation<
  Input<DeleteUsagePlanKeyCommandInput>,
  DeleteUsagePlanKeyCommandOutput
>("DeleteUsagePlanKey", (input, context) => {
  const { usagePlanId, keyId } = input;
  context.store.write((tx) => {
    requireThing(tx, context, "usagePlan", usagePlanId);
    requirePlanKey(tx, context, usagePlanId, keyId);
    removePlanKey(tx, context, usagePlanId, keyId);
  });
  return {};
});
