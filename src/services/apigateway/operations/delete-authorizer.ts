// DeleteAuthorizer: removes an authorizer that no method names.

import type { DeleteAuthorizerCommandInput, DeleteAuthorizerCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { conflict } from "../errors.ts";
import { requirePart } from "../finding.ts";
import { firstMethod } from "../methods.ts";
import { listParts, removePart } from "../repo.ts";

export const deleteAuthorizer = defineOperation<Input<DeleteAuthorizerCommandInput>, DeleteAuthorizerCommandOutput>(
  "DeleteAuthorizer",
  (input, context) => {
    const { restApiId, authorizerId } = input;
    context.store.write((tx) => {
      const { name } = requirePart(tx, context, restApiId, "authorizer", authorizerId);
      const user = firstMethod(
        listParts(tx, context, restApiId, "resource"),
        (method) => method.authorizerId === authorizerId,
      );
      if (user !== undefined) throw conflict(`Cannot delete authorizer '${name}', is referenced in method: ${user}`);
      removePart(tx, context, restApiId, "authorizer", authorizerId);
    });
    return {};
  },
);
