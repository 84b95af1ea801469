// CreateStage: a name under which an API is served.

import type { CreateStageCommandInput, CreateStageCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireApi } from "../apis.ts";
import { conflict } from "../errors.ts";
import { allowAccessLog } from "../access-logs.ts";
import { loadPart, savePart } from "../repo.ts";
import { stageShape } from "../shapes.ts";
import { stageOf } from "../stages.ts";

export const createStage = defineOperation<Input<CreateStageCommandInput>, CreateStageCommandOutput>(
  "CreateStage",
  async (input, context) => {
    const { ApiId, StageName } = input;
    await allowAccessLog(input.AccessLogSettings, context);
    const stage = context.store.write((tx) => {
      requireApi(tx, context, ApiId);
      if (loadPart(tx, context, ApiId, "stage", StageName) !== undefined) throw conflict("Stage already exists");
      const record = stageOf(tx, context, ApiId, input, context.clock.nowMs());
      savePart(tx, context, ApiId, "stage", StageName, record);
      return record;
    });
    return stageShape(stage);
  },
);
