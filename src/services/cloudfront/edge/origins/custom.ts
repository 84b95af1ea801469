// Custom origins: servers anywhere, and the APIs, function URLs and websites of this yard. The address is a customer's, so requests leave through
// the one room that knows what they may not reach.

import { openOutbound } from "../../../../service/outbound-http.ts";
import { safePath } from "../paths.ts";
import { localHost } from "./addresses.ts";
import { isOfConnection, type OriginAnswer, type OriginCall } from "./origin.ts";
import { forwardedQuery, originHeaders } from "./request-headers.ts";

/** Asks the origin. An origin that does not answer is 502 or 504, as CloudFront says it. */
export async function askCustom(call: OriginCall): Promise<OriginAnswer> {
  const { yard, origin, request, settings } = call;
  const custom = origin.CustomOriginConfig;
  const { base, host } = baseOf(call);
  const headers = originHeaders(call);
  // AWS: "Host": the origin's domain name, unless the behaviour forwards the viewer's.
  headers["host"] = settings.forwarded.headers("host") ? request.host : host;
  const readSeconds = custom?.OriginReadTimeout ?? 30;
  const result = await openOutbound(yard, {
    method: request.method,
    url: `${base}${origin.OriginPath ?? ""}${safePath(request.path)}${forwardedQuery(call)}`,
    headers,
    body: request.method === "GET" || request.method === "HEAD" ? "" : request.body,
    timeoutMs: ((origin.ConnectionTimeout ?? 10) + readSeconds) * 1000,
  });
  if (result.kind === "no-answer") {
    const isLate = result.reason.startsWith("No answer within");
    return failed(isLate ? 504 : 502, result.reason);
  }
  const kept: Record<string, string> = {};
  const cookies: string[] = [];
  for (const [name, value] of Object.entries(result.headers)) {
    if (value === undefined || isOfConnection(name)) continue;
    if (name === "set-cookie") cookies.push(...[value].flat());
    else kept[name] = [value].flat().join(", ");
  }
  return { status: result.status, headers: kept, cookies, body: result.body };
}

function failed(status: number, failure: string): OriginAnswer {
  return { status, headers: {}, cookies: [], body: new Uint8Array(), failure };
}

/** Where the origin is, and as what it is called. */
function baseOf({ yard, origin, request }: OriginCall): { readonly base: string; readonly host: string } {
  const domain = origin.DomainName ?? "";
  const custom = origin.CustomOriginConfig;
  const own = localHost(domain);
  if (own !== undefined) {
    // A name of this yard: there is one port, and no TLS, whatever the origin's settings say.
    const { port } = new URL(yard.address);
    return { base: `http://${own}:${port}`, host: `${own}:${port}` };
  }
  if (/\.localhost:\d+$/.test(domain)) return { base: `http://${domain}`, host: domain };
  const policy = custom?.OriginProtocolPolicy;
  const isSecure =
    policy === "https-only" || (policy === "match-viewer" && request.scheme === "https" && !isLoopback(domain));
  const port = isSecure ? (custom?.HTTPSPort ?? 443) : (custom?.HTTPPort ?? 80);
  const isUsual = port === (isSecure ? 443 : 80);
  return { base: `${isSecure ? "https" : "http"}://${domain}:${port}`, host: isUsual ? domain : `${domain}:${port}` };
}

/** DEVIATION: a viewer's request counts as HTTPS here (../door.ts); a server of this machine that is to match it speaks plain HTTP. */
function isLoopback(domain: string): boolean {
  return domain === "localhost" || domain.endsWith(".localhost");
}
