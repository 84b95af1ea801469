// CreateApiKey: a key with a value that is given or made.

import type { CreateApiKeyCommandInput, CreateApiKeyCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { newKeyValue, requireKeyValue, requireStageKey } from "../api-keys.ts";
import { limitExceeded } from "../errors.ts";
import { newId } from "../finding.ts";
import { LIMITS } from "../limits.ts";
import type { ApiKeyRecord } from "../records.ts";
import { listThings, saveApiKey } from "../repo.ts";
import { apiKeyShape } from "../shapes.ts";
import { requireTags } from "../tags.ts";

export const createApiKey = defineOperation<Input<CreateApiKeyCommandInput>, CreateApiKeyCommandOutput>(
  "CreateApiKey",
  (input, context) => {
    const { clock, random, store } = context;
    const { name, description, enabled = true, customerId, stageKeys = [] } = input;
    requireTags(input.tags);
    const nowMs = clock.nowMs();
    const value = input.value ?? newKeyValue(random);
    const apiKey: ApiKeyRecord = {
      v: 1,
      id: newId(random),
      value,
      name,
      customerId,
      description,
      enabled,
      createdAtMs: nowMs,
      updatedAtMs: nowMs,
      stageKeys: stageKeys.map(({ restApiId = "", stageName = "" }) => `${restApiId}/${stageName}`),
      tags: input.tags ?? {},
    };
    store.write((tx) => {
      requireKeyValue(tx, context, value);
      if (listThings(tx, context, "apiKey").length >= LIMITS.apiKeys)
        throw limitExceeded("Maximum number of API Keys for this account has been reached");
      for (const stageKey of apiKey.stageKeys) requireStageKey(tx, context, stageKey);
      saveApiKey(tx, context, apiKey);
    });
    return apiKeyShape(apiKey, true);
  },
);
