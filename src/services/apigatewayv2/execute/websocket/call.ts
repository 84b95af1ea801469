// One event of a connection on its way through a route: what is known of it, and what it is called in events and templates.

import type { Scope, YardContext } from "../../../../service/context.ts";
import { clfTime } from "../../../../service/http-events/payload.ts";
import type { DoorRequest } from "../../../../service/service.ts";
import type { ApiRecord, RouteRecord, Served, StageRecord } from "../../records.ts";
import type { MessageBody } from "./selection.ts";

/** What stays the same for as long as a connection lives; its $disconnect, too, is told of it. */
export interface ConnectionFacts {
  readonly connectionId: string;
  readonly scope: Scope;
  readonly apiId: string;
  readonly stageName: string;
  readonly connectedAtMs: number;
  /** The name and the port under which the client came. */
  readonly domainName: string;
  readonly identity: Readonly<Record<string, string>>;
  /** The API key that came with $connect, or that its authorizer named. */
  readonly apiKey?: string;
  /** What the authorizer of $connect said. */
  readonly authorizer?: Readonly<Record<string, unknown>>;
}

/** What happened on a connection. */
export type SocketEvent =
  | { readonly type: "CONNECT"; readonly request: DoorRequest }
  | { readonly type: "MESSAGE"; readonly messageId: string }
  | { readonly type: "DISCONNECT"; readonly code: number; readonly reason: string };

export interface SocketCall {
  readonly yard: YardContext;
  readonly scope: Scope;
  readonly api: ApiRecord;
  readonly stage: StageRecord;
  readonly served: Served;
  readonly connection: ConnectionFacts;
  readonly event: SocketEvent;
  readonly route: RouteRecord;
  readonly requestId: string;
  readonly startedAtMs: number;
  /** A message's; empty for other events. */
  readonly body: MessageBody;
  readonly facts: SocketCallFacts;
}

/** What is learnt on the way: for metrics and logs. */
export interface SocketCallFacts {
  status?: number;
  error?: string;
  integrationStatus?: number;
  integrationLatencyMs?: number;
  integrationRequestId?: string;
}

/** AWS: ids of connections, messages and requests are eleven bytes in base 64, which can stand in a URL. */
export function newSocketId(yard: YardContext): string {
  return `${Buffer.from(yard.random.bytes(11)).toString("base64url")}=`;
}

/** arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/ROUTE: what functions' policies test, and what IAM is asked about. */
export function routeArn({ scope, api, stage, route }: Pick<SocketCall, "scope" | "api" | "stage" | "route">): string {
  return `arn:aws:execute-api:${scope.region}:${scope.account}:${api.apiId}/${stage.stageName}/${route.routeKey}`;
}

/** The requestContext of events, and $context. AWS: "WebSocket API mapping template reference for API Gateway". */
export function contextOf(call: SocketCall): Record<string, unknown> {
  const { connection, event, route, requestId, startedAtMs, stage } = call;
  return {
    routeKey: route.routeKey,
    ...(event.type === "MESSAGE" ? { messageId: event.messageId } : {}),
    ...(event.type === "DISCONNECT" ? { disconnectStatusCode: event.code } : {}),
    ...(connection.authorizer === undefined ? {} : { authorizer: connection.authorizer }),
    eventType: event.type,
    extendedRequestId: requestId,
    requestTime: clfTime(startedAtMs),
    messageDirection: "IN",
    ...(event.type === "DISCONNECT" ? { disconnectReason: event.reason } : {}),
    stage: stage.stageName,
    connectedAt: connection.connectedAtMs,
    requestTimeEpoch: startedAtMs,
    identity: connection.identity,
    requestId,
    domainName: connection.domainName,
    connectionId: connection.connectionId,
    apiId: connection.apiId,
  };
}
