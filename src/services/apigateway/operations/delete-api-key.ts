// DeleteApiKey: removes a key, and takes it out of its plans.

import type { DeleteApiKeyCommandInput, DeleteApiKeyCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireThing } from "../finding.ts";
import { removeApiKey } from "../repo.ts";

export const deleteApiKey = defineOperation<Input<DeleteApiKeyCommandInput>, DeleteApiKeyCommandOutput>(
  "DeleteApiKey",
  (input, context) => {
    context.store.write((tx) => removeApiKey(tx, context, requireThing(tx, context, "apiKey", input.apiKey)));
    return {};
  },
);
