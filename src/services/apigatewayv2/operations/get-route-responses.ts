// GetRouteResponses: a WebSocket API's route responses.

import type { GetRouteResponsesCommandInput, GetRouteResponsesCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { pageOf, requirePart } from "../apis.ts";
import { listParts } from "../repo.ts";
import { routeResponseShape } from "../websocket/shapes.ts";

export const getRouteResponses = defineOperation<Input<GetRouteResponsesCommandInput>, GetRouteResponsesCommandOutput>(
  "GetRouteResponses",
  ({ ApiId, RouteId, MaxResults, NextToken }, context) => {
    const parts = context.store.read((tx) => {
      requirePart(tx, context, ApiId, "route", RouteId);
      return listParts(tx, context, ApiId, "routeResponse").filter(({ routeId }) => routeId === RouteId);
    });
    const { Items, ...page } = pageOf(parts, MaxResults, NextToken);
    return { ...page, Items: Items.map((part) => ({ ...routeResponseShape(part) })) };
  },
);
