// GetRequestValidator: one validator.

import type { GetRequestValidatorCommandInput, GetRequestValidatorCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePart } from "../finding.ts";
import { validatorShape } from "../shapes.ts";

export const getRequestValidator = defineOperation<
  Input<GetRequestValidatorCommandInput>,
  GetRequestValidatorCommandOutput
>("GetRequestValidator", (input, context) => {
  return validatorShape(
    context.store.read((tx) => requirePart(tx, context, input.restApiId, "requestValidator", input.requestValidatorId)),
  );
});
