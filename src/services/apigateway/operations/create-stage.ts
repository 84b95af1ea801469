// CreateStage: a stage that serves a deployment.

import type { CreateStageCommandInput, CreateStageCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { savePart } from "../repo.ts";
import { stageShape } from "../shapes.ts";
import { newStage } from "../stages.ts";
import { requireTags } from "../tags.ts";

export const createStage = defineOperation<Input<CreateStageCommandInput>, CreateStageCommandOutput>(
  "CreateStage",
  (input, context) => {
    requireTags(input.tags);
    const stage = context.store.write((tx) => {
      const created = newStage(tx, context, input, context.clock.nowMs());
      savePart(tx, context, input.restApiId, "stage", input.stageName, created);
      return created;
    });
    return stageShape(stage);
  },
);
