// ImportApiKeys: makes keys of a file's lines, and puts them into the plans that they name.

import type { ImportApiKeysCommandInput, ImportApiKeysCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { parseKeyFile } from "../api-keys.ts";
import { badRequest, limitExceeded } from "../errors.ts";
import { newId } from "../finding.ts";
import { LIMITS } from "../limits.ts";
import { textOfBody } from "../openapi/document.ts";
import { listThings, loadApiKeyId, loadThing, saveApiKey, savePlanKey } from "../repo.ts";
import { requireRoomInPlans } from "../usage-plans.ts";

export const importApiKeys = defineOperation<Input<ImportApiKeysCommandInput>, ImportApiKeysCommandOutput>(
  "ImportApiKeys",
  (input, context) => {
    const { clock, random, store } = context;
    if (input.format !== "csv") throw badRequest("Invalid format specified. Must be csv");
    const lines = parseKeyFile(textOfBody(input.body));
    return store.write((tx) => {
      const ids: string[] = [];
      const warnings: string[] = [];
      const present = listThings(tx, context, "apiKey").length;
      for (const line of lines) {
        const nowMs = clock.nowMs();
        const { usagePlanIds, key: value, ...rest } = line;
        const plans = usagePlanIds.map((planId) => loadThing(tx, context, "usagePlan", planId));
        const unknown = usagePlanIds.filter((_, index) => plans[index] === undefined);
        if (
          value.length < 20 ||
          value.length > 128 ||
          loadApiKeyId(tx, context, value) !== undefined ||
          unknown.length > 0
        ) {
          warnings.push(
            unknown.length > 0
              ? `Invalid Usage Plan ID specified: ${unknown.join(", ")}`
              : `API Key ${rest.name ?? value} was not imported: its value is invalid or taken`,
          );
          continue;
        }
        if (present + ids.length >= LIMITS.apiKeys)
          throw limitExceeded("Maximum number of API Keys for this account has been reached");
        const id = newId(random);
        saveApiKey(tx, context, {
          v: 1,
          id,
          value,
          ...rest,
          createdAtMs: nowMs,
          updatedAtMs: nowMs,
          stageKeys: [],
          tags: {},
        });
        for (const plan of plans) {
          if (plan === undefined) continue;
          requireRoomInPlans(tx, context, plan, id);
          savePlanKey(tx, context, { v: 1, planId: plan.id, keyId: id, createdAtMs: nowMs });
        }
        ids.push(id);
      }
      if (input.failOnWarnings === true && warnings.length > 0)
        throw badRequest(`Warnings found during import: ${warnings.join("; ")}`);
      return { ids, warnings };
    });
  },
);
