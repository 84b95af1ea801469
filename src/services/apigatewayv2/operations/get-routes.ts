// GetRoutes: the routes of an API.

import type { GetRoutesCommandInput, GetRoutesCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { pageOf, requireApi } from "../apis.ts";
import { listParts } from "../repo.ts";
import { routeShape } from "../shapes.ts";

export const getRoutes = defineOperation<Input<GetRoutesCommandInput>, GetRoutesCommandOutput>(
  "GetRoutes",
  ({ ApiId, MaxResults, NextToken }, context) => {
    const parts = context.store.read((tx) => {
      requireApi(tx, context, ApiId);
      return listParts(tx, context, ApiId, "route");
    });
    const { Items, ...page } = pageOf(parts, MaxResults, NextToken);
    return { ...page, Items: Items.map((part) => ({ RouteKey: part.routeKey, ...routeShape(part) })) };
  },
);
