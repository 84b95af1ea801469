// HTTP endpoints as integrations. The address is a customer's, so requests leave through the one room that knows what they may not reach.
// AWS: "HTTP integrations for REST APIs in API Gateway".

import { sendOutbound } from "../../../../service/outbound-http.ts";
import { loadThing } from "../../repo.ts";
import type { Call, Pair } from "../call.ts";
import { MOST_PAYLOAD_BYTES } from "../decompress.ts";
import { misconfigured, unreachable } from "../failure.ts";
import type { IntegrationAnswer, IntegrationRequest } from "./integration.ts";

/** Sends the request, and gives what came back. */
export async function callHttp(call: Call, request: IntegrationRequest, timeoutMs: number): Promise<IntegrationAnswer> {
  const url = urlOf(request);
  if (url === undefined) throw misconfigured("Invalid endpoint address");
  const result = await sendOutbound(call.yard, {
    method: request.method,
    url,
    headers: headersOf(request.headers),
    body: hasBody(request) ? request.body : "",
    // The walk has its own time-out, on the yard's clock, which says why: this one only ends the socket.
    timeoutMs: timeoutMs + 1000,
    // One more than there may be: so it is known that it was more.
    mostAnswerBytes: MOST_PAYLOAD_BYTES + 1,
    secure: {
      ...certificateOf(call),
      // AWS: "tlsConfig": "insecureSkipVerification".
      acceptsAnyCertificate: call.method.methodIntegration?.tlsConfig?.insecureSkipVerification === true,
    },
  });
  if (result.kind === "no-answer") throw unreachable(result.reason);
  call.facts.integration.status = result.status;
  const headers = Object.entries(result.headers).flatMap(([name, value]): Pair[] =>
    value === undefined ? [] : typeof value === "string" ? [[name, value]] : value.map((each): Pair => [name, each]),
  );
  return { status: result.status, headers, body: result.body };
}

/** AWS: "Generate and configure an SSL certificate for backend authentication": the stage's, with which API Gateway shows who it is. */
function certificateOf({ yard, scope, target }: Call): {
  readonly certificate?: { readonly certificate: string; readonly privateKey: string };
} {
  const { clientCertificateId: id } = target.stage;
  const found = id === undefined ? undefined : yard.store.read((tx) => loadThing(tx, scope, "clientCertificate", id));
  if (found === undefined) return {};
  return { certificate: { certificate: found.pemEncodedCertificate, privateKey: found.privateKeyPem } };
}

function hasBody({ method, body }: IntegrationRequest): boolean {
  return body.length > 0 && method !== "GET" && method !== "HEAD";
}

function urlOf({ uri, query }: IntegrationRequest): string | undefined {
  if (!URL.canParse(uri)) return undefined;
  const url = new URL(uri);
  for (const [name, value] of query) url.searchParams.append(name, value);
  return url.href;
}

/** Those of our connection to the client are not those of our connection to the backend. */
function headersOf(headers: readonly Pair[]): Record<string, string> {
  const kept = new Map<string, string>();
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    if (OF_THE_CONNECTION.has(lower)) continue;
    kept.set(lower, kept.has(lower) ? `${kept.get(lower)},${value}` : value);
  }
  return Object.fromEntries(kept);
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
