// GetAuthorizers: the authorizers of an API.

import type { GetAuthorizersCommandInput, GetAuthorizersCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { pageOf, requireApi } from "../apis.ts";
import { listParts } from "../repo.ts";
import { authorizerShape } from "../shapes.ts";

export const getAuthorizers = defineOperation<Input<GetAuthorizersCommandInput>, GetAuthorizersCommandOutput>(
  "GetAuthorizers",
  ({ ApiId, MaxResults, NextToken }, context) => {
    const parts = context.store.read((tx) => {
      requireApi(tx, context, ApiId);
      return listParts(tx, context, ApiId, "authorizer");
    });
    const { Items, ...page } = pageOf(parts, MaxResults, NextToken);
    return { ...page, Items: Items.map((part) => ({ Name: part.name, ...authorizerShape(part) })) };
  },
);
