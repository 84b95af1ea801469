// DeleteIntegrationResponse: one of a WebSocket API's integration responses.

import type {
  DeleteIntegrationResponseCommandInput,
  DeleteIntegrationResponseCommandOutput,
} from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { removePart } from "../repo.ts";
import { requireIntegrationResponse } from "../websocket/finding.ts";

export const deleteIntegrationResponse = defineOperation<
  Input<DeleteIntegrationResponseCommandInput>,
  DeleteIntegrationResponseCommandOutput
>("DeleteIntegrationResponse", ({ ApiId, IntegrationId, IntegrationResponseId }, context) =>
  context.store.write((tx) => {
    requireIntegrationResponse(tx, context, ApiId, IntegrationId, IntegrationResponseId);
    removePart(tx, context, ApiId, "integrationResponse", IntegrationResponseId);
    return {};
  }),
);
