// GetModels: an API's models, by name.

import type { GetModelsCommandInput, GetModelsCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireApi } from "../finding.ts";
import { pageOf } from "../pages.ts";
import { listParts } from "../repo.ts";
import { modelShape } from "../shapes.ts";

export const getModels = defineOperation<Input<GetModelsCommandInput>, GetModelsCommandOutput>(
  "GetModels",
  (input, context) => {
    const models = context.store.read((tx) => {
      requireApi(tx, context, input.restApiId);
      return listParts(tx, context, input.restApiId, "model");
    });
    const { items, position } = pageOf(models, input);
    return { items: items.map(modelShape), position };
  },
);
