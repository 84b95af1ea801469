// GetAuthorizers: an API's authorizers.

import type { GetAuthorizersCommandInput, GetAuthorizersCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireApi } from "../finding.ts";
import { pageOf } from "../pages.ts";
import { listParts } from "../repo.ts";
import { authorizerShape } from "../shapes.ts";

export const getAuthorizers = defineOperation<Input<GetAuthorizersCommandInput>, GetAuthorizersCommandOutput>(
  "GetAuthorizers",
  (input, context) => {
    const authorizers = context.store.read((tx) => {
      requireApi(tx, context, input.restApiId);
      return listParts(tx, context, input.restApiId, "authorizer");
    });
    const { items, position } = pageOf(authorizers, input);
    return { items: items.map(authorizerShape), position };
  },
);
