// GetApiKeys: the account's keys, those whose name begins with a text or that belong to a customer.

import type { GetApiKeysCommandInput, GetApiKeysCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { pageOf } from "../pages.ts";
import { listThings } from "../repo.ts";
import { apiKeyShape } from "../shapes.ts";

export const getApiKeys = defineOperation<Input<GetApiKeysCommandInput>, GetApiKeysCommandOutput>(
  "GetApiKeys",
  (input, context) => {
    const { nameQuery = "", customerId, includeValues = false } = input;
    const apiKeys = context.store.read((tx) => listThings(tx, context, "apiKey"));
    const chosen = apiKeys.filter(
      (apiKey) =>
        (apiKey.name ?? "").startsWith(nameQuery) && (customerId === undefined || apiKey.customerId === customerId),
    );
    const { items, position } = pageOf(chosen, input);
    return { items: items.map((apiKey) => apiKeyShape(apiKey, includeValues)), position };
  },
);
