// DeleteRequestValidator: removes a validator that no method names.

import type {
  DeleteRequestValidatorCommandInput,
  DeleteRequestValidatorCommandOutput,
} from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { conflict } from "../errors.ts";
import { requirePart } from "../finding.ts";
import { firstMethod } from "../methods.ts";
import { listParts, removePart } from "../repo.ts";

export const deleteRequestValidator = defineOperation<
  Input<DeleteRequestValidatorCommandInput>,
  DeleteRequestValidatorCommandOutput
>("DeleteRequestValidator", (input, context) => {
  const { restApiId, requestValidatorId } = input;
  context.store.write((tx) => {
    requirePart(tx, context, restApiId, "requestValidator", requestValidatorId);
    const user = firstMethod(
      listParts(tx, context, restApiId, "resource"),
      (method) => method.requestValidatorId === requestValidatorId,
    );
    if (user !== undefined)
      throw conflict(`Cannot delete Request Validator '${requestValidatorId}', is referenced in method: ${user}`);
    removePart(tx, context, restApiId, "requestValidator", requestValidatorId);
  });
  return {};
});
