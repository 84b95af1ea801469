// UpdateStage: changes a stage, its canary and its settings of methods by a patch.

import type { UpdateStageCommandInput, UpdateStageCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePart } from "../finding.ts";
import { patchedStage } from "../patches/stage.ts";
import { savePart } from "../repo.ts";
import { stageShape } from "../shapes.ts";
import { requireStageIsSound } from "../stages.ts";

export const updateStage = defineOperation<Input<UpdateStageCommandInput>, UpdateStageCommandOutput>(
  "UpdateStage",
  (input, context) => {
    const { restApiId, stageName, patchOperations } = input;
    const stage = context.store.write((tx) => {
      const present = requirePart(tx, context, restApiId, "stage", stageName);
      const changed = { ...patchedStage(present, patchOperations), updatedAtMs: context.clock.nowMs() };
      requireStageIsSound(tx, context, restApiId, changed);
      savePart(tx, context, restApiId, "stage", stageName, changed);
      return changed;
    });
    return stageShape(stage);
  },
);
