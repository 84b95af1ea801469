// UpdateUsage: grants a key more, or less, of the running period's quota.

import type { UpdateUsageCommandInput, UpdateUsageCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { badRequest } from "../errors.ts";
import { requireThing } from "../finding.ts";
import { loadUsage, saveUsage } from "../repo.ts";
import { requirePlanKey } from "../usage-plans.ts";
import { dateOf, patchedUsage, remainingOf } from "../usage.ts";

export const updateUsage = defineOperation<Input<UpdateUsageCommandInput>, UpdateUsageCommandOutput>(
  "UpdateUsage",
  (input, context) => {
    const { usagePlanId, keyId, patchOperations } = input;
    const date = dateOf(context.clock.nowMs());
    return context.store.write((tx) => {
      const plan = requireThing(tx, context, "usagePlan", usagePlanId);
      requirePlanKey(tx, context, usagePlanId, keyId);
      if (plan.quota === undefined) throw badRequest(`Usage Plan ${usagePlanId} has no quota`);
      const present = loadUsage(tx, context, usagePlanId, keyId, date) ?? {
        v: 1,
        date,
        used: 0,
        remaining: remainingOf(tx, context, plan, keyId, date) ?? 0,
      };
      const changed = patchedUsage(present, patchOperations);
      saveUsage(tx, context, usagePlanId, keyId, changed);
      return { usagePlanId, startDate: date, endDate: date, items: { [keyId]: [[changed.used, changed.remaining]] } };
    });
  },
);
