// How long an answer may be kept. AWS: "Manage how long content stays in the cache (expiration)" and "Control how long CloudFront caches errors".
// Pure.

import type { Settings } from "../settings.ts";

/** AWS: "HTTP 4xx and 5xx status codes that CloudFront always caches". */
const KEPT_ERRORS = new Set([404, 414, 500, 501, 502, 503, 504]);
/** AWS: those that it caches only where Cache-Control says for how long. */
const ERRORS_KEPT_BY_HEADER = new Set([400, 403, 405, 412, 415, 416]);
const KEPT = new Set([200, 203, 204, 300, 301, 302, 303, 307, 308, 410]);

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** For how many seconds an answer is fresh; 0 where it is not kept. `errorTtl` is the status's ErrorCachingMinTTL. */
export function secondsFresh(
  answer: Answered,
  { ttl, isUncached }: Pick<Settings, "isUncached" | "ttl">,
  errorTtl: number,
  nowMs: number,
): number {
  const directives = directivesOf(answer.headers["cache-control"]);
  const given = lifetime(answer.headers, directives, nowMs);
  if (answer.status >= 400) {
    if (KEPT_ERRORS.has(answer.status)) return Math.max(errorTtl, given ?? 0);
    return ERRORS_KEPT_BY_HEADER.has(answer.status) && given !== undefined ? Math.max(errorTtl, given) : 0;
  }
  if (!KEPT.has(answer.status) || isUncached) return 0;
  // AWS: with a minimum TTL above 0, no-cache, no-store and private mean the minimum.
  if (directives.has("no-store") || directives.has("no-cache") || directives.has("private")) return ttl.min;
  // A Vary of everything fits no key.
  if (answer.headers["vary"]?.trim() === "*") return ttl.min;
  return given === undefined ? ttl.normal : Math.min(Math.max(given, ttl.min), ttl.max);
}

/** The seconds that the origin gives: s-maxage, max-age, Expires, in this order. */
function lifetime(
  headers: Answered["headers"],
  directives: ReadonlyMap<string, string>,
  nowMs: number,
): number | undefined {
  for (const name of ["s-maxage", "max-age"]) {
    const text = directives.get(name);
    if (text !== undefined && /^\d+$/.test(text)) return Number(text);
  }
  const expires = headers["expires"];
  if (expires === undefined) return undefined;
  const atMs = Date.parse(expires);
  // An Expires that is no date, "0" say, is one that has passed.
  return Number.isNaN(atMs) ? 0 : Math.max(0, Math.floor((atMs - nowMs) / 1000));
}

function directivesOf(header: string | undefined): ReadonlyMap<string, string> {
  return new Map(
    (header ?? "").split(",").flatMap((part): [string, string][] => {
      const [name = "", value = ""] = part.trim().split("=");
      return name === "" ? [] : [[name.toLowerCase(), value.replaceAll('"', "")]];
    }),
  );
}
