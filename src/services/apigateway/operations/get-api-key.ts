// GetApiKey: one key; its value only where it is asked for.

import type { GetApiKeyCommandInput, GetApiKeyCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireThing } from "../finding.ts";
import { apiKeyShape } from "../shapes.ts";

export const getApiKey = defineOperation<Input<GetApiKeyCommandInput>, GetApiKeyCommandOutput>(
  "GetApiKey",
  (input, context) => {
    const apiKey = context.store.read((tx) => requireThing(tx, context, "apiKey", input.apiKey));
    return apiKeyShape(apiKey, input.includeValue === true);
  },
);
