// CreateAuthorizer: who says who may take routes.

import type { CreateAuthorizerCommandInput, CreateAuthorizerCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { newPartId } from "../apis.ts";
import { authorizerOf } from "../authorizers.ts";
import { savePart } from "../repo.ts";
import { authorizerShape } from "../shapes.ts";

export const createAuthorizer = defineOperation<Input<CreateAuthorizerCommandInput>, CreateAuthorizerCommandOutput>(
  "CreateAuthorizer",
  (input, context) => {
    const authorizerId = newPartId(context.random);
    const authorizer = context.store.write((tx) => {
      const record = authorizerOf(tx, context, input.ApiId, authorizerId, input);
      savePart(tx, context, input.ApiId, "authorizer", authorizerId, record);
      return record;
    });
    return authorizerShape(authorizer);
  },
);
