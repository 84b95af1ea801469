// Cache policies: what is in the cache key, and how long objects stay. AWS: "Control the cache key with a policy".

import type { CachePolicyConfig } from "@aws-sdk/client-cloudfront";
import { fault, invalidArgument } from "../errors.ts";
import { checkQuantities, itemsOf } from "../config/quantities.ts";
import { distributionsUsing } from "../config/users.ts";
import { CACHE_POLICIES } from "../managed/cache-policies.ts";
import { isManaged, type Family } from "./family.ts";
import { checkComment, checkName, checkSelection, idOfPolicy, timeOf } from "./policies.ts";

const DAY_SECONDS = 86_400;
const YEAR_SECONDS = 31_536_000;
// LIMIT: AWS: "Quotas on policies": 10 headers, cookies and query strings a cache policy.
const MOST_NAMES = 10;

/** The family of cache policies. */
export const cachePolicies: Family<CachePolicyConfig> = {
  kind: "cache-policy",
  one: "CachePolicy",
  many: "CachePolicies",
  most: 20,
  errors: {
    missing: "NoSuchCachePolicy",
    exists: "CachePolicyAlreadyExists",
    inUse: "CachePolicyInUse",
    tooMany: "TooManyCachePolicies",
  },
  managed: CACHE_POLICIES,
  newId: idOfPolicy,
  complete,
  sameAs: (one, other) => one.Name === other.Name,
  isUsed: (id, tx, account) => distributionsUsing(tx, account, "cache-policy", id).length > 0,
  shown: ({ id, config, updatedAtMs }) => ({
    Id: id,
    LastModifiedTime: timeOf(updatedAtMs),
    CachePolicyConfig: config,
  }),
  listed: (thing) => ({
    Type: isManaged(cachePolicies, thing.id) ? "managed" : "custom",
    CachePolicy: cachePolicies.shown(thing),
  }),
};

function complete(config: CachePolicyConfig): CachePolicyConfig {
  checkQuantities(config);
  const { Name, Comment = "", MinTTL = 0 } = config;
  checkName(Name);
  checkComment(Comment);
  // AWS: CachePolicyConfig: DefaultTTL is one day, or MinTTL if that is more; MaxTTL is one year, or whichever of the others is more.
  const DefaultTTL = config.DefaultTTL ?? Math.max(DAY_SECONDS, MinTTL);
  const MaxTTL = config.MaxTTL ?? Math.max(YEAR_SECONDS, MinTTL, DefaultTTL);
  if (MinTTL < 0 || MinTTL > DefaultTTL || DefaultTTL > MaxTTL)
    throw invalidArgument("The parameter TTL order is invalid.");
  const given = config.ParametersInCacheKeyAndForwardedToOrigin;
  const headers = given?.HeadersConfig;
  const cookies = given?.CookiesConfig;
  const queries = given?.QueryStringsConfig;
  checkSelection("HeaderBehavior", headers?.HeaderBehavior, ["none", "whitelist"], itemsOf(headers?.Headers));
  checkSelection("CookieBehavior", cookies?.CookieBehavior, SELECTIONS, itemsOf(cookies?.Cookies));
  checkSelection("QueryStringBehavior", queries?.QueryStringBehavior, SELECTIONS, itemsOf(queries?.QueryStrings));
  if (itemsOf(headers?.Headers).length > MOST_NAMES) throw fault("TooManyHeadersInCachePolicy");
  if (itemsOf(cookies?.Cookies).length > MOST_NAMES) throw fault("TooManyCookiesInCachePolicy");
  if (itemsOf(queries?.QueryStrings).length > MOST_NAMES) throw fault("TooManyQueryStringsInCachePolicy");
  const isCompressed = given?.EnableAcceptEncodingGzip === true || given?.EnableAcceptEncodingBrotli === true;
  // AWS: a policy without caching has nothing in its key.
  if (
    MaxTTL === 0 &&
    (isCompressed ||
      [headers?.HeaderBehavior, cookies?.CookieBehavior, queries?.QueryStringBehavior].some(
        (each) => each !== undefined && each !== "none",
      ))
  )
    throw invalidArgument("The parameter HeaderBehavior is invalid for policy with caching disabled.");
  return {
    Name,
    Comment,
    MinTTL,
    DefaultTTL,
    MaxTTL,
    ParametersInCacheKeyAndForwardedToOrigin: {
      EnableAcceptEncodingGzip: given?.EnableAcceptEncodingGzip ?? false,
      EnableAcceptEncodingBrotli: given?.EnableAcceptEncodingBrotli ?? false,
      HeadersConfig: headers ?? { HeaderBehavior: "none" },
      CookiesConfig: cookies ?? { CookieBehavior: "none" },
      QueryStringsConfig: queries ?? { QueryStringBehavior: "none" },
    },
  };
}

const SELECTIONS = ["none", "whitelist", "allExcept", "all"];
