// GetStages: an API's stages, or those that serve one deployment.

import type { GetStagesCommandInput, GetStagesCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireApi } from "../finding.ts";
import { listParts } from "../repo.ts";
import { stageShape } from "../shapes.ts";

export const getStages = defineOperation<Input<GetStagesCommandInput>, GetStagesCommandOutput>(
  "GetStages",
  (input, context) => {
    const { restApiId, deploymentId } = input;
    const stages = context.store.read((tx) => {
      requireApi(tx, context, restApiId);
      return listParts(tx, context, restApiId, "stage");
    });
    const chosen = deploymentId === undefined ? stages : stages.filter((stage) => stage.deploymentId === deploymentId);
    return { item: chosen.map(stageShape) };
  },
);
