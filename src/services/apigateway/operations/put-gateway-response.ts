// PutGatewayResponse: what API Gateway itself answers for a type, in place of what it answered.

import type { PutGatewayResponseCommandInput, PutGatewayResponseCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireApi } from "../finding.ts";
import {
  effectiveResponse,
  gatewayResponseShape,
  parseResponseType,
  requireGatewayResponseIsSound,
} from "../gateway-responses.ts";
import type { GatewayResponseRecord } from "../records.ts";
import { savePart } from "../repo.ts";

export const putGatewayResponse = defineOperation<
  Input<PutGatewayResponseCommandInput>,
  PutGatewayResponseCommandOutput
>("PutGatewayResponse", (input, context) => {
  const { restApiId, statusCode, responseParameters, responseTemplates } = input;
  const responseType = parseResponseType(input.responseType);
  const response: GatewayResponseRecord = { v: 1, responseType, statusCode, responseParameters, responseTemplates };
  requireGatewayResponseIsSound(response);
  context.store.write((tx) => {
    requireApi(tx, context, restApiId);
    savePart(tx, context, restApiId, "gatewayResponse", responseType, response);
  });
  return gatewayResponseShape(effectiveResponse([response], responseType));
});
