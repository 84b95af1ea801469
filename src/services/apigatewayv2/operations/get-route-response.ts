// GetRouteResponse: one of a WebSocket API's route responses.

import type { GetRouteResponseCommandInput, GetRouteResponseCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireRouteResponse } from "../websocket/finding.ts";
import { routeResponseShape } from "../websocket/shapes.ts";

export const getRouteResponse = defineOperation<Input<GetRouteResponseCommandInput>, GetRouteResponseCommandOutput>(
  "GetRouteResponse",
  ({ ApiId, RouteId, RouteResponseId }, context) =>
    routeResponseShape(context.store.read((tx) => requireRouteResponse(tx, context, ApiId, RouteId, RouteResponseId))),
);
