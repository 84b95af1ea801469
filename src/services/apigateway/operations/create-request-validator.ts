// CreateRequestValidator: a validator that methods may name.

import type {
  CreateRequestValidatorCommandInput,
  CreateRequestValidatorCommandOutput,
} from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { badRequest } from "../errors.ts";
import { newPartId } from "../finding.ts";
import type { RequestValidatorRecord } from "../records.ts";
import { loadApi, savePart } from "../repo.ts";
import { validatorShape } from "../shapes.ts";

export const createRequestValidator = defineOperation<
  Input<CreateRequestValidatorCommandInput>,
  CreateRequestValidatorCommandOutput
>("CreateRequestValidator", (input, context) => {
  const { restApiId, name, validateRequestBody = false, validateRequestParameters = false } = input;
  const validator: RequestValidatorRecord = {
    v: 1,
    id: newPartId(context.random),
    name,
    validateRequestBody,
    validateRequestParameters,
  };
  context.store.write((tx) => {
    // AWS: recorded.
    if (loadApi(tx, context, restApiId) === undefined) throw badRequest("Invalid REST API identifier specified");
    savePart(tx, context, restApiId, "requestValidator", validator.id, validator);
  });
  return validatorShape(validator);
});
