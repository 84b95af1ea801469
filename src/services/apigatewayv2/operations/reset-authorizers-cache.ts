// ResetAuthorizersCache: forgets what authorizers' functions said for a stage.

import type {
  ResetAuthorizersCacheCommandInput,
  ResetAuthorizersCacheCommandOutput,
} from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePart } from "../apis.ts";
import { savePart } from "../repo.ts";

export const resetAuthorizersCache = defineOperation<
  Input<ResetAuthorizersCacheCommandInput>,
  ResetAuthorizersCacheCommandOutput
>("ResetAuthorizersCache", ({ ApiId, StageName }, context) =>
  context.store.write((tx) => {
    const stage = requirePart(tx, context, ApiId, "stage", StageName);
    savePart(tx, context, ApiId, "stage", StageName, { ...stage, authorizersFlushedAtMs: context.clock.nowMs() });
    return {};
  }),
);
