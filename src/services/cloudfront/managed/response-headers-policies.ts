// AWS: "Use managed response headers policies" (CloudFront developer guide): their ids and settings.

import type {
  ResponseHeadersPolicyConfig,
  ResponseHeadersPolicyCorsConfig,
  ResponseHeadersPolicySecurityHeadersConfig,
} from "@aws-sdk/client-cloudfront";
import { managed } from "./managed.ts";

const SECURITY: ResponseHeadersPolicySecurityHeadersConfig = {
  XSSProtection: { Override: false, Protection: true, ModeBlock: true },
  FrameOptions: { Override: false, FrameOption: "SAMEORIGIN" },
  ReferrerPolicy: { Override: false, ReferrerPolicy: "strict-origin-when-cross-origin" },
  ContentTypeOptions: { Override: true },
  StrictTransportSecurity: { Override: false, AccessControlMaxAgeSec: 31_536_000 },
};
const SIMPLE: ResponseHeadersPolicyCorsConfig = {
  AccessControlAllowOrigins: { Quantity: 1, Items: ["*"] },
  AccessControlAllowHeaders: { Quantity: 1, Items: ["*"] },
  AccessControlAllowMethods: { Quantity: 2, Items: ["GET", "HEAD"] },
  AccessControlAllowCredentials: false,
  OriginOverride: false,
};
const PREFLIGHT: ResponseHeadersPolicyCorsConfig = {
  ...SIMPLE,
  AccessControlAllowMethods: { Quantity: 7, Items: ["GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", "OPTIONS"] },
  AccessControlExposeHeaders: { Quantity: 1, Items: ["*"] },
};

/** The managed response headers policies. */
export const RESPONSE_HEADERS_POLICIES = [
  managed("67f7725c-6f97-4210-82d7-5512b31e9d03", policy("Managed-SecurityHeadersPolicy", undefined, SECURITY)),
  managed("60669652-455b-4ae9-85a4-c4c02393f86c", policy("Managed-SimpleCORS", SIMPLE)),
  managed("5cc3b908-e619-4b99-88e5-2cf7f45965bd", policy("Managed-CORS-With-Preflight", PREFLIGHT)),
  managed("e61eb60c-9c35-4d20-a928-2b84e02af89c", policy("Managed-CORS-and-SecurityHeadersPolicy", SIMPLE, SECURITY)),
  managed(
    "eaab4381-ed33-4a86-88ca-d9558dc6cd63",
    policy("Managed-CORS-with-preflight-and-SecurityHeadersPolicy", PREFLIGHT, SECURITY),
  ),
];

function policy(
  Name: string,
  CorsConfig?: ResponseHeadersPolicyCorsConfig,
  SecurityHeadersConfig?: ResponseHeadersPolicySecurityHeadersConfig,
): ResponseHeadersPolicyConfig {
  return {
    Name,
    Comment: "",
    ...(CorsConfig !== undefined && { CorsConfig }),
    ...(SecurityHeadersConfig !== undefined && { SecurityHeadersConfig }),
  };
}
