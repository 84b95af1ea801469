// CreateRoute: which requests go to which integration.

import type { CreateRouteCommandInput, CreateRouteCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { newPartId } from "../apis.ts";
import { savePart } from "../repo.ts";
import { routeOf } from "../routes.ts";
import { routeShape } from "../shapes.ts";

export const createRoute = defineOperation<Input<CreateRouteCommandInput>, CreateRouteCommandOutput>(
  "CreateRoute",
  (input, context) => {
    const routeId = newPartId(context.random);
    const route = context.store.write((tx) => {
      const record = routeOf(tx, context, input.ApiId, routeId, input);
      savePart(tx, context, input.ApiId, "route", routeId, record);
      return record;
    });
    return routeShape(route);
  },
);
