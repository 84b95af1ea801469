// GetStage: one stage of an API.

import type { GetStageCommandInput, GetStageCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePart } from "../apis.ts";
import { stageShape } from "../shapes.ts";

export const getStage = defineOperation<Input<GetStageCommandInput>, GetStageCommandOutput>(
  "GetStage",
  ({ ApiId, StageName }, context) =>
    stageShape(context.store.read((tx) => requirePart(tx, context, ApiId, "stage", StageName))),
);
