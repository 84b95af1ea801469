// API keys of WebSocket APIs: who connects brings one, or the authorizer names one, and it counts for all routes that ask for a key.
// AWS: "API key selection expressions", "Usage plans and API keys". That messages go by the key of their connection is inferred: they have no headers.

import type { ApiRecord } from "../../records.ts";
import type { DoorRequest } from "../../../../service/service.ts";
import type { ConnectionFacts, SocketCall } from "./call.ts";
import { forbidden, SocketFailure, tooManyRequests } from "./failure.ts";

/** The key of a client that connects, as its connection remembers it. */
export function apiKeyOf(
  { apiKeySelectionExpression: expression = "" }: ApiRecord,
  headers: DoorRequest["headers"],
  usageIdentifierKey?: string,
): Pick<ConnectionFacts, "apiKey"> {
  const apiKey = expression.includes("usageIdentifierKey") ? usageIdentifierKey : headers["x-api-key"];
  return apiKey === undefined ? {} : { apiKey };
}

/** Throws where the route asks for a key and the connection's is none that may call now. */
export async function requireApiKey({ yard, scope, api, stage, route, connection }: SocketCall): Promise<void> {
  if (route.isApiKeyRequired !== true) return;
  const { apiKey: value } = connection;
  if (value === undefined) throw forbidden("The route asks for an API key");
  const used = await yard.useApiKey(scope, { apiId: api.apiId, stageName: stage.stageName, value });
  if (used.kind === "unknown") throw forbidden("The API key is none of a usage plan with this stage");
  if (used.kind === "throttled") throw tooManyRequests();
  // AWS: the words of type QUOTA_EXCEEDED.
  if (used.kind === "used-up") throw new SocketFailure(429, "Limit Exceeded");
}
