// GetRoute: one route of an API.

import type { GetRouteCommandInput, GetRouteCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePart } from "../apis.ts";
import { routeShape } from "../shapes.ts";

export const getRoute = defineOperation<Input<GetRouteCommandInput>, GetRouteCommandOutput>(
  "GetRoute",
  ({ ApiId, RouteId }, context) =>
    routeShape(context.store.read((tx) => requirePart(tx, context, ApiId, "route", RouteId))),
);
