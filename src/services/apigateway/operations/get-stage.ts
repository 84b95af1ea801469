// GetStage: one stage.

import type { GetStageCommandInput, GetStageCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePart } from "../finding.ts";
import { stageShape } from "../shapes.ts";

export const getStage = defineOperation<Input<GetStageCommandInput>, GetStageCommandOutput>(
  "GetStage",
  (input, context) => {
    return stageShape(context.store.read((tx) => requirePart(tx, context, input.restApiId, "stage", input.stageName)));
  },
);
