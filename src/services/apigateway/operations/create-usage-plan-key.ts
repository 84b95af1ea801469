// CreateUsagePlanKey: puts a key into a plan.

import type { CreateUsagePlanKeyCommandInput, CreateUsagePlanKeyCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { badRequest, conflict } from "../errors.ts";
import { requireThing } from "../finding.ts";
import { loadPlanKey, savePlanKey } from "../repo.ts";
import { planKeyShape } from "../shapes.ts";
import { requireRoomInPlans } from "../usage-plans.ts";

export const createUsagePlanKey = defineOperation<
  Input<CreateUsagePlanKeyCommandInput>,
  CreateUsagePlanKeyCommandOutput
>("CreateUsagePlanKey", (input, context) => {
  const { usagePlanId, keyId, keyType } = input;
  if (keyType !== "API_KEY") throw badRequest("Invalid key type. Must be one of: [API_KEY]");
  const apiKey = context.store.write((tx) => {
    const plan = requireThing(tx, context, "usagePlan", usagePlanId);
    const present = requireThing(tx, context, "apiKey", keyId);
    if (loadPlanKey(tx, context, usagePlanId, keyId) !== undefined) throw conflict("Usage Plan Key already exists");
    requireRoomInPlans(tx, context, plan, keyId);
    savePlanKey(tx, context, { v: 1, planId: usagePlanId, keyId, createdAtMs: context.clock.nowMs() });
    return present;
  });
  return planKeyShape(apiKey);
});
