// GetUsagePlanKeys: the keys of a plan, those whose name begins with a text.

import type { GetUsagePlanKeysCommandInput, GetUsagePlanKeysCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireThing } from "../finding.ts";
import { pageOf } from "../pages.ts";
import { listPlanKeys, loadThing } from "../repo.ts";
import { planKeyShape } from "../shapes.ts";

export const getUsagePlanKeys = defineOperation<Input<GetUsagePlanKeysCommandInput>, GetUsagePlanKeysCommandOutput>(
  "GetUsagePlanKeys",
  (input, context) => {
    const { usagePlanId, nameQuery = "" } = input;
    const apiKeys = context.store.read((tx) => {
      requireThing(tx, context, "usagePlan", usagePlanId);
      return listPlanKeys(tx, context, usagePlanId).flatMap(
        ({ keyId }) => loadThing(tx, context, "apiKey", keyId) ?? [],
      );
    });
    const { items, position } = pageOf(
      apiKeys.filter(({ name }) => (name ?? "").startsWith(nameQuery)),
      input,
    );
    return { items: items.map(planKeyShape), position };
  },
);
