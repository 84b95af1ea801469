// DeleteModel: removes a model that nothing names.

import type { DeleteModelCommandInput, DeleteModelCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePart } from "../finding.ts";
import { requireModelUnused } from "../models.ts";
import { listParts, removePart } from "../repo.ts";

export const deleteModel = defineOperation<Input<DeleteModelCommandInput>, DeleteModelCommandOutput>(
  "DeleteModel",
  (input, context) => {
    const { restApiId, modelName } = input;
    context.store.write((tx) => {
      requirePart(tx, context, restApiId, "model", modelName);
      requireModelUnused(
        modelName,
        listParts(tx, context, restApiId, "resource"),
        listParts(tx, context, restApiId, "model"),
      );
      removePart(tx, context, restApiId, "model", modelName);
    });
    return {};
  },
);
