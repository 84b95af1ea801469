// GetRequestValidators: an API's validators.

import type { GetRequestValidatorsCommandInput, GetRequestValidatorsCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireApi } from "../finding.ts";
import { pageOf } from "../pages.ts";
import { listParts } from "../repo.ts";
import { validatorShape } from "../shapes.ts";

export const getRequestValidators = defineOperation<
  Input<GetRequestValidatorsCommandInput>,
  GetRequestValidatorsCommandOutput
>("GetRequestValidators", (input, context) => {
  const validators = context.store.read((tx) => {
    requireApi(tx, context, input.restApiId);
    return listParts(tx, context, input.restApiId, "requestValidator");
  });
  const { items, position } = pageOf(validators, input);
  return { items: items.map(validatorShape), position };
});
