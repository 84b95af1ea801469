// GetGatewayResponses: what API Gateway answers for each type.

import type { GetGatewayResponsesCommandInput, GetGatewayResponsesCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireApi } from "../finding.ts";
import { effectiveResponse, GATEWAY_RESPONSE_TYPES, gatewayResponseShape } from "../gateway-responses.ts";
import { pageOf } from "../pages.ts";
import { listParts } from "../repo.ts";

export const getGatewayResponses = defineOperation<
  Input<GetGatewayResponsesCommandInput>,
  GetGatewayResponsesCommandOutput
>("GetGatewayResponses", (input, context) => {
  const responses = context.store.read((tx) => {
    requireApi(tx, context, input.restApiId);
    return listParts(tx, context, input.restApiId, "gatewayResponse");
  });
  const { items, position } = pageOf(GATEWAY_RESPONSE_TYPES, input);
  return { items: items.map((type) => gatewayResponseShape(effectiveResponse(responses, type))), position };
});
