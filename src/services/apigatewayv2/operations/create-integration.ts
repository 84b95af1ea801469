// CreateIntegration: where routes can lead.

import type { CreateIntegrationCommandInput, CreateIntegrationCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { newPartId, requireApi } from "../apis.ts";
import { integrationOf } from "../integrations.ts";
import { savePart } from "../repo.ts";
import { integrationShape } from "../shapes.ts";

export const createIntegration = defineOperation<Input<CreateIntegrationCommandInput>, CreateIntegrationCommandOutput>(
  "CreateIntegration",
  (input, context) => {
    const record = integrationOf(newPartId(context.random), input);
    context.store.write((tx) => {
      requireApi(tx, context, input.ApiId);
      savePart(tx, context, input.ApiId, "integration", record.integrationId, record);
    });
    return integrationShape(record);
  },
);
