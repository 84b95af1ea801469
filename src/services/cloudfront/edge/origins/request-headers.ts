// The headers that origins get. AWS: "HTTP request headers and CloudFront behavior (custom and Amazon S3 origins)".

import { itemsOf } from "../../config/quantities.ts";
import { cookiesOf, queryOf, type ViewerRequest } from "../messages.ts";
import type { Settings } from "../settings.ts";
import { viewerHeaders } from "../viewer-headers.ts";
import { isOfConnection, type OriginCall } from "./origin.ts";

/** AWS: what the table says is removed from requests, or replaced, unless the behaviour chooses it. */
const NOT_FORWARDED = new Set([
  "accept",
  "accept-charset",
  "accept-encoding",
  "accept-language",
  "authorization",
  "cookie",
  "expect",
  "host",
  "if-match",
  "if-modified-since",
  "if-none-match",
  "if-range",
  "if-unmodified-since",
  "origin",
  "range",
  "referer",
  "user-agent",
  "via",
  "x-forwarded-for",
  "x-forwarded-proto",
  "x-real-ip",
]);

/** All headers but Host, which the origin's kind decides; a custom header of the origin wins over the viewer's. */
export function originHeaders(call: OriginCall): Record<string, string> {
  const { request, settings, distribution, origin, encodings, conditions } = call;
  const { forwarded, isLegacy } = settings;
  const hasBody = request.body.length > 0;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (isOfConnection(name) || name.startsWith("x-edge-") || name.startsWith("x-amz-cf-")) continue;
    if (name === "host" || name === "content-length" || name === "cookie" || name.startsWith("cloudfront-")) continue;
    const isChosen = forwarded.headers(name);
    // AWS: with the legacy settings, headers that the table does not name go to the origin.
    if (isChosen || (isLegacy && !NOT_FORWARDED.has(name)) || (hasBody && name === "content-type"))
      headers[name] = value;
  }
  // AWS: "Authorization": with POST and the like it is forwarded; with GET and HEAD only where it is in the cache key or chosen.
  const { authorization } = request.headers;
  if (authorization !== undefined && isLegacy && !["GET", "HEAD", "OPTIONS"].includes(request.method))
    headers["authorization"] = authorization;
  for (const [name, value] of Object.entries(viewerHeaders(request)))
    if (forwarded.headers(name)) headers[name.toLowerCase()] = value;
  const cookie = forwardedCookies(request, settings);
  if (cookie !== "") headers["cookie"] = cookie;
  if (encodings !== "" && !forwarded.headers("accept-encoding")) headers["accept-encoding"] = encodings;
  headers["user-agent"] ??= "Amazon CloudFront";
  headers["via"] = `1.1 ${distribution.label}.cloudfront.net (CloudFront)`;
  headers["x-amz-cf-id"] = request.requestId;
  headers["x-forwarded-for"] = [request.headers["x-forwarded-for"], request.sourceIp].filter(Boolean).join(", ");
  const { range } = request.headers;
  if (range !== undefined && request.method === "GET") headers["range"] = range;
  for (const name of ["if-match", "if-modified-since", "if-none-match", "if-range", "if-unmodified-since"])
    delete headers[name];
  Object.assign(headers, conditions);
  for (const { HeaderName = "", HeaderValue = "" } of itemsOf(origin.CustomHeaders))
    headers[HeaderName.toLowerCase()] = HeaderValue;
  return headers;
}

/** AWS: signed cookies are CloudFront's own, and are not the origin's business. */
function forwardedCookies(request: ViewerRequest, { forwarded }: Settings): string {
  return cookiesOf(request.headers)
    .filter(
      ([name]) =>
        forwarded.cookies(name) && !/^CloudFront-(Policy|Signature|Key-Pair-Id|Expires|Hash-Algorithm)$/.test(name),
    )
    .map(([name, value]) => `${name}=${value}`)
    .join("; ");
}

/** The query that the origin gets, with the "?" in front. */
export function forwardedQuery({ request, settings }: Pick<OriginCall, "request" | "settings">): string {
  const chosen = queryOf(request.rawQuery).filter(({ name }) => settings.forwarded.queries(name));
  return chosen.length === 0 ? "" : `?${chosen.map(({ text }) => text).join("&")}`;
}
