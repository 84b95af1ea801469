// GetModel: one of a WebSocket API's models.

import type { GetModelCommandInput, GetModelCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePart } from "../apis.ts";
import { modelShape } from "../websocket/shapes.ts";

export const getModel = defineOperation<Input<GetModelCommandInput>, GetModelCommandOutput>(
  "GetModel",
  ({ ApiId, ModelId }, context) =>
    modelShape(context.store.read((tx) => requirePart(tx, context, ApiId, "model", ModelId))),
);
