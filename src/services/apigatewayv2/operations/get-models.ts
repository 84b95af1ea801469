// GetModels: a WebSocket API's models.

import type { GetModelsCommandInput, GetModelsCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { pageOf, requireApi } from "../apis.ts";
import { listParts } from "../repo.ts";
import { modelShape } from "../websocket/shapes.ts";

export const getModels = defineOperation<Input<GetModelsCommandInput>, GetModelsCommandOutput>(
  "GetModels",
  ({ ApiId, MaxResults, NextToken }, context) => {
    const parts = context.store.read((tx) => {
      requireApi(tx, context, ApiId);
      return listParts(tx, context, ApiId, "model");
    });
    const { Items, ...page } = pageOf(parts, MaxResults, NextToken);
    return { ...page, Items: Items.map((part) => ({ ...modelShape(part) })) };
  },
);
