// How much a WebSocket API takes. AWS: "Quotas for configuring and running a WebSocket in API Gateway", "Protect your WebSocket APIs".

import { type Rate, takeToken } from "../../../../service/api-front/token-bucket.ts";
import type { ConnectionLimits } from "../../../../service/client-connection.ts";
import type { Scope, YardContext } from "../../../../service/context.ts";
import type { SocketCall } from "./call.ts";
import { tooManyRequests } from "./failure.ts";

/** LIMIT: AWS: messages of 128 KB, frames of 32 KB. The number of frames is ours: empty ones would cost memory and no bytes. */
export const CONNECTION_LIMITS: ConnectionLimits = {
  mostMessageBytes: 128 * 1024,
  mostFrameBytes: 32 * 1024,
  mostFrames: 1024,
};
/** LIMIT: AWS: "Idle Connection Timeout". */
export const IDLE_MS = 10 * 60_000;
/** LIMIT: AWS: "Connection duration for WebSocket API". */
export const LONGEST_CONNECTION_MS = 2 * 60 * 60_000;
/** LIMIT: ours: AWS says "client side buffer is full" and not how large it is. Eight of the largest messages. */
export const MOST_UNSENT_BYTES = 1024 * 1024;
/** LIMIT: ours: as many messages of one connection are worked on; the rest waits in its socket. */
export const MOST_IN_FLIGHT = 32;
/** LIMIT: ours: AWS has no quota of connections at one time; a process has only so many files. */
export const MOST_CONNECTIONS = 20_000;

/** LIMIT: AWS: "New connections per second per account (across all WebSocket APIs) per Region". */
const NEW_CONNECTIONS: Rate = { rateLimit: 500, burstLimit: 500 };
/** LIMIT: AWS: "Quotas": 10,000 requests a second and a burst of 5,000 for an account in a region, whatever the kind of API. */
const OF_ACCOUNT: Rate = { rateLimit: 10_000, burstLimit: 5000 };

/** Throws where too many connect. */
export function requireRoomForConnection(yard: YardContext, { account, region }: Scope): void {
  if (!takeToken(yard, `websocket connections ${account} ${region}`, NEW_CONNECTIONS)) throw tooManyRequests();
}

/** Throws where the route's limit, its stage's, or the account's is reached. */
export function requireWithinLimits({ yard, scope, api, stage, route }: SocketCall): void {
  const own = stage.routeSettings?.[route.routeKey];
  const { rateLimit, burstLimit } = { ...stage.defaultRouteSettings, ...own };
  if (rateLimit !== undefined || burstLimit !== undefined) {
    const rate = { rateLimit: rateLimit ?? OF_ACCOUNT.rateLimit, burstLimit: burstLimit ?? OF_ACCOUNT.burstLimit };
    if (!takeToken(yard, `websocket route ${api.apiId}/${stage.stageName}/${route.routeKey}`, rate))
      throw tooManyRequests();
  }
  if (!takeToken(yard, `account ${scope.account} ${scope.region}`, OF_ACCOUNT)) throw tooManyRequests();
}
