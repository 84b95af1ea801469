// The cache of a stage: answers kept by the method's key parameters, and how clients may have them made anew.
// AWS: "Cache settings for REST APIs in API Gateway".

import { AwsError } from "../../../kernel/errors.ts";
import type { Answer } from "./answer.ts";
import { type Call, headerOf } from "./call.ts";
import { Failure } from "./failure.ts";
import { expiringCache } from "../../../service/api-front/expiring-cache.ts";
import { sourceValues } from "./parameters.ts";

/** LIMIT: AWS: "The maximum size of a response that can be cached is 1048576 bytes." */
const MOST_BYTES = 1_048_576;
/** LIMIT: ours: all answers of a yard's stages together; AWS's caches have half a gigabyte and more each. */
const MOST_BYTES_OF_YARD = 64 * 1024 * 1024;
/** AWS: "The default TTL value for API caching is 300 seconds." */
const DEFAULT_TTL_SECONDS = 300;

const answers = expiringCache<Answer>({ mostBytes: MOST_BYTES_OF_YARD, weigh: ({ body }) => body.length });

/** The answer from the cache, or from `work`, which is then kept. */
export async function throughCache(call: Call, work: () => Promise<Answer>): Promise<Answer> {
  const { yard, target, setting, access } = call;
  const ttlMs = (setting.cacheTtlInSeconds ?? DEFAULT_TTL_SECONDS) * 1000;
  if (!isCached(call) || ttlMs <= 0 || access === undefined) return work();
  const { isRefresh, warning } = wantsRefresh(call);
  const key = keyOf(call);
  const known = isRefresh ? undefined : answers.find(yard, key, target.stage.cacheFlushedAtMs);
  call.facts.cache = known === undefined ? "miss" : "hit";
  const answer = known ?? (await work());
  if (known === undefined && answer.body.length <= MOST_BYTES) answers.keep(yard, key, answer, ttlMs);
  return warning === undefined ? answer : { ...answer, headers: [...answer.headers, ["Warning", warning]] };
}

/** AWS: a stage's cache is for GET methods, unless a method's own setting says otherwise. */
function isCached({ target, setting, resource, method, request }: Call): boolean {
  const { stage } = target;
  if (!stage.cacheClusterEnabled || setting.cachingEnabled !== true) return false;
  const escaped = resource.path.replaceAll("~", "~0").replaceAll("/", "~1");
  const ownSetting =
    stage.methodSettings[`${escaped}/${method.httpMethod}`] ??
    stage.methodSettings[`${escaped.slice(2)}/${method.httpMethod}`];
  return ownSetting?.cachingEnabled === true || request.method === "GET";
}

function keyOf(call: Call): string {
  const { target, method, resource, request } = call;
  const integration = method.methodIntegration;
  const parameters = (integration?.cacheKeyParameters ?? []).map((name) => [name, valuesOf(call, name)]);
  const namespace = integration?.cacheNamespace ?? resource.id;
  const ofCanary = target.isCanary && target.stage.canarySettings?.useStageCache !== true ? target.deploymentId : "";
  return JSON.stringify([target.apiId, target.stage.stageName, ofCanary, namespace, request.method, parameters]);
}

/** A key parameter of the integration's request is that of the method's which it is mapped from. */
function valuesOf(call: Call, name: string): readonly string[] {
  const source = name.startsWith("integration.") ? call.method.methodIntegration?.requestParameters?.[name] : name;
  return source === undefined ? [] : sourceValues(source, call);
}

/** AWS: "Invalidate an API Gateway cache entry": Cache-Control: max-age=0, by whoever may do that. */
function wantsRefresh(call: Call): { readonly isRefresh: boolean; readonly warning?: string } {
  const { request, setting } = call;
  if (!/(?:^|[\s,])max-age=0(?:$|[\s,])/i.test(headerOf(request.headers, "cache-control") ?? ""))
    return { isRefresh: false };
  if (setting.requireAuthorizationForCacheControl === false || mayInvalidate(call)) return { isRefresh: true };
  switch (setting.unauthorizedCacheControlHeaderStrategy) {
    case "FAIL_WITH_403":
      throw new Failure("ACCESS_DENIED", "Cache invalidation is not authorized");
    case "SUCCEED_WITHOUT_RESPONSE_HEADER":
      return { isRefresh: false };
    default:
      // AWS: SUCCEED_WITH_RESPONSE_HEADER: "Ignore cache control header; Add a warning in response header".
      return { isRefresh: false, warning: '199 - "Cache invalidation is not authorized"' };
  }
}

function mayInvalidate({ access, facts, target, scope, request }: Call): boolean {
  const { principal } = facts;
  if (access === undefined || principal === undefined) return false;
  const path = target.path.replace(/^\//, "");
  const resource = `arn:aws:execute-api:${scope.region}:${scope.account}:${target.apiId}/${target.stage.stageName}/${request.method}/${path}`;
  try {
    access.authorize("api-gateway", principal, [{ action: "execute-api:InvalidateCache", resource }], scope);
    return true;
  } catch (error) {
    if (error instanceof AwsError) return false;
    throw error;
  }
}
