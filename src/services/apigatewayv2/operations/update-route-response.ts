// UpdateRouteResponse: changes what is given and keeps the rest.

import type { UpdateRouteResponseCommandInput, UpdateRouteResponseCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { savePart } from "../repo.ts";
import { requireRouteResponse } from "../websocket/finding.ts";
import { routeResponseOf } from "../websocket/responses.ts";
import { routeResponseShape } from "../websocket/shapes.ts";

export const updateRouteResponse = defineOperation<
  Input<UpdateRouteResponseCommandInput>,
  UpdateRouteResponseCommandOutput
>("UpdateRouteResponse", (input, context) => {
  const record = context.store.write((tx) => {
    const previous = requireRouteResponse(tx, context, input.ApiId, input.RouteId, input.RouteResponseId);
    const updated = routeResponseOf(tx, context, input, input.RouteResponseId, previous);
    savePart(tx, context, input.ApiId, "routeResponse", input.RouteResponseId, updated);
    return updated;
  });
  return routeResponseShape(record);
});
