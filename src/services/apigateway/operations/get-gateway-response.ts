// GetGatewayResponse: what API Gateway answers for a type.

import type { GetGatewayResponseCommandInput, GetGatewayResponseCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireApi } from "../finding.ts";
import { effectiveResponse, gatewayResponseShape, parseResponseType } from "../gateway-responses.ts";
import { listParts } from "../repo.ts";

export const getGatewayResponse = defineOperation<
  Input<GetGatewayResponseCommandInput>,
  GetGatewayResponseCommandOutput
>("GetGatewayResponse", (input, context) => {
  const responses = context.store.read((tx) => {
    requireApi(tx, context, input.restApiId);
    return listParts(tx, context, input.restApiId, "gatewayResponse");
  });
  return gatewayResponseShape(effectiveResponse(responses, parseResponseType(input.responseType)));
});
