// CreateUsagePlan: a plan with the stages, throttle and quota of its keys.

import type { CreateUsagePlanCommandInput, CreateUsagePlanCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { badRequest, limitExceeded } from "../errors.ts";
import { newPartId } from "../finding.ts";
import { LIMITS } from "../limits.ts";
import type { UsagePlanRecord } from "../records.ts";
import { listThings, saveThing } from "../repo.ts";
import { planShape } from "../shapes.ts";
import { requireTags } from "../tags.ts";
import { planStageOf, quotaOf, throttleOf } from "../usage-plans.ts";

export const createUsagePlan = defineOperation<Input<CreateUsagePlanCommandInput>, CreateUsagePlanCommandOutput>(
  "CreateUsagePlan",
  (input, context) => {
    requireTags(input.tags);
    const plan = context.store.write((tx) => {
      if (listThings(tx, context, "usagePlan").length >= LIMITS.usagePlans)
        throw limitExceeded("Maximum number of Usage Plans for this account has been reached");
      if (input.name === "") throw badRequest("Usage Plan name cannot be blank");
      const created: UsagePlanRecord = {
        v: 1,
        id: newPartId(context.random),
        name: input.name,
        description: input.description,
        apiStages: (input.apiStages ?? []).map((stage) => planStageOf(tx, context, stage)),
        throttle: throttleOf(input.throttle),
        quota: quotaOf(input.quota),
        tags: input.tags ?? {},
        createdAtMs: context.clock.nowMs(),
      };
      saveThing(tx, context, "usagePlan", created.id, created);
      return created;
    });
    return planShape(plan);
  },
);
