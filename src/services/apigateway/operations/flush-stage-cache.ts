// FlushStageCache: what a stage's cache holds is not served any more.

import type { FlushStageCacheCommandInput, FlushStageCacheCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePart } from "../finding.ts";
import { savePart } from "../repo.ts";

export const flushStageCache = defineOperation<Input<FlushStageCacheCommandInput>, FlushStageCacheCommandOutput>(
  "FlushStageCache",
  (input, context) => {
    const { restApiId, stageName } = input;
    context.store.write((tx) => {
      const stage = requirePart(tx, context, restApiId, "stage", stageName);
      savePart(tx, context, restApiId, "stage", stageName, { ...stage, cacheFlushedAtMs: context.clock.nowMs() });
    });
    return {};
  },
);
