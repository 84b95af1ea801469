// What a route leads to: a function, an address, or an AWS service; with the integration's parameters on both ways.

import type { HttpResponse } from "../../../../wire/wire.ts";
import type { IntegrationRecord } from "../../records.ts";
import type { Call } from "./call.ts";
import { internalError, unavailable } from "./failure.ts";
import { callAddress } from "./integrations/address.ts";
import { callService } from "./integrations/aws-service.ts";
import { invokeFunction } from "./integrations/function.ts";
import { mapRequest, mapResponse, type OutgoingRequest } from "./parameter-mapping.ts";

/** Asks a backend; gives what it answered. */
export type Backend = (call: Call, integration: IntegrationRecord, request: OutgoingRequest) => Promise<HttpResponse>;

/** The answer of the route's integration. */
export async function integrate(call: Call): Promise<HttpResponse> {
  const { yard, target, route, facts } = call;
  const integration = target.served.integrations.find(({ integrationId }) => integrationId === route.integrationId);
  if (integration === undefined) throw internalError("API_CONFIGURATION_ERROR", "The route has no integration");
  const timeout = new AbortController();
  const startedAtMs = yard.clock.nowMs();
  try {
    const asked = backendOf(integration)(call, integration, mapRequest(call, integration));
    const answer = await Promise.race([asked, yard.clock.wait(integration.timeoutMs, timeout.signal)]);
    // AWS: "Service Unavailable" when the integration takes longer than its limit.
    if (answer === undefined) throw unavailable("INTEGRATION_TIMEOUT", "Endpoint request timed out");
    facts.integration.status ??= answer.status;
    if (integration.responseParameters === undefined) return answer;
    return mapResponse(call, integration, answer, { headers: { ...answer.headers }, body: bytesOf(answer) });
  } finally {
    timeout.abort();
    facts.integration.latencyMs = yard.clock.nowMs() - startedAtMs;
  }
}

function backendOf({ type, subtype }: IntegrationRecord): Backend {
  if (type === "HTTP_PROXY") return callAddress;
  return subtype === undefined ? invokeFunction : callService;
}

function bytesOf({ body }: HttpResponse): Uint8Array {
  return typeof body === "string" ? Buffer.from(body) : body instanceof Uint8Array ? body : new Uint8Array();
}
