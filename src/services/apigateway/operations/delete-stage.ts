// DeleteStage: removes a stage that no domain maps to.

import type { DeleteStageCommandInput, DeleteStageCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePart } from "../finding.ts";
import { leavePlans, requireUnmapped } from "../mappings.ts";
import { removePart } from "../repo.ts";

export const deleteStage = defineOperation<Input<DeleteStageCommandInput>, DeleteStageCommandOutput>(
  "DeleteStage",
  (input, context) => {
    const { restApiId, stageName } = input;
    context.store.write((tx) => {
      requirePart(tx, context, restApiId, "stage", stageName);
      requireUnmapped(tx, context, restApiId, stageName);
      removePart(tx, context, restApiId, "stage", stageName);
      leavePlans(tx, context, restApiId, stageName);
    });
    return {};
  },
);
