// GetStages: the stages of an API.

import type { GetStagesCommandInput, GetStagesCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { pageOf, requireApi } from "../apis.ts";
import { listParts } from "../repo.ts";
import { stageShape } from "../shapes.ts";

export const getStages = defineOperation<Input<GetStagesCommandInput>, GetStagesCommandOutput>(
  "GetStages",
  ({ ApiId, MaxResults, NextToken }, context) => {
    const parts = context.store.read((tx) => {
      requireApi(tx, context, ApiId);
      return listParts(tx, context, ApiId, "stage");
    });
    const { Items, ...page } = pageOf(parts, MaxResults, NextToken);
    return { ...page, Items: Items.map((part) => ({ StageName: part.stageName, ...stageShape(part) })) };
  },
);
