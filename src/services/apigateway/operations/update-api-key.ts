// UpdateApiKey: changes a key by a patch; its value stays.

import type { UpdateApiKeyCommandInput, UpdateApiKeyCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { patchedApiKey } from "../api-keys.ts";
import { requireThing } from "../finding.ts";
import { saveApiKey } from "../repo.ts";
import { apiKeyShape } from "../shapes.ts";

export const updateApiKey = defineOperation<Input<UpdateApiKeyCommandInput>, UpdateApiKeyCommandOutput>(
  "UpdateApiKey",
  (input, context) => {
    const apiKey = context.store.write((tx) => {
      const present = requireThing(tx, context, "apiKey", input.apiKey);
      const changed = {
        ...patchedApiKey(tx, context, present, input.patchOperations),
        updatedAtMs: context.clock.nowMs(),
      };
      saveApiKey(tx, context, changed);
      return changed;
    });
    return apiKeyShape(apiKey, false);
  },
);
