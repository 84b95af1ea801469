// DeleteUsagePlan: removes a plan that has no stages any more, with its keys' places in it.

import type { DeleteUsagePlanCommandInput, DeleteUsagePlanCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { badRequest } from "../errors.ts";
import { requireThing } from "../finding.ts";
import { listPlanKeys, removePlanKey, removeThing } from "../repo.ts";

export const deleteUsagePlan = defineOperation<Input<DeleteUsagePlanCommandInput>, DeleteUsagePlanCommandOutput>(
  "DeleteUsagePlan",
  (input, context) => {
    const { usagePlanId } = input;
    context.store.write((tx) => {
      const plan = requireThing(tx, context, "usagePlan", usagePlanId);
      if (plan.apiStages.length > 0)
        throw badRequest(`Cannot delete Usage Plan ${usagePlanId} because API Stages are still associated`);
      for (const { keyId } of listPlanKeys(tx, context, usagePlanId)) removePlanKey(tx, context, usagePlanId, keyId);
      removeThing(tx, context, "usagePlan", usagePlanId);
    });
    return {};
  },
);
