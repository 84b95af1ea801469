// Gets an object: from the cache while it is fresh, from the origin otherwise, and keeps what may be kept.

import { Readable } from "node:stream";
import { itemsOf } from "../config/quantities.ts";
import type { YardContext } from "../../../service/context.ts";
import type { DistributionRecord } from "../records.ts";
import { type CachedObject, cacheOf, MOST_OBJECT_BYTES } from "./cache/caches.ts";
import { secondsFresh } from "./cache/freshness.ts";
import { acceptedEncodings, cacheKey, keyedQuery } from "./cache/key.ts";
import { answerFrom } from "./cache/viewer-answer.ts";
import { compressed } from "./compress.ts";
import { errorPage } from "./error-pages.ts";
import type { EdgeResponse, ViewerRequest } from "./messages.ts";
import { askOrigins } from "./origins/ask.ts";
import { discard, type OriginAnswer } from "./origins/origin.ts";
import type { Settings } from "./settings.ts";

export interface Fetch {
  readonly yard: YardContext;
  readonly distribution: DistributionRecord;
  readonly settings: Settings;
  /** As functions left it, without signatures, with the default root object's path. */
  readonly request: ViewerRequest;
  /** The path that the viewer asked for: invalidations may mean it. */
  readonly viewerPath: string;
}

/** The answer for one viewer. */
export async function fetchObject(fetch: Fetch): Promise<EdgeResponse> {
  const { yard, distribution, settings, request } = fetch;
  const cachedMethods = itemsOf(settings.behaviour.AllowedMethods?.CachedMethods) as readonly string[];
  const encodings = acceptedEncodings(request.headers["accept-encoding"], settings);
  if (!cachedMethods.includes(request.method)) return passThrough(fetch, encodings);
  const cache = cacheOf(yard.store);
  const key = cacheKey(distribution.id, request, settings);
  const kept = cache.find(key);
  if (kept !== undefined && yard.clock.nowMs() < kept.freshUntilMs)
    return answerFrom(kept, request, kept.status >= 400 ? "Error" : "Hit", yard.clock.nowMs());
  const isPart = request.headers["range"] !== undefined;
  // A part, or a head, of what is not here is no object that could be kept.
  if (kept === undefined && (isPart || request.method === "HEAD")) return passThrough(fetch, encodings);
  const since = cache.moment(distribution.id);
  const { range: _range, "if-range": _ifRange, ...headers } = request.headers;
  const whole = { ...request, headers, method: request.method === "HEAD" ? "GET" : request.method };
  const answer = await askOrigins({
    yard,
    distribution,
    settings,
    request: whole,
    encodings,
    conditions: revalidation(kept),
  });
  if (kept !== undefined && answer.status === 304) {
    discard(answer);
    const refreshed = withLifetime({ ...kept, headers: { ...kept.headers, ...answer.headers } }, fetch);
    cache.keep(
      key,
      { ...refreshed, headers: { ...refreshed.headers, "content-length": String(kept.body.length) } },
      since,
    );
    return answerFrom(refreshed, request, "RefreshHit", yard.clock.nowMs());
  }
  // AWS: an origin that fails, and an object that has expired: the viewer gets the object ("How CloudFront processes 4xx and 5xx").
  if (kept !== undefined && kept.status < 400 && (answer.failure !== undefined || answer.status >= 500)) {
    discard(answer);
    return answerFrom(kept, request, "Hit", yard.clock.nowMs());
  }
  const own = answer.failure === undefined ? answer : failurePage(answer, request);
  if (!isWantedWhole(own, fetch, encodings)) return streamed(own, request, settings);
  const body = await wholeOf(own);
  if (body === undefined) return objectFailed(request);
  if (body instanceof Readable) return streamed({ ...own, body }, request, settings);
  const object = await objectOf({ ...own, body }, fetch, encodings);
  if (object.freshUntilMs > object.bornAtMs) cache.keep(key, object, since);
  return answerFrom(object, request, object.status >= 400 ? "Error" : "Miss", yard.clock.nowMs());
}

