// UpdateAuthorizer: changes what is given and keeps the rest.

import type { UpdateAuthorizerCommandInput, UpdateAuthorizerCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePart } from "../apis.ts";
import { authorizerOf } from "../authorizers.ts";
import { savePart } from "../repo.ts";
import { authorizerShape } from "../shapes.ts";

export const updateAuthorizer = defineOperation<Input<UpdateAuthorizerCommandInput>, UpdateAuthorizerCommandOutput>(
  "UpdateAuthorizer",
  (input, context) => {
    const { ApiId, AuthorizerId } = input;
    const authorizer = context.store.write((tx) => {
      const previous = requirePart(tx, context, ApiId, "authorizer", AuthorizerId);
      const record = authorizerOf(tx, context, ApiId, AuthorizerId, input, previous);
      savePart(tx, context, ApiId, "authorizer", AuthorizerId, record);
      return record;
    });
    return authorizerShape(authorizer);
  },
);
