// UpdateIntegrationResponse: changes what is given and keeps the rest.

import type {
  UpdateIntegrationResponseCommandInput,
  UpdateIntegrationResponseCommandOutput,
} from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { savePart } from "../repo.ts";
import { requireIntegrationResponse } from "../websocket/finding.ts";
import { integrationResponseOf } from "../websocket/responses.ts";
import { integrationResponseShape } from "../websocket/shapes.ts";

export const updateIntegrationResponse = defineOperation<
  Input<UpdateIntegrationResponseCommandInput>,
  UpdateIntegrationResponseCommandOutput
>("UpdateIntegrationResponse", (input, context) => {
  const record = context.store.write((tx) => {
    const previous = requireIntegrationResponse(
      tx,
      context,
      input.ApiId,
      input.IntegrationId,
      input.IntegrationResponseId,
    );
    const updated = integrationResponseOf(tx, context, input, input.IntegrationResponseId, previous);
    savePart(tx, context, input.ApiId, "integrationResponse", input.IntegrationResponseId, updated);
    return updated;
  });
  return integrationResponseShape(record);
});
