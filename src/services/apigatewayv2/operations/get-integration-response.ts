// GetIntegrationResponse: one of a WebSocket API's integration responses.

import type {
  GetIntegrationResponseCommandInput,
  GetIntegrationResponseCommandOutput,
} from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireIntegrationResponse } from "../websocket/finding.ts";
import { integrationResponseShape } from "../websocket/shapes.ts";

export const getIntegrationResponse = defineOperation<
  Input<GetIntegrationResponseCommandInput>,
  GetIntegrationResponseCommandOutput
>("GetIntegrationResponse", ({ ApiId, IntegrationId, IntegrationResponseId }, context) =>
  integrationResponseShape(
    context.store.read((tx) => requireIntegrationResponse(tx, context, ApiId, IntegrationId, IntegrationResponseId)),
  ),
);
