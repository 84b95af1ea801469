// UpdateStage: changes what is given and keeps the rest.

import type { UpdateStageCommandInput, UpdateStageCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePart } from "../apis.ts";
import { allowAccessLog } from "../access-logs.ts";
import { savePart } from "../repo.ts";
import { stageShape } from "../shapes.ts";
import { stageOf } from "../stages.ts";

export const updateStage = defineOperation<Input<UpdateStageCommandInput>, UpdateStageCommandOutput>(
  "UpdateStage",
  async (input, context) => {
    const { ApiId, StageName } = input;
    await allowAccessLog(input.AccessLogSettings, context);
    const stage = context.store.write((tx) => {
      const record = stageOf(
        tx,
        context,
        ApiId,
        input,
        context.clock.nowMs(),
        requirePart(tx, context, ApiId, "stage", StageName),
      );
      savePart(tx, context, ApiId, "stage", StageName, record);
      return record;
    });
    return stageShape(stage);
  },
);
