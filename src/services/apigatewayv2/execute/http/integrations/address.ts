// Addresses as integrations: HTTP_PROXY. The address is a customer's, so requests leave through the one room that knows what they may
// not reach. AWS: "Create HTTP proxy integrations for HTTP APIs in API Gateway".

import { own, withStageVariables } from "../../../../../service/api-front/variables.ts";
import { sendOutbound } from "../../../../../service/outbound-http.ts";
import type { HttpResponse } from "../../../../../wire/wire.ts";
import type { IntegrationRecord } from "../../../records.ts";
import type { Call } from "../call.ts";
import { Failure, internalError, unavailable } from "../failure.ts";
import type { OutgoingRequest } from "../parameter-mapping.ts";

/** LIMIT: AWS: payloads of 10 MB, both ways. */
const MOST_ANSWER_BYTES = 10 * 1024 * 1024;

/** Sends the request on, and gives what came back. */
export async function callAddress(
  call: Call,
  integration: IntegrationRecord,
  request: OutgoingRequest,
): Promise<HttpResponse> {
  const url = urlOf(call, integration, request);
  if (url === undefined) throw internalError("API_CONFIGURATION_ERROR", `Invalid integration URI: ${integration.uri}`);
  const { method } = integration;
  const result = await sendOutbound(call.yard, {
    method: method === undefined || method === "ANY" ? request.method : method,
    url,
    headers: headersOf(call, request),
    body: request.body,
    // The walk has its own time-out, on the yard's clock: this one only ends the socket.
    timeoutMs: integration.timeoutMs + 1000,
    mostAnswerBytes: MOST_ANSWER_BYTES,
  });
  if (result.kind === "no-answer") throw unavailable("INTEGRATION_FAILURE", result.reason);
  const { integration: facts } = call.facts;
  facts.status = result.status;
  const headers: Record<string, string> = {};
  let cookies: readonly string[] = [];
  for (const [name, value] of Object.entries(result.headers)) {
    if (value === undefined || OF_THE_CONNECTION.has(name)) continue;
    if (name === "set-cookie") cookies = typeof value === "string" ? [value] : value;
    else headers[name] = typeof value === "string" ? value : value.join(",");
  }
  if (headers["x-amzn-requestid"] !== undefined) facts.requestId = headers["x-amzn-requestid"];
  return { status: result.status, headers, cookies, body: result.body };
}

/** The address with path parameters and stage variables in their places, and the request's query. */
function urlOf(call: Call, { uri = "" }: IntegrationRecord, { path, query }: OutgoingRequest): string | undefined {
  const filled = withStageVariables(uri, call.target.stage.variables).replaceAll(
    /\{([a-zA-Z0-9._:-]+)\+?\}/g,
    (_all, name: string) =>
      requireInside(own(call.pathParameters, name) ?? "")
        .split("/")
        .map(encodeURIComponent)
        .join("/"),
  );
  if (!URL.canParse(filled)) return undefined;
  const url = new URL(filled);
  if (path !== undefined) url.pathname = requireInside(path);
  for (const [name, value] of query) url.searchParams.append(name, value);
  return url.href;
}

/**
 * Refuses a path with parts that lead out of where it is put: clients could reach what the API's owner has not opened.
 * DEVIATION: AWS's front removes such parts before.
 */
function requireInside(path: string): string {
  if (/(?:^|[/\\])(?:\.|%2e){1,2}(?:[/\\]|$)/i.test(path))
    throw new Failure("BAD_REQUEST_PARAMETERS", 400, "Bad Request", {
      detail: "The path leads out of the integration's",
    });
  return path;
}

/** Those of our connection to the client are not those of our connection to the backend. */
function headersOf({ request }: Call, { headers }: OutgoingRequest): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => !OF_THE_CONNECTION.has(name));
  // AWS: HTTP APIs tell backends of the client by the standard header.
  const forwarded = `by=127.0.0.1;for=${request.sourceIp};host=${request.headers["host"] ?? request.host};proto=http`;
  return {
    ...Object.fromEntries(kept),
    forwarded: headers["forwarded"] === undefined ? forwarded : `${headers["forwarded"]}, ${forwarded}`,
    via: "HTTP/1.1 AmazonAPIGateway",
  };
}

const OF_THE_CONNECTION = new Set([
  "host",
  "connection",
  "content-length",
  "expect",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);
