// GetAuthorizer: one authorizer of an API.

import type { GetAuthorizerCommandInput, GetAuthorizerCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePart } from "../apis.ts";
import { authorizerShape } from "../shapes.ts";

export const getAuthorizer = defineOperation<Input<GetAuthorizerCommandInput>, GetAuthorizerCommandOutput>(
  "GetAuthorizer",
  ({ ApiId, AuthorizerId }, context) =>
    authorizerShape(context.store.read((tx) => requirePart(tx, context, ApiId, "authorizer", AuthorizerId))),
);
