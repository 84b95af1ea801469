// UpdateUsagePlan: changes a plan by a patch.

import type { UpdateUsagePlanCommandInput, UpdateUsagePlanCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireThing } from "../finding.ts";
import { saveThing } from "../repo.ts";
import { planShape } from "../shapes.ts";
import { patchedPlan } from "../usage-plans.ts";

export const updateUsagePlan = defineOperation<Input<UpdateUsagePlanCommandInput>, UpdateUsagePlanCommandOutput>(
  "UpdateUsagePlan",
  (input, context) => {
    const { usagePlanId, patchOperations } = input;
    const plan = context.store.write((tx) => {
      const changed = patchedPlan(tx, context, requireThing(tx, context, "usagePlan", usagePlanId), patchOperations);
      saveThing(tx, context, "usagePlan", usagePlanId, changed);
      return changed;
    });
    return planShape(plan);
  },
);
