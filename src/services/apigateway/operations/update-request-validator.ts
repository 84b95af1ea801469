// UpdateRequestValidator: changes a validator by a patch.

import type {
  UpdateRequestValidatorCommandInput,
  UpdateRequestValidatorCommandOutput,
} from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePart } from "../finding.ts";
import { savePart } from "../repo.ts";
import { patchedValidator } from "../request-validators.ts";
import { validatorShape } from "../shapes.ts";

export const updateRequestValidator = defineOperation<
  Input<UpdateRequestValidatorCommandInput>,
  UpdateRequestValidatorCommandOutput
>("UpdateRequestValidator", (input, context) => {
  const { restApiId, requestValidatorId, patchOperations } = input;
  const validator = context.store.write((tx) => {
    const changed = patchedValidator(
      requirePart(tx, context, restApiId, "requestValidator", requestValidatorId),
      patchOperations,
    );
    savePart(tx, context, restApiId, "requestValidator", requestValidatorId, changed);
    return changed;
  });
  return validatorShape(validator);
});
