// UpdateModel: changes a model's description or schema.

import type { UpdateModelCommandInput, UpdateModelCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePart } from "../finding.ts";
import { patchedModel } from "../models.ts";
import { listParts, savePart } from "../repo.ts";
import { modelShape } from "../shapes.ts";

export const updateModel = defineOperation<Input<UpdateModelCommandInput>, UpdateModelCommandOutput>(
  "UpdateModel",
  (input, context) => {
    const { restApiId, modelName, patchOperations } = input;
    const model = context.store.write((tx) => {
      const present = requirePart(tx, context, restApiId, "model", modelName);
      const names = new Set(listParts(tx, context, restApiId, "model").map(({ name }) => name));
      const changed = patchedModel(present, patchOperations, names);
      savePart(tx, context, restApiId, "model", modelName, changed);
      return changed;
    });
    return modelShape(model);
  },
);
