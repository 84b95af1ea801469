// GetUsagePlan: one plan.

import type { GetUsagePlanCommandInput, GetUsagePlanCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireThing } from "../finding.ts";
import { planShape } from "../shapes.ts";

export const getUsagePlan = defineOperation<Input<GetUsagePlanCommandInput>, GetUsagePlanCommandOutput>(
  "GetUsagePlan",
  (input, context) => {
    return planShape(context.store.read((tx) => requireThing(tx, context, "usagePlan", input.usagePlanId)));
  },
);
