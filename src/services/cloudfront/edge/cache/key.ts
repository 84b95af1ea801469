// The cache key: what makes two requests ask for the same object. Its parts are kept apart by JSON, so that no viewer can write one part into
// another; it begins with the distribution, so that no object of one distribution is served by another. Pure.

import { cookiesOf, queryOf, type ViewerRequest } from "../messages.ts";
import type { Settings } from "../settings.ts";

/** The key of a request. */
export function cacheKey(
  distributionId: string,
  request: Pick<ViewerRequest, "headers" | "method" | "path" | "rawQuery">,
  settings: Pick<Settings, "encodings" | "key">,
): string {
  const { key } = settings;
  return JSON.stringify([
    distributionId,
    request.method === "OPTIONS" ? "OPTIONS" : "GET",
    request.path,
    keyedQuery(request.rawQuery, settings),
    key.headerNames.map((name) => [name, request.headers[name] ?? null]),
    cookiesOf(request.headers).filter(([name]) => key.cookies(name)),
    acceptedEncodings(request.headers["accept-encoding"], settings),
  ]);
}

/** The parts of a query that are in the key. */
export function keyedQuery(rawQuery: string, { key }: Pick<Settings, "key">): string {
  return queryOf(rawQuery)
    .filter(({ name }) => key.queries(name))
    .map(({ text }) => text)
    .join("&");
}

/** AWS: "Cache compressed objects": Accept-Encoding reduced to what the behaviour knows, "br,gzip" say, so that few variants are kept. */
export function acceptedEncodings(header: string | undefined, { encodings }: Pick<Settings, "encodings">): string {
  const accepted = new Set(
    (header ?? "").split(",").flatMap((part) => {
      const [coding = "", ...parameters] = part.trim().toLowerCase().split(";");
      return parameters.some((parameter) => /^\s*q=0(\.0*)?\s*$/.test(parameter)) ? [] : coding.trim();
    }),
  );
  return encodings.filter((coding) => accepted.has(coding) || accepted.has("*")).join(",");
}
