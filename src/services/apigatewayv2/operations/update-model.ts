// UpdateModel: changes what is given and keeps the rest.

import type { UpdateModelCommandInput, UpdateModelCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePart } from "../apis.ts";
import { savePart } from "../repo.ts";
import { modelOf } from "../websocket/responses.ts";
import { modelShape } from "../websocket/shapes.ts";

export const updateModel = defineOperation<Input<UpdateModelCommandInput>, UpdateModelCommandOutput>(
  "UpdateModel",
  (input, context) => {
    const record = context.store.write((tx) => {
      const previous = requirePart(tx, context, input.ApiId, "model", input.ModelId);
      const updated = modelOf(tx, context, input, input.ModelId, previous);
      savePart(tx, context, input.ApiId, "model", input.ModelId, updated);
      return updated;
    });
    return modelShape(record);
  },
);
