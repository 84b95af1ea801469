// DeleteGatewayResponse: goes back to AWS's own answer for a type.

import type {
  DeleteGatewayResponseCommandInput,
  DeleteGatewayResponseCommandOutput,
} from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireApi } from "../finding.ts";
import { notDefined, parseResponseType } from "../gateway-responses.ts";
import { removePart } from "../repo.ts";

export const deleteGatewayResponse = defineOperation<
  Input<DeleteGatewayResponseCommandInput>,
  DeleteGatewayResponseCommandOutput
>("DeleteGatewayResponse", (input, context) => {
  const { restApiId } = input;
  const responseType = parseResponseType(input.responseType);
  context.store.write((tx) => {
    requireApi(tx, context, restApiId);
    if (!removePart(tx, context, restApiId, "gatewayResponse", responseType)) throw notDefined();
  });
  return {};
});
