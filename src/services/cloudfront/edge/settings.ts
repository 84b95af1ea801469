// What a cache behaviour says, with all that it names looked up: policies in their place, or the legacy settings as if they were policies.

import type {
  CacheBehavior,
  CachePolicyConfig,
  DefaultCacheBehavior,
  Origin,
  OriginRequestPolicyConfig,
  ResponseHeadersPolicyConfig,
} from "@aws-sdk/client-cloudfront";
import { invariant } from "../../../kernel/errors.ts";
import type { ReadTx } from "../../../store/store.ts";
import { itemsOf } from "../config/quantities.ts";
import { findThing } from "../families/family.ts";
import { CACHE_POLICIES } from "../managed/cache-policies.ts";
import { ORIGIN_REQUEST_POLICIES } from "../managed/origin-request-policies.ts";
import { RESPONSE_HEADERS_POLICIES } from "../managed/response-headers-policies.ts";
import type { DistributionRecord } from "../records.ts";
import { matchesPattern, normalizePath } from "./paths.ts";
import { ALL, either, headerSelection, NONE, type Selection, selectionOf } from "./selections.ts";

export type Behaviour = CacheBehavior | DefaultCacheBehavior;

/** Which headers, cookies and query strings. */
export interface Choice {
  readonly headers: Selection;
  readonly cookies: Selection;
  readonly queries: Selection;
}

export interface Settings {
  readonly behaviour: Behaviour;
  /** The origin, and where there is a group, the one that is asked next. */
  readonly origins: readonly Origin[];
  /** Of the group: answers of the first origin for which the next one is asked. */
  readonly failoverStatuses: readonly number[];
  /** What makes objects differ. */
  readonly key: Choice & { readonly headerNames: readonly string[] };
  /** What the origin gets, the key's parts included. */
  readonly forwarded: Choice;
  /** Whether other headers of viewers go to the origin as well: with the legacy settings. */
  readonly isLegacy: boolean;
  /** Encodings that viewers' Accept-Encoding is reduced to, and that answers are compressed in. */
  readonly encodings: readonly ("br" | "gzip")[];
  readonly ttl: { readonly min: number; readonly normal: number; readonly max: number };
  /** Legacy, with all headers forwarded: nothing is cached. */
  readonly isUncached: boolean;
  readonly forwardsCookies: boolean;
  readonly responseHeaders: ResponseHeadersPolicyConfig | undefined;
}

/** The settings for a request's path. */
export function settingsFor(tx: ReadTx, { account, config }: DistributionRecord, path: string): Settings {
  const normal = normalizePath(path);
  const matched = itemsOf(config.CacheBehaviors).find(({ PathPattern = "" }) => matchesPattern(PathPattern, normal));
  const behaviour = matched ?? config.DefaultCacheBehavior;
  invariant(behaviour !== undefined, "A distribution has a default cache behaviour.");
  const { CachePolicyId, OriginRequestPolicyId, ResponseHeadersPolicyId } = behaviour;
  const cachePolicy =
    CachePolicyId === undefined
      ? undefined
      : findThing<CachePolicyConfig>({ kind: "cache-policy", managed: CACHE_POLICIES }, tx, account, CachePolicyId);
  const originPolicy =
    OriginRequestPolicyId === undefined
      ? undefined
      : findThing<OriginRequestPolicyConfig>(
          { kind: "origin-request-policy", managed: ORIGIN_REQUEST_POLICIES },
          tx,
          account,
          OriginRequestPolicyId,
        );
  const responsePolicy =
    ResponseHeadersPolicyId === undefined
      ? undefined
      : findThing<ResponseHeadersPolicyConfig>(
          { kind: "response-headers-policy", managed: RESPONSE_HEADERS_POLICIES },
          tx,
          account,
          ResponseHeadersPolicyId,
        );
  const caching = cachePolicy === undefined ? legacy(behaviour) : modern(cachePolicy.config, originPolicy?.config);
  return {
    behaviour,
    ...targets(config, behaviour.TargetOriginId ?? ""),
    ...caching,
    responseHeaders: responsePolicy?.config,
  };
}

function targets(config: DistributionRecord["config"], id: string): Pick<Settings, "failoverStatuses" | "origins"> {
  const origins = itemsOf(config.Origins);
  const group = itemsOf(config.OriginGroups).find((each) => each.Id === id);
  const ids = group === undefined ? [id] : itemsOf(group.Members).map(({ OriginId }) => OriginId);
  return {
    origins: ids.flatMap((each) => origins.find(({ Id }) => Id === each) ?? []),
    failoverStatuses: itemsOf(group?.FailoverCriteria?.StatusCodes),
  };
}

