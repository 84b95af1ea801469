// UpdateIntegration: changes what is given and keeps the rest.

import type { UpdateIntegrationCommandInput, UpdateIntegrationCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireApi, requirePart } from "../apis.ts";
import { integrationRule } from "../integrations.ts";
import { savePart } from "../repo.ts";
import { integrationShape } from "../shapes.ts";

export const updateIntegration = defineOperation<Input<UpdateIntegrationCommandInput>, UpdateIntegrationCommandOutput>(
  "UpdateIntegration",
  (input, context) => {
    const { ApiId, IntegrationId } = input;
    const record = context.store.write((tx) => {
      const previous = requirePart(tx, context, ApiId, "integration", IntegrationId);
      const updated = integrationRule(requireApi(tx, context, ApiId))(IntegrationId, input, previous);
      savePart(tx, context, ApiId, "integration", IntegrationId, updated);
      return updated;
    });
    return integrationShape(record);
  },
);
