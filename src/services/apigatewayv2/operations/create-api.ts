// CreateApi: a WebSocket API, or an HTTP API, empty or, with Target, served by one function or one address.

import type { CreateApiCommandInput, CreateApiCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { newApiId, newPartId } from "../apis.ts";
import { badRequest, requireServed } from "../errors.ts";
import { quickIntegrationOf } from "../http/integrations.ts";
import type { ApiRecord } from "../records.ts";
import { saveApi, savePart } from "../repo.ts";
import { apiShape } from "../shapes.ts";
import { requireHttpRouteKey } from "../http/routes.ts";
import { webSocketApiOf } from "../websocket/apis.ts";

const SERVED = [
  "Name",
  "ProtocolType",
  "Description",
  "Version",
  "CorsConfiguration",
  "DisableExecuteApiEndpoint",
  "Tags",
  "Target",
  "RouteKey",
  "CredentialsArn",
  "IpAddressType",
];

const SERVED_OF_WEBSOCKETS = ["RouteSelectionExpression", "ApiKeySelectionExpression", "DisableSchemaValidation"];

export const createApi = defineOperation<Input<CreateApiCommandInput>, CreateApiCommandOutput>(
  "CreateApi",
  (input, context) => {
    const isWebSocket = input.ProtocolType === "WEBSOCKET";
    if (!isWebSocket && input.ProtocolType !== "HTTP") throw badRequest("Invalid ProtocolType specified");
    requireServed(input, isWebSocket ? [...SERVED, ...SERVED_OF_WEBSOCKETS] : SERVED);
    const { clock, random, store, origin } = context;
    const nowMs = clock.nowMs();
    const api: ApiRecord = {
      v: 1,
      apiId: newApiId(random),
      name: input.Name,
      isExecuteEndpointDisabled: input.DisableExecuteApiEndpoint ?? false,
      tags: input.Tags ?? {},
      createdAtMs: nowMs,
      ...(input.Description === undefined ? {} : { description: input.Description }),
      ...(input.Version === undefined ? {} : { version: input.Version }),
      ...(input.CorsConfiguration === undefined ? {} : { cors: input.CorsConfiguration }),
      ...(input.IpAddressType === undefined ? {} : { ipAddressType: input.IpAddressType }),
      ...(isWebSocket ? webSocketApiOf(input) : {}),
    };
    const { Target, RouteKey = "$default" } = input;
    requireHttpRouteKey(RouteKey);
    const integration =
      Target === undefined ? undefined : quickIntegrationOf(newPartId(random), Target, input.CredentialsArn);
    store.write((tx) => {
      saveApi(tx, context, api);
      if (integration === undefined) return;
      // AWS: "quick create": an integration, a route, and a default stage that deploys by itself.
      const { integrationId } = integration;
      savePart(tx, context, api.apiId, "integration", integrationId, integration);
      const routeId = newPartId(random);
      savePart(tx, context, api.apiId, "route", routeId, {
        v: 1,
        routeId,
        routeKey: RouteKey,
        integrationId,
        isManaged: true,
      });
      savePart(tx, context, api.apiId, "stage", "$default", {
        v: 1,
        stageName: "$default",
        isAutoDeployed: true,
        variables: {},
        tags: {},
        isManaged: true,
        createdAtMs: nowMs,
        updatedAtMs: nowMs,
      });
    });
    return apiShape(api, origin);
  },
);
