// CreateAuthorizer: an authorizer for an API's methods.

import type { CreateAuthorizerCommandInput, CreateAuthorizerCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { newAuthorizer } from "../authorizers.ts";
import { conflict, limitExceeded } from "../errors.ts";
import { newPartId, requireApi } from "../finding.ts";
import { LIMITS } from "../limits.ts";
import { listParts, savePart } from "../repo.ts";
import { authorizerShape } from "../shapes.ts";

export const createAuthorizer = defineOperation<Input<CreateAuthorizerCommandInput>, CreateAuthorizerCommandOutput>(
  "CreateAuthorizer",
  (input, context) => {
    const { restApiId } = input;
    const authorizer = newAuthorizer(newPartId(context.random), input);
    context.store.write((tx) => {
      requireApi(tx, context, restApiId);
      const present = listParts(tx, context, restApiId, "authorizer");
      if (present.some(({ name }) => name === authorizer.name))
        throw conflict(
          "Authorizer name must be unique. Authorizer " + authorizer.name + " already exists in this RestApi.",
        );
      if (present.length >= LIMITS.authorizers)
        throw limitExceeded(
          "Maximum number of Authorizers for this API has been reached. Please contact AWS if you need additional Authorizers.",
        );
      savePart(tx, context, restApiId, "authorizer", authorizer.id, authorizer);
    });
    return authorizerShape(authorizer);
  },
);
