// Response headers policies: which headers answers to viewers get and lose. AWS: "Add or remove HTTP headers in CloudFront responses with a policy".

import type { ResponseHeadersPolicyConfig } from "@aws-sdk/client-cloudfront";
import { fault, invalidArgument } from "../errors.ts";
import { checkQuantities, itemsOf } from "../config/quantities.ts";
import { distributionsUsing } from "../config/users.ts";
import { RESPONSE_HEADERS_POLICIES } from "../managed/response-headers-policies.ts";
import { isManaged, type Family } from "./family.ts";
import { checkComment, checkName, idOfPolicy, timeOf } from "./policies.ts";

// LIMIT: AWS: "Quotas on policies".
const MOST_CUSTOM_HEADERS = 10;
const MOST_REMOVED_HEADERS = 10;
const MOST_CSP_CHARACTERS = 1783;

/** The family of response headers policies. */
export const responseHeadersPolicies: Family<ResponseHeadersPolicyConfig> = {
  kind: "response-headers-policy",
  one: "ResponseHeadersPolicy",
  many: "ResponseHeadersPolicies",
  most: 20,
  errors: {
    missing: "NoSuchResponseHeadersPolicy",
    exists: "ResponseHeadersPolicyAlreadyExists",
    inUse: "ResponseHeadersPolicyInUse",
    tooMany: "TooManyResponseHeadersPolicies",
  },
  managed: RESPONSE_HEADERS_POLICIES,
  newId: idOfPolicy,
  complete,
  sameAs: (one, other) => one.Name === other.Name,
  isUsed: (id, tx, account) => distributionsUsing(tx, account, "response-headers-policy", id).length > 0,
  shown: ({ id, config, updatedAtMs }) => ({
    Id: id,
    LastModifiedTime: timeOf(updatedAtMs),
    ResponseHeadersPolicyConfig: config,
  }),
  listed: (thing) => ({
    Type: isManaged(responseHeadersPolicies, thing.id) ? "managed" : "custom",
    ResponseHeadersPolicy: responseHeadersPolicies.shown(thing),
  }),
};

const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
// AWS: "Custom headers" and "Remove headers": those that no policy can touch.
const FORBIDDEN =
  /^(connection|content-encoding|content-length|expect|host|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|via|warning|x-amz-cf-.*|x-amzn-.*|x-cache|x-edge-.*|x-real-ip)$/i;

function complete(config: ResponseHeadersPolicyConfig): ResponseHeadersPolicyConfig {
  checkQuantities(config);
  const { Name, Comment = "", CorsConfig, SecurityHeadersConfig, ServerTimingHeadersConfig } = config;
  checkName(Name);
  checkComment(Comment);
  const custom = itemsOf(config.CustomHeadersConfig);
  const removed = itemsOf(config.RemoveHeadersConfig);
  if (custom.length > MOST_CUSTOM_HEADERS) throw fault("TooManyCustomHeadersInResponseHeadersPolicy");
  if (removed.length > MOST_REMOVED_HEADERS) throw fault("TooManyRemoveHeadersInResponseHeadersPolicy");
  for (const { Header = "", Value = "" } of custom)
    if (!NAME.test(Header) || FORBIDDEN.test(Header) || hasLineBreak(Value))
      throw invalidArgument("The parameter CustomHeadersConfig contains a header that is not allowed.");
  for (const { Header = "" } of removed)
    if (!NAME.test(Header) || FORBIDDEN.test(Header))
      throw invalidArgument("The parameter RemoveHeadersConfig contains a header that is not allowed.");
  const csp = SecurityHeadersConfig?.ContentSecurityPolicy?.ContentSecurityPolicy ?? "";
  if (csp.length > MOST_CSP_CHARACTERS) throw fault("TooLongCSPInResponseHeadersPolicy");
  if (hasLineBreak(csp)) throw invalidArgument("The parameter ContentSecurityPolicy is invalid.");
  const { XSSProtection: xss } = SecurityHeadersConfig ?? {};
  if (xss?.ReportUri !== undefined && xss.ReportUri !== "" && xss.ModeBlock === true)
    throw invalidArgument("The parameter XSSProtection cannot have both ModeBlock and ReportUri.");
  if (hasLineBreak(xss?.ReportUri ?? "")) throw invalidArgument("The parameter ReportUri is invalid.");
  const origins = itemsOf(CorsConfig?.AccessControlAllowOrigins);
  const methods = itemsOf(CorsConfig?.AccessControlAllowMethods);
  const allowed = itemsOf(CorsConfig?.AccessControlAllowHeaders);
  if (CorsConfig !== undefined && (origins.length === 0 || methods.length === 0 || allowed.length === 0))
    throw invalidArgument("The parameter CorsConfig requires origins, methods and headers.");
  // AWS: with credentials, none of the lists can be "*".
  if (CorsConfig?.AccessControlAllowCredentials === true) {
    const exposed = itemsOf(CorsConfig.AccessControlExposeHeaders);
    if ([...origins, ...allowed, ...exposed].includes("*") || methods.includes("ALL"))
      throw invalidArgument("The parameter AccessControlAllowCredentials cannot be true with a wildcard.");
  }
  return {
    Name,
    Comment,
    ...(CorsConfig !== undefined && { CorsConfig }),
    ...(SecurityHeadersConfig !== undefined && { SecurityHeadersConfig }),
    ...(ServerTimingHeadersConfig !== undefined && { ServerTimingHeadersConfig }),
    ...(config.CustomHeadersConfig !== undefined && { CustomHeadersConfig: config.CustomHeadersConfig }),
    ...(config.RemoveHeadersConfig !== undefined && { RemoveHeadersConfig: config.RemoveHeadersConfig }),
  };
}

function hasLineBreak(text: string): boolean {
  return /[\r\n\0]/.test(text);
}
