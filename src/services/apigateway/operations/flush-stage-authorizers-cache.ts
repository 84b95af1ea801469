// FlushStageAuthorizersCache: what a stage's authorizers have decided counts no more.

import type {
  FlushStageAuthorizersCacheCommandInput,
  FlushStageAuthorizersCacheCommandOutput,
} from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePart } from "../finding.ts";
import { savePart } from "../repo.ts";

export const flushStageAuthorizersCache = defineOperation<
  Input<FlushStageAuthorizersCacheCommandInput>,
  FlushStageAuthorizersCacheCommandOutput
>("FlushStageAuthorizersCache", (input, context) => {
  const { restApiId, stageName } = input;
  context.store.write((tx) => {
    const stage = requirePart(tx, context, restApiId, "stage", stageName);
    savePart(tx, context, restApiId, "stage", stageName, { ...stage, authorizersFlushedAtMs: context.clock.nowMs() });
  });
  return {};
});
