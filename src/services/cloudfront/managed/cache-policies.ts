// AWS: "Use managed cache policies" (CloudFront developer guide): their ids and settings.

import type { CachePolicyConfig, ParametersInCacheKeyAndForwardedToOrigin } from "@aws-sdk/client-cloudfront";
import { listOf } from "../config/quantities.ts";
import { managed } from "./managed.ts";

interface Key {
  readonly compresses?: readonly ("gzip" | "br")[];
  readonly headers?: readonly string[];
  readonly cookies?: "all";
  readonly queries?: "all" | readonly string[];
}

const BOTH = ["gzip", "br"] as const;
const OVERRIDES = ["host", "origin", "x-http-method-override", "x-http-method", "x-method-override"];

/** The managed cache policies. */
export const CACHE_POLICIES = [
  managed(
    "2e54312d-136d-493c-8eb9-b001f22f67d2",
    policy("Managed-Amplify", [2, 2, 600], {
      compresses: BOTH,
      headers: ["Authorization", "CloudFront-Viewer-Country", "Host"],
      cookies: "all",
      queries: "all",
    }),
  ),
  managed("4135ea2d-6df8-44a3-9df3-4b5a84be39ad", policy("Managed-CachingDisabled", [0, 0, 0], {})),
  managed(
    "658327ea-f89d-4fab-a63d-7e88639e58f6",
    policy("Managed-CachingOptimized", [1, 86_400, 31_536_000], { compresses: BOTH }),
  ),
  managed(
    "b2884449-e4de-46a7-ac36-70bc7f1ddd6d",
    policy("Managed-CachingOptimizedForUncompressedObjects", [1, 86_400, 31_536_000], {}),
  ),
  managed(
    "08627262-05a9-4f76-9ded-b50ca2e3a84f",
    policy("Managed-Elemental-MediaPackage", [0, 86_400, 31_536_000], {
      compresses: ["gzip"],
      headers: ["origin"],
      queries: ["aws.manifestfilter", "start", "end", "m"],
    }),
  ),
  managed(
    "83da9c7e-98b4-4e11-a168-04f0df8e2c65",
    policy("UseOriginCacheControlHeaders", [0, 0, 31_536_000], {
      compresses: BOTH,
      headers: OVERRIDES,
      cookies: "all",
    }),
  ),
  managed(
    "4cc15a8a-d715-48a4-82b8-cc0b614638fe",
    policy("UseOriginCacheControlHeaders-QueryStrings", [0, 0, 31_536_000], {
      compresses: BOTH,
      headers: OVERRIDES,
      cookies: "all",
      queries: "all",
    }),
  ),
];

function policy(
  Name: string,
  [MinTTL, DefaultTTL, MaxTTL]: readonly [number, number, number],
  key: Key,
): CachePolicyConfig {
  return { Name, Comment: "", MinTTL, DefaultTTL, MaxTTL, ParametersInCacheKeyAndForwardedToOrigin: parameters(key) };
}

function parameters({
  compresses = [],
  headers = [],
  cookies,
  queries,
}: Key): ParametersInCacheKeyAndForwardedToOrigin {
  const isListed = queries !== undefined && queries !== "all";
  return {
    EnableAcceptEncodingGzip: compresses.includes("gzip"),
    EnableAcceptEncodingBrotli: compresses.includes("br"),
    HeadersConfig:
      headers.length === 0 ? { HeaderBehavior: "none" } : { HeaderBehavior: "whitelist", Headers: listOf(headers) },
    CookiesConfig: { CookieBehavior: cookies ?? "none" },
    QueryStringsConfig: isListed
      ? { QueryStringBehavior: "whitelist", QueryStrings: listOf(queries) }
      : { QueryStringBehavior: queries ?? "none" },
  };
}