/** A request whose answer is not kept. The viewer's own conditions and ranges are the origin's business then. */
async function passThrough({ yard, distribution, settings, request }: Fetch, encodings: string): Promise<EdgeResponse> {
  const conditions = Object.fromEntries(
    ["if-match", "if-modified-since", "if-none-match", "if-range", "if-unmodified-since"].flatMap((name) => {
      const value = request.headers[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
  const answer = await askOrigins({ yard, distribution, settings, request, encodings, conditions });
  const own = answer.failure === undefined ? answer : failurePage(answer, request);
  return streamed(own, request, settings);
}

function revalidation(kept: CachedObject | undefined): Readonly<Record<string, string>> {
  const { etag, "last-modified": modified } = kept?.headers ?? {};
  if (etag !== undefined) return { "if-none-match": etag.replace(/^W\//, "") };
  return modified === undefined ? {} : { "if-modified-since": modified };
}

async function objectOf(
  answer: Omit<OriginAnswer, "body"> & { readonly body: Uint8Array },
  fetch: Fetch,
  encodings: string,
): Promise<CachedObject> {
  const { settings, distribution, request, viewerPath, yard } = fetch;
  // AWS: nothing is compressed where nothing is cached.
  const isCompressing = settings.behaviour.Compress === true && settings.ttl.max > 0;
  const small = isCompressing ? await compressed(answer, encodings) : answer;
  const query = keyedQuery(request.rawQuery, settings);
  const tail = query === "" ? "" : `?${query}`;
  return withLifetime(
    {
      distributionId: distribution.id,
      urls: [...new Set([request.path + tail, viewerPath + tail])],
      status: small.status,
      headers: small.headers,
      cookies: cookiesFor(small, settings),
      body: small.body,
      bornAtMs: yard.clock.nowMs(),
      freshUntilMs: 0,
    },
    fetch,
  );
}

/** The object with the time until which it is fresh, from now on. */
function withLifetime(object: CachedObject, fetch: Fetch): CachedObject {
  const nowMs = fetch.yard.clock.nowMs();
  const ageSeconds = Number(object.headers["age"] ?? 0) || 0;
  const seconds = secondsOf(object, fetch);
  const { age: _age, ...headers } = object.headers;
  return { ...object, headers, bornAtMs: nowMs - ageSeconds * 1000, freshUntilMs: nowMs + seconds * 1000 };
}

/** For how many seconds an answer is fresh here. */
function secondsOf(answer: Pick<CachedObject, "headers" | "status">, { yard, distribution, settings }: Fetch): number {
  const errors = itemsOf(distribution.config.CustomErrorResponses);
  const errorTtl = errors.find(({ ErrorCode }) => ErrorCode === answer.status)?.ErrorCachingMinTTL ?? 10;
  return secondsFresh(answer, settings, errorTtl, yard.clock.nowMs());
}

/** AWS: "Cache content based on cookies": without cookies in the behaviour, origins set none either. */
function cookiesFor({ cookies }: Pick<OriginAnswer, "cookies">, { forwardsCookies }: Settings): readonly string[] {
  return forwardsCookies ? cookies : [];
}

/**
 * Whether somebody needs the whole body before the viewer gets its beginning: the cache, a compressor, or a viewer who asks for a part or has one.
 */
function isWantedWhole(answer: OriginAnswer, fetch: Fetch, encodings: string): boolean {
  const { request, settings } = fetch;
  if (secondsOf(answer, fetch) > 0) return true;
  const isCompressing = settings.behaviour.Compress === true && settings.ttl.max > 0 && encodings !== "";
  // AWS: "Serve compressed files": only where the origin says how long the object is.
  if (isCompressing && answer.headers["content-length"] !== undefined) return true;
  return ["range", "if-none-match", "if-modified-since"].some((name) => request.headers[name] !== undefined);
}

/** The body in one piece, or as a stream again where it is too large to be kept; undefined where the origin went away in the middle. */
async function wholeOf({ body, headers }: OriginAnswer): Promise<Uint8Array | Readable | undefined> {
  if (body instanceof Uint8Array) return body;
  if (Number(headers["content-length"] ?? 0) > MOST_OBJECT_BYTES) return body;
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      parts.push(part);
      bytes += part.length;
      if (bytes > MOST_OBJECT_BYTES) return rejoined(parts, body);
    }
  } catch {
    // AWS: "HTTP 502 (Bad Gateway)": the origin closed the connection too early.
    return undefined;
  }
  return Buffer.concat(parts);
}

/** A stream whose beginning has been read, from the beginning. */
function rejoined(parts: readonly Buffer[], rest: Readable): Readable {
  async function* all(): AsyncGenerator<unknown> {
    yield* parts;
    yield* rest;
  }
  const whole = Readable.from(all(), { objectMode: false });
  whole.once("close", () => discard({ body: rest }));
  return whole;
}

function objectFailed(request: ViewerRequest): EdgeResponse {
  return errorPage(502, "The origin closed the connection before its answer was complete.", request.requestId);
}

function streamed(answer: OriginAnswer, { method }: ViewerRequest, settings: Settings): EdgeResponse {
  const isHead = method === "HEAD";
  if (isHead) discard(answer);
  return {
    status: answer.status,
    headers: answer.headers,
    cookies: cookiesFor(answer, settings),
    body: isHead ? new Uint8Array() : answer.body,
    outcome: answer.status >= 400 ? "Error" : "Miss",
  };
}

/** AWS: 502 and 504: "CloudFront wasn't able to connect to the origin", "... wasn't able to resolve the origin domain name" and the like. */
function failurePage({ status, failure = "" }: OriginAnswer, { requestId }: ViewerRequest): OriginAnswer {
  const page = errorPage(status, `CloudFront wasn't able to get an answer from the origin. ${failure}`, requestId);
  return { ...page, failure };
}
