// CreateModel: a schema for bodies.

import type { CreateModelCommandInput, CreateModelCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { conflict } from "../errors.ts";
import { newPartId, requireApi } from "../finding.ts";
import { requireModelIsSound } from "../models.ts";
import type { ModelRecord } from "../records.ts";
import { listParts, savePart } from "../repo.ts";
import { modelShape } from "../shapes.ts";

export const createModel = defineOperation<Input<CreateModelCommandInput>, CreateModelCommandOutput>(
  "CreateModel",
  (input, context) => {
    const { restApiId, name, description, schema, contentType } = input;
    const model: ModelRecord = { v: 1, id: newPartId(context.random), name, description, schema, contentType };
    context.store.write((tx) => {
      requireApi(tx, context, restApiId);
      const models = listParts(tx, context, restApiId, "model");
      requireModelIsSound(model, new Set(models.map((present) => present.name)));
      if (models.some((present) => present.name === name))
        throw conflict("Model name already exists for this REST API");
      savePart(tx, context, restApiId, "model", name, model);
    });
    return modelShape(model);
  },
);
