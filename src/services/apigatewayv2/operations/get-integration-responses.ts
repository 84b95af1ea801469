// GetIntegrationResponses: a WebSocket API's integration responses.

import type {
  GetIntegrationResponsesCommandInput,
  GetIntegrationResponsesCommandOutput,
} from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { pageOf, requirePart } from "../apis.ts";
import { listParts } from "../repo.ts";
import { integrationResponseShape } from "../websocket/shapes.ts";

export const getIntegrationResponses = defineOperation<
  Input<GetIntegrationResponsesCommandInput>,
  GetIntegrationResponsesCommandOutput
>("GetIntegrationResponses", ({ ApiId, IntegrationId, MaxResults, NextToken }, context) => {
  const parts = context.store.read((tx) => {
    requirePart(tx, context, ApiId, "integration", IntegrationId);
    return listParts(tx, context, ApiId, "integrationResponse").filter(
      ({ integrationId }) => integrationId === IntegrationId,
    );
  });
  const { Items, ...page } = pageOf(parts, MaxResults, NextToken);
  return { ...page, Items: Items.map((part) => ({ ...integrationResponseShape(part) })) };
});
