// CreateModel: what messages look like, of a WebSocket API.

import type { CreateModelCommandInput, CreateModelCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { newPartId } from "../apis.ts";
import { savePart } from "../repo.ts";
import { modelOf } from "../websocket/responses.ts";
import { modelShape } from "../websocket/shapes.ts";

export const createModel = defineOperation<Input<CreateModelCommandInput>, CreateModelCommandOutput>(
  "CreateModel",
  (input, context) => {
    const id = newPartId(context.random);
    const record = context.store.write((tx) => {
      const made = modelOf(tx, context, input, id);
      savePart(tx, context, input.ApiId, "model", id, made);
      return made;
    });
    return modelShape(record);
  },
);
