// GetUsage: what keys have used of a plan, day by day.

import type { GetUsageCommandInput, GetUsageCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireThing } from "../finding.ts";
import { pageOf } from "../pages.ts";
import { listPlanKeys } from "../repo.ts";
import { requirePlanKey } from "../usage-plans.ts";
import { dailyUsage, requireDates } from "../usage.ts";

export const getUsage = defineOperation<Input<GetUsageCommandInput>, GetUsageCommandOutput>(
  "GetUsage",
  (input, context) => {
    const { usagePlanId, keyId, startDate, endDate } = input;
    requireDates(startDate, endDate);
    return context.store.read((tx) => {
      const plan = requireThing(tx, context, "usagePlan", usagePlanId);
      if (keyId !== undefined) requirePlanKey(tx, context, usagePlanId, keyId);
      const keyIds = keyId === undefined ? listPlanKeys(tx, context, usagePlanId).map((key) => key.keyId) : [keyId];
      const { items, position } = pageOf(keyIds, input);
      const usage = items.map((id) => [id, dailyUsage(tx, context, plan, id, { startDate, endDate })] as const);
      return { usagePlanId, startDate, endDate, position, items: Object.fromEntries(usage) };
    });
  },
);
