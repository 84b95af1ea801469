// GetRestApis: the account's APIs, the oldest first.

import type { GetRestApisCommandInput, GetRestApisCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { pageOf } from "../pages.ts";
import { listApis } from "../repo.ts";
import { apiShape } from "../shapes.ts";

export const getRestApis = defineOperation<Input<GetRestApisCommandInput>, GetRestApisCommandOutput>(
  "GetRestApis",
  (input, context) => {
    const apis = context.store.read((tx) => listApis(tx, context));
    const { items, position } = pageOf(
      apis.toSorted((a, b) => a.createdAtMs - b.createdAtMs),
      input,
    );
    return { items: items.map(apiShape), position };
  },
);
