// UpdateRoute: changes what is given and keeps the rest.

import type { UpdateRouteCommandInput, UpdateRouteCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePart } from "../apis.ts";
import { savePart } from "../repo.ts";
import { routeOf } from "../routes.ts";
import { routeShape } from "../shapes.ts";

export const updateRoute = defineOperation<Input<UpdateRouteCommandInput>, UpdateRouteCommandOutput>(
  "UpdateRoute",
  (input, context) => {
    const { ApiId, RouteId } = input;
    const route = context.store.write((tx) => {
      const record = routeOf(tx, context, ApiId, RouteId, input, requirePart(tx, context, ApiId, "route", RouteId));
      savePart(tx, context, ApiId, "route", RouteId, record);
      return record;
    });
    return routeShape(route);
  },
);
