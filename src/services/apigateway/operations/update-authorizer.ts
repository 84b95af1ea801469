// UpdateAuthorizer: changes an authorizer by a patch.

import type { UpdateAuthorizerCommandInput, UpdateAuthorizerCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { patchedAuthorizer } from "../authorizers.ts";
import { requirePart } from "../finding.ts";
import { savePart } from "../repo.ts";
import { authorizerShape } from "../shapes.ts";

export const updateAuthorizer = defineOperation<Input<UpdateAuthorizerCommandInput>, UpdateAuthorizerCommandOutput>(
  "UpdateAuthorizer",
  (input, context) => {
    const { restApiId, authorizerId, patchOperations } = input;
    const authorizer = context.store.write((tx) => {
      const changed = patchedAuthorizer(
        requirePart(tx, context, restApiId, "authorizer", authorizerId),
        patchOperations,
      );
      savePart(tx, context, restApiId, "authorizer", authorizerId, changed);
      return changed;
    });
    return authorizerShape(authorizer);
  },
);
