// DeleteRouteResponse: one of a WebSocket API's route responses.

import type { DeleteRouteResponseCommandInput, DeleteRouteResponseCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { removePart } from "../repo.ts";
import { requireRouteResponse } from "../websocket/finding.ts";

export const deleteRouteResponse = defineOperation<
  Input<DeleteRouteResponseCommandInput>,
  DeleteRouteResponseCommandOutput
>("DeleteRouteResponse", ({ ApiId, RouteId, RouteResponseId }, context) =>
  context.store.write((tx) => {
    requireRouteResponse(tx, context, ApiId, RouteId, RouteResponseId);
    removePart(tx, context, ApiId, "routeResponse", RouteResponseId);
    return {};
  }),
);
