// CreateRouteResponse: that a route answers, of a WebSocket API.

import type { CreateRouteResponseCommandInput, CreateRouteResponseCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { newPartId } from "../apis.ts";
import { savePart } from "../repo.ts";
import { routeResponseOf } from "../websocket/responses.ts";
import { routeResponseShape } from "../websocket/shapes.ts";

export const createRouteResponse = defineOperation<
  Input<CreateRouteResponseCommandInput>,
  CreateRouteResponseCommandOutput
>("CreateRouteResponse", (input, context) => {
  const id = newPartId(context.random);
  const record = context.store.write((tx) => {
    const made = routeResponseOf(tx, context, input, id);
    savePart(tx, context, input.ApiId, "routeResponse", id, made);
    return made;
  });
  return routeResponseShape(record);
});
