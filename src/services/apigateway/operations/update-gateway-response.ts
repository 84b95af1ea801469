// UpdateGatewayResponse: changes what is answered for a type by a patch, also where nothing was set.

import type {
  UpdateGatewayResponseCommandInput,
  UpdateGatewayResponseCommandOutput,
} from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireApi } from "../finding.ts";
import {
  effectiveResponse,
  gatewayResponseShape,
  parseResponseType,
  patchedGatewayResponse,
} from "../gateway-responses.ts";
import { loadPart, savePart } from "../repo.ts";

export const updateGatewayResponse = defineOperation<
  Input<UpdateGatewayResponseCommandInput>,
  UpdateGatewayResponseCommandOutput
>("UpdateGatewayResponse", (input, context) => {
  const { restApiId, patchOperations } = input;
  const responseType = parseResponseType(input.responseType);
  const response = context.store.write((tx) => {
    requireApi(tx, context, restApiId);
    const present = loadPart(tx, context, restApiId, "gatewayResponse", responseType) ?? { v: 1, responseType };
    const changed = patchedGatewayResponse(present, patchOperations);
    savePart(tx, context, restApiId, "gatewayResponse", responseType, changed);
    return changed;
  });
  return gatewayResponseShape(effectiveResponse([response], responseType));
});
