// UpdateIntegration: changes what is given and keeps the rest.

import type { UpdateIntegrationCommandInput, UpdateIntegrationCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePart } from "../apis.ts";
import { integrationOf } from "../integrations.ts";
import { savePart } from "../repo.ts";
import { integrationShape } from "../shapes.ts";

export const updateIntegration = defineOperation<Input<UpdateIntegrationCommandInput>, UpdateIntegrationCommandOutput>(
  "UpdateIntegration",
  (input, context) => {
    const { ApiId, IntegrationId } = input;
    const record = context.store.write((tx) => {
      const updated = integrationOf(
        IntegrationId,
        input,
        requirePart(tx, context, ApiId, "integration", IntegrationId),
      );
      savePart(tx, context, ApiId, "integration", IntegrationId, updated);
      return updated;
    });
    return integrationShape(record);
  },
);
