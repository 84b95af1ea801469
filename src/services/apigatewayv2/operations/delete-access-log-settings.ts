// DeleteAccessLogSettings: a stage keeps no access log any more.

import type {
  DeleteAccessLogSettingsCommandInput,
  DeleteAccessLogSettingsCommandOutput,
} from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePart } from "../apis.ts";
import { savePart } from "../repo.ts";

export const deleteAccessLogSettings = defineOperation<
  Input<DeleteAccessLogSettingsCommandInput>,
  DeleteAccessLogSettingsCommandOutput
>("DeleteAccessLogSettings", ({ ApiId, StageName }, context) =>
  context.store.write((tx) => {
    const { accessLog: _accessLog, ...stage } = requirePart(tx, context, ApiId, "stage", StageName);
    savePart(tx, context, ApiId, "stage", StageName, { ...stage, updatedAtMs: context.clock.nowMs() });
    return {};
  }),
);
