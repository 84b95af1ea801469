// DeleteAuthorizer: one authorizer that no route asks.

import type { DeleteAuthorizerCommandInput, DeleteAuthorizerCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePart } from "../apis.ts";
import { conflict } from "../errors.ts";
import { listParts, removePart } from "../repo.ts";

export const deleteAuthorizer = defineOperation<Input<DeleteAuthorizerCommandInput>, DeleteAuthorizerCommandOutput>(
  "DeleteAuthorizer",
  ({ ApiId, AuthorizerId }, context) =>
    context.store.write((tx) => {
      requirePart(tx, context, ApiId, "authorizer", AuthorizerId);
      const user = listParts(tx, context, ApiId, "route").find((route) => route.authorizerId === AuthorizerId);
      if (user !== undefined)
        throw conflict(`Cannot delete Authorizer '${AuthorizerId}'. It is referenced by Route '${user.routeId}'.`);
      removePart(tx, context, ApiId, "authorizer", AuthorizerId);
      return {};
    }),
);
