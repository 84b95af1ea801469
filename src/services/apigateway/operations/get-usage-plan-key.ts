// GetUsagePlanKey: a key's place in a plan.

import type { GetUsagePlanKeyCommandInput, GetUsagePlanKeyCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireThing } from "../finding.ts";
import { planKeyShape } from "../shapes.ts";
import { requirePlanKey } from "../usage-plans.ts";

export const getUsagePlanKey = defineOperation<Input<GetUsagePlanKeyCommandInput>, GetUsagePlanKeyCommandOutput>(
  "GetUsagePlanKey",
  (input, context) => {
    const { usagePlanId, keyId } = input;
    const apiKey = context.store.read((tx) => {
      requireThing(tx, context, "usagePlan", usagePlanId);
      requirePlanKey(tx, context, usagePlanId, keyId);
      return requireThing(tx, context, "apiKey", keyId);
    });
    return planKeyShape(apiKey);
  },
);
