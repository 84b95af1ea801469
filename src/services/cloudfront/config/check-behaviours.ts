// Which cache behaviours are right.

import type { CacheBehavior, DefaultCacheBehavior, DistributionConfig } from "@aws-sdk/client-cloudfront";
import { fault, invalidArgument } from "../errors.ts";
import { findThing } from "../families/family.ts";
import { CACHE_POLICIES } from "../managed/cache-policies.ts";
import { ORIGIN_REQUEST_POLICIES } from "../managed/origin-request-policies.ts";
import { RESPONSE_HEADERS_POLICIES } from "../managed/response-headers-policies.ts";
import { arnOf } from "../ids.ts";
import { loadFunction, loadThing } from "../repo.ts";
import type { CheckPlace } from "./check.ts";
import { itemsOf } from "./quantities.ts";
import { behavioursOf } from "./users.ts";

// LIMIT: AWS: "General quotas on distributions" and "Quotas on key groups".
const MOST_BEHAVIOURS = 75;
const MOST_KEY_GROUPS = 4;
const MOST_FORWARDED_HEADERS = 10;

const METHODS = [
  ["GET", "HEAD"],
  ["GET", "HEAD", "OPTIONS"],
  ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
].map((methods) => methods.join());

/** Throws for cache behaviours that are not right. */
export function checkBehaviours(config: DistributionConfig, place: CheckPlace): void {
  const listed = itemsOf(config.CacheBehaviors);
  if (listed.length > MOST_BEHAVIOURS) throw fault("TooManyCacheBehaviors");
  const patterns = listed.map(({ PathPattern }) => PathPattern?.replace(/^\//, ""));
  if (new Set(patterns).size < patterns.length)
    throw invalidArgument("The parameter PathPattern contains a pattern more than once.");
  for (const { PathPattern = "" } of listed)
    // AWS: "Path pattern": up to 255 of these characters.
    if (!/^[A-Za-z0-9_\-.*$/~"'@:+&?%!,;()=]{1,255}$/.test(PathPattern))
      throw invalidArgument("The parameter PathPattern is invalid.");
  const targets = [...itemsOf(config.Origins), ...itemsOf(config.OriginGroups)].map(({ Id }) => Id);
  for (const behaviour of behavioursOf(config)) {
    if (!targets.includes(behaviour.TargetOriginId)) throw fault("NoSuchOrigin");
    checkBehaviour(behaviour, place);
    const isGroup = itemsOf(config.OriginGroups).some(({ Id }) => Id === behaviour.TargetOriginId);
    const methods = itemsOf(behaviour.AllowedMethods);
    if (isGroup && methods.some((method) => !["GET", "HEAD", "OPTIONS"].includes(method)))
      throw invalidArgument(
        "The parameter AllowedMethods cannot include POST, PUT, PATCH, or DELETE for a cached behavior associated with an origin group.",
      );
  }
  const groups = new Set(behavioursOf(config).flatMap(({ TrustedKeyGroups }) => itemsOf(TrustedKeyGroups)));
  if (groups.size > MOST_KEY_GROUPS) throw fault("TooManyKeyGroupsAssociatedToDistribution");
}

function checkBehaviour(behaviour: CacheBehavior | DefaultCacheBehavior, place: CheckPlace): void {
  const { ViewerProtocolPolicy: protocol = "", AllowedMethods: allowed } = behaviour;
  if (!["allow-all", "https-only", "redirect-to-https"].includes(protocol))
    throw invalidArgument("The parameter ViewerProtocolPolicy is invalid.");
  const methods = itemsOf(allowed).toSorted().join();
  const cached = itemsOf(allowed?.CachedMethods).toSorted().join();
  if (allowed !== undefined && !METHODS.includes(methods))
    throw invalidArgument("The parameter AllowedMethods is invalid.");
  if (cached !== "" && (!METHODS.slice(0, 2).includes(cached) || !methods.includes(cached.split(",").at(-1) ?? "")))
    throw invalidArgument("The parameter CachedMethods is invalid.");
  checkTrust(behaviour, place);
  checkPolicies(behaviour, place);
  checkFunctions(behaviour, place);
}

function checkTrust({ TrustedKeyGroups: trusted }: CacheBehavior | DefaultCacheBehavior, place: CheckPlace): void {
  const ids = itemsOf(trusted);
  if (trusted?.Enabled === true && ids.length === 0)
    throw invalidArgument("The parameter TrustedKeyGroups is enabled and has no key group.");
  if (trusted?.Enabled === false && ids.length > 0)
    throw invalidArgument("The parameter TrustedKeyGroups has key groups and is not enabled.");
  for (const id of ids)
    if (loadThing(place.tx, place.context.account, "key-group", id) === undefined)
      throw fault("TrustedKeyGroupDoesNotExist");
}

/** AWS: a function must be published before it can be associated, with one of two events, and each event once. */
function checkFunctions({ FunctionAssociations: list }: CacheBehavior | DefaultCacheBehavior, place: CheckPlace): void {
  const types = itemsOf(list).map(({ EventType }) => EventType);
  if (types.some((type) => type !== "viewer-request" && type !== "viewer-response"))
    throw fault("InvalidFunctionAssociation");
  if (new Set(types).size < types.length) throw fault("InvalidFunctionAssociation");
  for (const { FunctionARN = "" } of itemsOf(list)) {
    const name = FunctionARN.slice(FunctionARN.lastIndexOf("/") + 1);
    // The ARN whole: one of another account is nobody's here.
    const isOwn = FunctionARN === arnOf(place.context.account, "function", name);
    if (!isOwn || loadFunction(place.tx, place.context.account, name)?.live === undefined)
      throw fault("InvalidFunctionAssociation");
  }
}

function checkPolicies(
  behaviour: CacheBehavior | DefaultCacheBehavior,
  { tx, context: { account } }: CheckPlace,
): void {
  const { CachePolicyId: cache, OriginRequestPolicyId: origin, ResponseHeadersPolicyId: response } = behaviour;
  const { ForwardedValues: forwarded, MinTTL, DefaultTTL, MaxTTL } = behaviour;
  if ((cache === undefined) === (forwarded === undefined))
    throw invalidArgument(
      cache === undefined
        ? "The parameter ForwardedValues is required."
        : "The parameter ForwardedValues cannot be used when a cache policy is associated to the cache behavior.",
    );
  if (cache !== undefined) {
    const policies = { kind: "cache-policy", managed: CACHE_POLICIES } as const;
    if (findThing(policies, tx, account, cache) === undefined) throw fault("NoSuchCachePolicy");
    if (MinTTL !== undefined || DefaultTTL !== undefined || MaxTTL !== undefined)
      throw invalidArgument(
        "The parameter MinTTL cannot be used when a cache policy is associated to the cache behavior.",
      );
  }
  if (origin !== undefined) {
    const policies = { kind: "origin-request-policy", managed: ORIGIN_REQUEST_POLICIES } as const;
    if (findThing(policies, tx, account, origin) === undefined) throw fault("NoSuchOriginRequestPolicy");
    if (cache === undefined) throw invalidArgument("The parameter OriginRequestPolicyId requires a cache policy.");
  }
  if (response !== undefined) {
    const policies = { kind: "response-headers-policy", managed: RESPONSE_HEADERS_POLICIES } as const;
    if (findThing(policies, tx, account, response) === undefined) throw fault("NoSuchResponseHeadersPolicy");
  }
  if (forwarded !== undefined) {
    const { Cookies, Headers } = forwarded;
    const names = itemsOf(Cookies?.WhitelistedNames);
    if ((Cookies?.Forward === "whitelist") !== names.length > 0) throw fault("InvalidForwardCookies");
    if (!["none", "whitelist", "all"].includes(Cookies?.Forward ?? "")) throw fault("InvalidForwardCookies");
    if (itemsOf(Headers).length > MOST_FORWARDED_HEADERS) throw fault("TooManyHeadersInForwardedValues");
    if ((MinTTL ?? 0) > (DefaultTTL ?? Infinity) || (DefaultTTL ?? MinTTL ?? 0) > (MaxTTL ?? Infinity))
      throw fault("InvalidTTLOrder");
  }
}
