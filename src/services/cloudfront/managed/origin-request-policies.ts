// AWS: "Use managed origin request policies" (CloudFront developer guide): their ids and settings.

import type { OriginRequestPolicyConfig } from "@aws-sdk/client-cloudfront";
import { listOf } from "../config/quantities.ts";
import { managed } from "./managed.ts";

type HeaderBehavior = NonNullable<OriginRequestPolicyConfig["HeadersConfig"]>["HeaderBehavior"];

const CLOUDFRONT_HEADERS = [
  "Forwarded-Proto",
  "Is-Android-Viewer",
  "Is-Desktop-Viewer",
  "Is-IOS-Viewer",
  "Is-Mobile-Viewer",
  "Is-SmartTV-Viewer",
  "Is-Tablet-Viewer",
  "Viewer-Address",
  "Viewer-ASN",
  "Viewer-City",
  "Viewer-Country",
  "Viewer-Country-Name",
  "Viewer-Country-Region",
  "Viewer-Country-Region-Name",
  "Viewer-Http-Version",
  "Viewer-Latitude",
  "Viewer-Longitude",
  "Viewer-Metro-Code",
  "Viewer-Postal-Code",
  "Viewer-Time-Zone",
  "Viewer-TLS",
].map((name) => `CloudFront-${name}`);
const PREFLIGHT = ["origin", "access-control-request-headers", "access-control-request-method"];

/** The managed origin request policies. */
export const ORIGIN_REQUEST_POLICIES = [
  managed("216adef6-5c7f-47e4-b989-5492eafa07d3", policy("Managed-AllViewer", "allViewer", [], "all", "all")),
  managed(
    "33f36d7e-f396-46d9-90e0-52428a34d9dc",
    policy(
      "Managed-AllViewerAndCloudFrontHeaders-2022-06",
      "allViewerAndWhitelistCloudFront",
      CLOUDFRONT_HEADERS,
      "all",
      "all",
    ),
  ),
  managed(
    "b689b0a8-53d0-40ab-baf2-68738e2966ac",
    policy("Managed-AllViewerExceptHostHeader", "allExcept", ["host"], "all", "all"),
  ),
  managed(
    "59781a5b-3903-41f3-afcb-af62929ccde1",
    policy("Managed-CORS-CustomOrigin", "whitelist", ["origin"], "none", "none"),
  ),
  managed(
    "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf",
    policy("Managed-CORS-S3Origin", "whitelist", PREFLIGHT, "none", "none"),
  ),
  managed(
    "775133bc-15f2-49f9-abea-afb2e0bf67d2",
    policy(
      "Managed-Elemental-MediaTailor-PersonalizedManifests",
      "whitelist",
      [...PREFLIGHT, "user-agent", "x-forwarded-for"],
      "none",
      "all",
    ),
  ),
  managed(
    "bf0718e1-ba1e-49d1-88b1-f726733018ae",
    policy("Managed-HostHeaderOnly", "whitelist", ["host"], "none", "none"),
  ),
  managed(
    "acba4595-bd28-49b8-b9fe-13317c0390fa",
    policy("Managed-UserAgentRefererHeaders", "whitelist", ["user-agent", "referer"], "none", "none"),
  ),
];

function policy(
  Name: string,
  HeaderBehavior: HeaderBehavior,
  headers: readonly string[],
  cookies: "none" | "all",
  queries: "none" | "all",
): OriginRequestPolicyConfig {
  return {
    Name,
    Comment: "",
    HeadersConfig: { HeaderBehavior, ...(headers.length > 0 && { Headers: listOf(headers) }) },
    CookiesConfig: { CookieBehavior: cookies },
    QueryStringsConfig: { QueryStringBehavior: queries },
  };
}
