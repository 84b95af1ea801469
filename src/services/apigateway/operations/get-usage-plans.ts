// GetUsagePlans: the account's plans, or those of a key.

import type { GetUsagePlansCommandInput, GetUsagePlansCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { pageOf } from "../pages.ts";
import { listPlanIdsOfKey, listThings } from "../repo.ts";
import { planShape } from "../shapes.ts";

export const getUsagePlans = defineOperation<Input<GetUsagePlansCommandInput>, GetUsagePlansCommandOutput>(
  "GetUsagePlans",
  (input, context) => {
    const plans = context.store.read((tx) => {
      const all = listThings(tx, context, "usagePlan");
      if (input.keyId === undefined) return all;
      const ofKey = new Set(listPlanIdsOfKey(tx, context, input.keyId));
      return all.filter(({ id }) => ofKey.has(id));
    });
    const { items, position } = pageOf(plans, input);
    return { items: items.map(planShape), position };
  },
);
