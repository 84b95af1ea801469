// A kept object as one viewer gets it: 304 for whoever has it, a part of it for whoever asks for one. Pure.

import type { EdgeResponse, ViewerRequest } from "../messages.ts";
import type { CachedObject } from "./caches.ts";

/** The answer from an object; `outcome` says how it came here. */
export function answerFrom(
  object: Pick<CachedObject, "body" | "bornAtMs" | "cookies" | "headers" | "status">,
  request: Pick<ViewerRequest, "headers" | "method">,
  outcome: EdgeResponse["outcome"],
  nowMs: number,
): EdgeResponse {
  const age = Math.max(0, Math.floor((nowMs - object.bornAtMs) / 1000));
  const isFromCache = outcome === "Hit" || outcome === "RefreshHit";
  const headers: Readonly<Record<string, string>> = { ...object.headers, ...(isFromCache && { age: String(age) }) };
  const answer = { cookies: object.cookies, outcome };
  if (object.status === 200 && isUnchanged(object.headers, request.headers)) {
    const { "content-length": _length, "content-type": _type, ...kept } = headers;
    return { ...answer, status: 304, headers: kept, body: new Uint8Array() };
  }
  const range = object.status === 200 ? rangeOf(request, object) : undefined;
  if (range === "unsatisfiable") {
    const size = { "content-range": `bytes */${object.body.length}`, "content-length": "0" };
    return { ...answer, status: 416, headers: { ...headers, ...size }, body: new Uint8Array() };
  }
  if (range === undefined) {
    const length = { "content-length": String(object.body.length) };
    return { ...answer, status: object.status, headers: { ...headers, ...length }, body: object.body };
  }
  const body = object.body.subarray(range.start, range.end + 1);
  return {
    ...answer,
    status: 206,
    headers: {
      ...headers,
      "content-range": `bytes ${range.start}-${range.end}/${object.body.length}`,
      "content-length": String(body.length),
    },
    body,
  };
}

/** Whether the viewer has this very object. */
function isUnchanged(object: CachedObject["headers"], viewer: ViewerRequest["headers"]): boolean {
  const tags = viewer["if-none-match"];
  if (tags !== undefined) {
    const own = object["etag"]?.replace(/^W\//, "");
    return tags.trim() === "*" || tags.split(",").some((tag) => tag.trim().replace(/^W\//, "") === own);
  }
  const since = Date.parse(viewer["if-modified-since"] ?? "");
  const modified = Date.parse(object["last-modified"] ?? "");
  return !Number.isNaN(since) && !Number.isNaN(modified) && modified <= since;
}

/** The one range that is asked for; undefined for none, for several, and for a part of an older object. */
function rangeOf(
  request: Pick<ViewerRequest, "headers">,
  { headers, body }: Pick<CachedObject, "body" | "headers">,
): { readonly start: number; readonly end: number } | "unsatisfiable" | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(request.headers["range"]?.trim() ?? "") ?? [];
  if (first === undefined || last === undefined || (first === "" && last === "")) return undefined;
  const condition = request.headers["if-range"];
  if (condition !== undefined && condition !== headers["etag"] && condition !== headers["last-modified"])
    return undefined;
  const size = body.length;
  if (first === "")
    return Number(last) === 0 ? "unsatisfiable" : { start: Math.max(0, size - Number(last)), end: size - 1 };
  const start = Number(first);
  if (start >= size) return "unsatisfiable";
  const end = last === "" ? size - 1 : Math.min(Number(last), size - 1);
  return end < start ? undefined : { start, end };
}
