// A client asks for a connection: who it is, what its $connect route says, and what it is answered.
// AWS: "Manage connected users and client apps: $connect and $disconnect routes".

import { AwsError } from "../../../../kernel/errors.ts";
import type { Acceptance } from "../../../../service/client-connection.ts";
import type { YardContext } from "../../../../service/context.ts";
import type { DoorAccess, DoorRequest } from "../../../../service/service.ts";
import type { HttpResponse } from "../../../../wire/wire.ts";
import { findTarget } from "../target.ts";
import { apiKeyOf, requireApiKey } from "./api-key.ts";
import { authorizeConnect, type ConnectVerdict } from "./authorize-connect.ts";
import { type ConnectionFacts, newSocketId, type SocketCall } from "./call.ts";
import { scheduleDisconnect } from "./disconnect.ts";
import { forbidden, SocketFailure } from "./failure.ts";
import type { RouteAnswer } from "./integrate.ts";
import { CONNECTION_LIMITS, MOST_CONNECTIONS, requireRoomForConnection } from "./limits.ts";
import { liveConnections } from "./live-connections.ts";
import { findRoute, runRoute, socketCall } from "./run-route.ts";
import { openSession } from "./session.ts";
import { requireParameters } from "./validate-message.ts";

/** Consents to a connection, or says why not. */
export async function connectSocket(
  request: DoorRequest,
  yard: YardContext,
  access: DoorAccess,
): Promise<Acceptance | HttpResponse> {
  const connectionId = newSocketId(yard);
  try {
    return await connect(request, yard, access, connectionId);
  } catch (error) {
    if (!(error instanceof SocketFailure)) throw error;
    return refusal(error, connectionId, newSocketId(yard));
  }
}

async function connect(
  request: DoorRequest,
  yard: YardContext,
  access: DoorAccess,
  connectionId: string,
): Promise<Acceptance | HttpResponse> {
  const target = findTarget(yard.store, request.host, request.path);
  // AWS: a stage that is not there, and a path below one, are forbidden.
  if (target?.protocolType !== "WEBSOCKET" || target.path !== "/") throw forbidden();
  const { scope, api, stage, served } = target;
  requireRoomForConnection(yard, scope);
  if (liveConnections(yard).size >= MOST_CONNECTIONS) throw new SocketFailure(429, "Too Many Requests");
  const facts: ConnectionFacts = {
    connectionId,
    scope,
    apiId: api.apiId,
    stageName: stage.stageName,
    connectedAtMs: yard.clock.nowMs(),
    domainName: request.headers["host"] ?? request.host,
    ...apiKeyOf(api, request.headers),
    identity: {
      ...(request.headers["user-agent"] === undefined ? {} : { userAgent: request.headers["user-agent"] }),
      sourceIp: request.sourceIp,
    },
  };
  const route = findRoute(served, "$connect");
  if (route === undefined) return acceptance(yard, facts, undefined);
  const call = socketCall(yard, { api, stage, served }, facts, { type: "CONNECT", request }, route);
  return await runConnect(call, access);
}

async function runConnect(call: SocketCall, access: DoorAccess): Promise<Acceptance | HttpResponse> {
  let verdict: ConnectVerdict = {};
  // What the authorizer says is known to the integration, and to all that happens on the connection later.
  const known = (): ConnectionFacts => ({
    ...call.connection,
    ...(verdict.usageIdentifierKey === undefined ? {} : apiKeyOf(call.api, {}, verdict.usageIdentifierKey)),
    ...(verdict.authorizer === undefined ? {} : { authorizer: verdict.authorizer }),
    identity: { ...call.connection.identity, ...verdict.identity },
  });
  const told: SocketCall = {
    ...call,
    get connection() {
      return known();
    },
  };
  try {
    const answer = await runRoute(told, async () => {
      requireParameters(call);
      verdict = await authorizeConnect(call, access);
      await requireApiKey(told);
    });
    if (answer !== undefined && (answer.status < 200 || answer.status > 299)) return refusedByRoute(answer);
    return acceptance(call.yard, known(), subprotocolOf(answer));
  } catch (error) {
    if (error instanceof SocketFailure) return refusal(error, call.connection.connectionId, call.requestId);
    if (!(error instanceof AwsError)) throw error;
    return refusal(forbidden(), call.connection.connectionId, call.requestId);
  }
}

function acceptance(yard: YardContext, facts: ConnectionFacts, subprotocol: string | undefined): Acceptance {
  return {
    ...(subprotocol === undefined ? {} : { subprotocol }),
    limits: CONNECTION_LIMITS,
    open: (socket) => openSession(yard, facts, socket),
    abandoned: () => scheduleDisconnect(yard, facts, 1006, ""),
  };
}

/** AWS: "Set up a $connect route that requires a WebSocket subprotocol": the integration names it in this header. */
function subprotocolOf(answer: RouteAnswer | undefined): string | undefined {
  return answer?.headers.find(([name]) => name.toLowerCase() === "sec-websocket-protocol")?.[1];
}

/** AWS: the client gets the integration's status. */
function refusedByRoute({ status, body }: RouteAnswer): HttpResponse {
  return { status, headers: { "content-type": "application/json" }, body };
}

/** AWS: the same message that a connected client would get, as the answer to its request. */
function refusal({ status, message }: SocketFailure, connectionId: string, requestId: string): HttpResponse {
  return {
    status,
    headers: { "content-type": "application/json", "x-amzn-requestid": requestId },
    body: JSON.stringify({ message, connectionId, requestId }),
  };
}
