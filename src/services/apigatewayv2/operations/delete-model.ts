// DeleteModel: one of a WebSocket API's models.

import type { DeleteModelCommandInput, DeleteModelCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePart } from "../apis.ts";
import { removePart } from "../repo.ts";

export const deleteModel = defineOperation<Input<DeleteModelCommandInput>, DeleteModelCommandOutput>(
  "DeleteModel",
  ({ ApiId, ModelId }, context) =>
    context.store.write((tx) => {
      requirePart(tx, context, ApiId, "model", ModelId);
      removePart(tx, context, ApiId, "model", ModelId);
      return {};
    }),
);
