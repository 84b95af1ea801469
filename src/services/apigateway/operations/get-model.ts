// GetModel: one model; with `flatten`, what it refers to is inside it.

import type { GetModelCommandInput, GetModelCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePart } from "../finding.ts";
import { flattenedSchema } from "../models.ts";
import { listParts } from "../repo.ts";
import { modelShape } from "../shapes.ts";

export const getModel = defineOperation<Input<GetModelCommandInput>, GetModelCommandOutput>(
  "GetModel",
  (input, context) => {
    const { restApiId, modelName, flatten } = input;
    const { model, models } = context.store.read((tx) => ({
      model: requirePart(tx, context, restApiId, "model", modelName),
      models: listParts(tx, context, restApiId, "model"),
    }));
    return modelShape(flatten === true ? { ...model, schema: flattenedSchema(model, models) } : model);
  },
);
