// Cross-origin rules of a bucket behind a distribution. They belong to the bucket, and S3 applies them to any request with an Origin, also to one that
// it refuses; so an unsigned request to the yard itself says what a viewer's page may do. AWS: "Cross-origin resource sharing (CORS)" with S3 origins:
// the behaviour has to forward Origin.

import { sendOutbound } from "../../../../service/outbound-http.ts";
import type { OriginAnswer, OriginCall } from "./origin.ts";

const ASKED = ["origin", "access-control-request-headers", "access-control-request-method"];

/** The answer to a preflight, or, of any other request, the headers that its answer gets. */
export async function corsOfBucket(
  { yard, request }: Pick<OriginCall, "request" | "yard">,
  bucket: string,
  headers: Readonly<Record<string, string>>,
): Promise<OriginAnswer> {
  const isPreflight = request.method === "OPTIONS";
  if (headers["origin"] === undefined && !isPreflight)
    return { status: 200, headers: {}, cookies: [], body: new Uint8Array() };
  const asked = Object.fromEntries(
    ASKED.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])),
  );
  const { port } = new URL(yard.address);
  const result = await sendOutbound(yard, {
    method: isPreflight ? "OPTIONS" : request.method === "GET" ? "GET" : "HEAD",
    // A name that no object has: only the rules are asked for.
    url: `http://localhost:${port}/${bucket}/.cloudfront-cors`,
    headers: { ...asked, host: `s3.localhost:${port}` },
    body: "",
    timeoutMs: 5000,
  });
  if (result.kind === "no-answer")
    return { status: 502, headers: {}, cookies: [], body: new Uint8Array(), failure: result.reason };
  const kept = Object.entries(result.headers).flatMap(([name, value]) =>
    (name.startsWith("access-control-") || name === "vary") && value !== undefined ? [[name, String(value)]] : [],
  );
  return {
    status: result.status,
    headers: { ...(Object.fromEntries(kept) as Record<string, string>), ...(isPreflight && { "content-length": "0" }) },
    cookies: [],
    body: isPreflight && result.status >= 400 ? result.body : new Uint8Array(),
  };
}
