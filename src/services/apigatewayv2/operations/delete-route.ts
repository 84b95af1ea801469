// DeleteRoute: one route of an API.

import type { DeleteRouteCommandInput, DeleteRouteCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePart } from "../apis.ts";
import { listParts, removePart } from "../repo.ts";

export const deleteRoute = defineOperation<Input<DeleteRouteCommandInput>, DeleteRouteCommandOutput>(
  "DeleteRoute",
  ({ ApiId, RouteId }, context) =>
    context.store.write((tx) => {
      requirePart(tx, context, ApiId, "route", RouteId);
      removePart(tx, context, ApiId, "route", RouteId);
      for (const response of listParts(tx, context, ApiId, "routeResponse"))
        if (response.routeId === RouteId) removePart(tx, context, ApiId, "routeResponse", response.routeResponseId);
      return {};
    }),
);
