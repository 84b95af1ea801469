// What a response headers policy makes of an answer. AWS: "Understand response headers policies". Pure.

import type {
  ResponseHeadersPolicyConfig,
  ResponseHeadersPolicyCorsConfig,
  ResponseHeadersPolicySecurityHeadersConfig,
} from "@aws-sdk/client-cloudfront";
import { itemsOf } from "../config/quantities.ts";
import type { ViewerRequest } from "./messages.ts";
import { matchesWildcards } from "./paths.ts";

type Headers = Readonly<Record<string, string>>;
type Addition = readonly [name: string, value: string, isOverriding: boolean];

/** The headers of the answer with the policy applied: first what is removed, then what is added. */
export function withPolicy(
  headers: Headers,
  policy: ResponseHeadersPolicyConfig | undefined,
  request: Pick<ViewerRequest, "headers" | "method">,
  timing: string,
): Headers {
  if (policy === undefined) return headers;
  const removed = new Set(itemsOf(policy.RemoveHeadersConfig).map(({ Header = "" }) => Header.toLowerCase()));
  const result: Record<string, string> = Object.fromEntries(
    Object.entries(headers).filter(([name]) => !removed.has(name)),
  );
  const custom = itemsOf(policy.CustomHeadersConfig).map(({ Header = "", Value = "", Override = false }): Addition => [
    Header.toLowerCase(),
    Value,
    Override,
  ]);
  applyCors(result, policy.CorsConfig, request);
  for (const [name, value, isOverriding] of [...securityHeaders(policy.SecurityHeadersConfig), ...custom])
    if (isOverriding || result[name] === undefined) result[name] = value;
  const { Enabled, SamplingRate = 0 } = policy.ServerTimingHeadersConfig ?? {};
  // DEVIATION: every request is sampled, or none: a header that comes by chance is no use on one machine.
  if (Enabled === true && SamplingRate > 0) result["server-timing"] = timing;
  return result;
}

/** AWS: "CORS headers": only for requests with an Origin, and only where the origin has sent none, unless the policy overrides. */
function applyCors(
  result: Record<string, string>,
  cors: ResponseHeadersPolicyCorsConfig | undefined,
  request: Pick<ViewerRequest, "headers" | "method">,
): void {
  const { origin } = request.headers;
  if (cors === undefined || origin === undefined) return;
  const isFromOrigin = Object.keys(result).some((name) => name.startsWith("access-control-"));
  if (isFromOrigin && cors.OriginOverride !== true) return;
  if (isFromOrigin) for (const name of Object.keys(result)) if (name.startsWith("access-control-")) delete result[name];
  const origins = itemsOf(cors.AccessControlAllowOrigins);
  const isAllowed = origins.some((pattern) => pattern === "*" || isOrigin(pattern, origin));
  if (!isAllowed) return;
  const isEveryone = origins.includes("*");
  result["access-control-allow-origin"] = isEveryone ? "*" : origin;
  if (!isEveryone) result["vary"] = [result["vary"], "Origin"].filter(Boolean).join(", ");
  if (cors.AccessControlAllowCredentials === true) result["access-control-allow-credentials"] = "true";
  const exposed = itemsOf(cors.AccessControlExposeHeaders);
  if (exposed.length > 0) result["access-control-expose-headers"] = exposed.join(", ");
  if (request.method !== "OPTIONS") return;
  const methods = itemsOf(cors.AccessControlAllowMethods);
  result["access-control-allow-methods"] = methods.includes("ALL")
    ? "GET, HEAD, PUT, POST, PATCH, DELETE, OPTIONS"
    : methods.join(", ");
  result["access-control-allow-headers"] = itemsOf(cors.AccessControlAllowHeaders).join(", ");
  if (cors.AccessControlMaxAgeSec !== undefined) result["access-control-max-age"] = String(cors.AccessControlMaxAgeSec);
}

/** AWS: "AccessControlAllowOrigins": with or without a scheme, "*" for a label. */
function isOrigin(pattern: string, origin: string): boolean {
  const wanted = pattern.includes("://") ? origin : origin.replace(/^[a-z]+:\/\//, "");
  return matchesWildcards(pattern, wanted);
}

function securityHeaders(config: ResponseHeadersPolicySecurityHeadersConfig | undefined): readonly Addition[] {
  if (config === undefined) return [];
  const { ContentSecurityPolicy: csp, ContentTypeOptions: type, FrameOptions: frame } = config;
  const { ReferrerPolicy: referrer, StrictTransportSecurity: hsts, XSSProtection: xss } = config;
  const found: Addition[] = [];
  if (csp !== undefined)
    found.push(["content-security-policy", csp.ContentSecurityPolicy ?? "", csp.Override === true]);
  if (type !== undefined) found.push(["x-content-type-options", "nosniff", type.Override === true]);
  if (frame !== undefined) found.push(["x-frame-options", frame.FrameOption ?? "DENY", frame.Override === true]);
  if (referrer !== undefined)
    found.push(["referrer-policy", referrer.ReferrerPolicy ?? "", referrer.Override === true]);
  if (hsts !== undefined) {
    const parts = [`max-age=${hsts.AccessControlMaxAgeSec ?? 0}`];
    if (hsts.IncludeSubdomains === true) parts.push("includeSubDomains");
    if (hsts.Preload === true) parts.push("preload");
    found.push(["strict-transport-security", parts.join("; "), hsts.Override === true]);
  }
  if (xss !== undefined) {
    const parts = [xss.Protection === true ? "1" : "0"];
    if (xss.ModeBlock === true) parts.push("mode=block");
    if (xss.ReportUri !== undefined && xss.ReportUri !== "") parts.push(`report=${xss.ReportUri}`);
    found.push(["x-xss-protection", parts.join("; "), xss.Override === true]);
  }
  return found;
}
