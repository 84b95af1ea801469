// What a route asks of its request: parameters of $connect, and the model that a message must be like.
// AWS: "Validate requests for WebSocket APIs in API Gateway".

import type { SocketCall } from "./call.ts";
import { SocketFailure } from "./failure.ts";

/** Throws a failure where a parameter that the route requires is missing. AWS: supported for $connect only. */
export function requireParameters({ route, event }: SocketCall): void {
  if (event.type !== "CONNECT") return;
  const { headers, query } = event.request;
  for (const [parameter, { Required: isRequired }] of Object.entries(route.requestParameters ?? {})) {
    const [, place, name = ""] = /^route\.request\.(?:multivalue)?(header|querystring)\.(.+)$/.exec(parameter) ?? [];
    if (isRequired !== true || place === undefined) continue;
    const isThere =
      place === "header" ? headers[name.toLowerCase()] !== undefined : query.some(([each]) => each === name);
    if (!isThere) throw new SocketFailure(400, `Missing required request parameters: [${name}]`);
  }
}

/** Throws a failure where the message is not as the model that it selects. */
export function requireValid(_call: SocketCall): void {
  // Models come with the next commit.
}
