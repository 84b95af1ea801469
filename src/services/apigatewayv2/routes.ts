// Routes, by the rules of their API's protocol.

import type { CreateRouteCommandInput } from "@aws-sdk/client-apigatewayv2";
import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { protocolOf, requireApi } from "./apis.ts";
import { httpRouteOf } from "./http/routes.ts";
import type { ProtocolType, RouteRecord } from "./records.ts";
import { webSocketRouteOf } from "./websocket/routes.ts";

/** What a request to create or update a route gives. */
export type RouteInput = Partial<CreateRouteCommandInput>;

/** A record of `input` over what `previous` says, checked against the API's other parts. */
export type RouteRule = (
  tx: ReadTx,
  scope: Scope,
  apiId: string,
  routeId: string,
  input: RouteInput,
  previous?: RouteRecord,
) => RouteRecord;

const RULES: Readonly<Record<ProtocolType, RouteRule>> = {
  HTTP: httpRouteOf,
  WEBSOCKET: webSocketRouteOf,
};

export const routeOf: RouteRule = (tx, scope, apiId, ...rest) =>
  RULES[protocolOf(requireApi(tx, scope, apiId))](tx, scope, apiId, ...rest);
