// UpdateApi: changes what is given and keeps the rest.

import type { UpdateApiCommandInput, UpdateApiCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { protocolOf, requireApi } from "../apis.ts";
import { requireServed } from "../errors.ts";
import type { ApiRecord } from "../records.ts";
import { saveApi } from "../repo.ts";
import { apiShape } from "../shapes.ts";
import { webSocketApiOf } from "../websocket/apis.ts";

const SERVED = [
  "ApiId",
  "Name",
  "Description",
  "Version",
  "CorsConfiguration",
  "DisableExecuteApiEndpoint",
  "IpAddressType",
];

const SERVED_OF_WEBSOCKETS = ["RouteSelectionExpression", "ApiKeySelectionExpression", "DisableSchemaValidation"];

export const updateApi = defineOperation<Input<UpdateApiCommandInput>, UpdateApiCommandOutput>(
  "UpdateApi",
  (input, context) => {
    const api = context.store.write((tx) => {
      const current = requireApi(tx, context, input.ApiId);
      const isWebSocket = protocolOf(current) === "WEBSOCKET";
      requireServed(input, isWebSocket ? [...SERVED, ...SERVED_OF_WEBSOCKETS] : SERVED);
      const updated: ApiRecord = {
        ...current,
        name: input.Name ?? current.name,
        isExecuteEndpointDisabled: input.DisableExecuteApiEndpoint ?? current.isExecuteEndpointDisabled,
        ...(input.Description === undefined ? {} : { description: input.Description }),
        ...(input.Version === undefined ? {} : { version: input.Version }),
        ...(input.CorsConfiguration === undefined ? {} : { cors: input.CorsConfiguration }),
        ...(input.IpAddressType === undefined ? {} : { ipAddressType: input.IpAddressType }),
        ...(isWebSocket ? webSocketApiOf(input, current) : {}),
      };
      saveApi(tx, context, updated);
      return updated;
    });
    return apiShape(api, context.origin);
  },
);
