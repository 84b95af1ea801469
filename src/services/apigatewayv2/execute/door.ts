// Where requests to APIs come in: http://API_ID.execute-api.localhost:PORT/..., or, for clients that cannot resolve
// such names, http://localhost:PORT/_aws/execute-api/API_ID/.... Custom domains lead here where they map to one of our APIs. WebSocket APIs are called
// by ws: at the same addresses.

import { isCallOfAnother, isCustomDomain, mayBeCustomDomain } from "../../../service/api-domains/routing.ts";
import type { YardContext } from "../../../service/context.ts";
import { isExecuteApiAddress } from "../../../service/http-events/execute-api-address.ts";
import type { Door, DoorAccess, DoorHead, DoorRequest } from "../../../service/service.ts";
import type { HttpResponse } from "../../../wire/wire.ts";
import type { ProtocolType } from "../records.ts";
import { gatewayAnswer } from "./answers.ts";
import { answerHttpRequest } from "./http/answer-request.ts";
import { isWebSocketAddress } from "./management-address.ts";
import { findTarget, isMapped, type Target } from "./target.ts";
import { connectSocket } from "./websocket/connect.ts";

export const executeApi: Door = {
  name: "execute-api",
  accepts: (host, path, head, yard) =>
    (isExecuteApiAddress(host, path) || isByDomain(host, path, head, yard)) && !isManagement(host, path, head, yard),
  // A name that a customer has registered is no name that an attacker could lead here by himself.
  isOwnHost: (host, yard) => yard.store.read((tx) => isCustomDomain(tx, host)),
  answer,
  connect: connectSocket,
};

type Answerer = (
  request: DoorRequest,
  target: Target,
  yard: YardContext,
  access: DoorAccess,
) => HttpResponse | Promise<HttpResponse>;

const ANSWERERS: Readonly<Record<ProtocolType, Answerer>> = {
  HTTP: answerHttpRequest,
  // AWS: a WebSocket API answers requests that are not for a connection like strangers.
  WEBSOCKET: ({ path, requestId }) =>
    gatewayAnswer(403, CONNECTIONS.test(path) ? "Missing Authentication Token" : "Forbidden", requestId),
};

async function answer(request: DoorRequest, yard: YardContext, access: DoorAccess): Promise<HttpResponse> {
  const target = findTarget(yard.store, request.host, request.path);
  // AWS: an API or a stage that is not there answers 404 with this body.
  if (target === undefined) return gatewayAnswer(404, "Not Found", request.requestId);
  return ANSWERERS[target.protocolType](request, target, yard, access);
}

const CONNECTIONS = /\/(?:@|%40)connections(?:\/|$)/;

/** A signed call of the API of a WebSocket API's connections is one of the AWS API. */
function isManagement(host: string, path: string, { headers, rawQuery }: DoorHead, yard: YardContext): boolean {
  if (!CONNECTIONS.test(path)) return false;
  const isSigned = headers["authorization"]?.startsWith("AWS4-") === true || rawQuery.includes("X-Amz-Credential=");
  return isSigned && yard.store.read((tx) => isWebSocketAddress(tx, host, path));
}

function isByDomain(host: string, path: string, head: DoorHead, { store }: YardContext): boolean {
  return mayBeCustomDomain(host) && store.read((tx) => isMapped(tx, host, path)) && !isCallOfAnother(host, head);
}