type Caching = Omit<Settings, "behaviour" | "failoverStatuses" | "origins" | "responseHeaders">;

function modern(cache: CachePolicyConfig, origin: OriginRequestPolicyConfig | undefined): Caching {
  const parameters = cache.ParametersInCacheKeyAndForwardedToOrigin;
  const headerNames = itemsOf(parameters?.HeadersConfig?.Headers);
  const key = {
    headers: headerSelection(headerNames),
    headerNames: lowerSorted(headerNames),
    cookies: selectionOf(parameters?.CookiesConfig?.CookieBehavior, itemsOf(parameters?.CookiesConfig?.Cookies)),
    queries: selectionOf(
      parameters?.QueryStringsConfig?.QueryStringBehavior,
      itemsOf(parameters?.QueryStringsConfig?.QueryStrings),
    ),
  };
  const { MinTTL = 0, DefaultTTL = 0, MaxTTL = 0 } = cache;
  return {
    key,
    forwarded: {
      headers: either(key.headers, forwardedHeaders(origin?.HeadersConfig)),
      cookies: either(
        key.cookies,
        selectionOf(origin?.CookiesConfig?.CookieBehavior, itemsOf(origin?.CookiesConfig?.Cookies)),
      ),
      queries: either(
        key.queries,
        selectionOf(origin?.QueryStringsConfig?.QueryStringBehavior, itemsOf(origin?.QueryStringsConfig?.QueryStrings)),
      ),
    },
    isLegacy: false,
    encodings: [
      ...(parameters?.EnableAcceptEncodingBrotli === true ? (["br"] as const) : []),
      ...(parameters?.EnableAcceptEncodingGzip === true ? (["gzip"] as const) : []),
    ],
    ttl: { min: MinTTL, normal: DefaultTTL, max: MaxTTL },
    isUncached: MaxTTL === 0,
    forwardsCookies:
      parameters?.CookiesConfig?.CookieBehavior !== "none" ||
      (origin?.CookiesConfig?.CookieBehavior ?? "none") !== "none",
  };
}

/** AWS: "Understand origin request policies": "allViewer" and its kin take all that viewers send. */
function forwardedHeaders(config: OriginRequestPolicyConfig["HeadersConfig"]): Selection {
  const names = itemsOf(config?.Headers);
  const listed = headerSelection(names);
  const isOwn = (name: string): boolean => name.toLowerCase().startsWith("cloudfront-");
  switch (config?.HeaderBehavior) {
    case "whitelist":
      return listed;
    case "allViewer":
      return (name) => !isOwn(name);
    case "allExcept":
      return (name) => !isOwn(name) && !listed(name);
    case "allViewerAndWhitelistCloudFront":
      return (name) => !isOwn(name) || listed(name);
    default:
      return NONE;
  }
}

/** AWS: "ForwardedValues": the settings from before there were policies. */
function legacy(behaviour: Behaviour): Caching {
  const { ForwardedValues: values, MinTTL = 0, DefaultTTL = 86_400, MaxTTL = 31_536_000, Compress } = behaviour;
  const headerNames = itemsOf(values?.Headers);
  const isEverything = headerNames.includes("*");
  const cookies = selectionOf(values?.Cookies?.Forward, itemsOf(values?.Cookies?.WhitelistedNames));
  const keys = itemsOf(values?.QueryStringCacheKeys);
  const queries = values?.QueryString === true ? ALL : NONE;
  const headers = isEverything ? ALL : headerSelection(headerNames);
  return {
    key: {
      headers,
      headerNames: lowerSorted(isEverything ? [] : headerNames),
      cookies,
      // AWS: QueryStringCacheKeys: all are forwarded, these make objects differ.
      queries: values?.QueryString === true && keys.length > 0 ? selectionOf("whitelist", keys) : queries,
    },
    forwarded: { headers, cookies, queries },
    isLegacy: true,
    encodings: Compress === true ? ["br", "gzip"] : [],
    ttl: { min: MinTTL, normal: DefaultTTL, max: MaxTTL },
    // AWS: "If you configure CloudFront to forward all headers to your origin, CloudFront doesn't cache".
    isUncached: isEverything || MaxTTL === 0,
    forwardsCookies: values?.Cookies?.Forward !== "none",
  };
}

function lowerSorted(names: readonly string[]): readonly string[] {
  return [...new Set(names.map((name) => name.toLowerCase()))].toSorted();
}
