// Range requests: from the header to the bytes of each blob. Pure.

import { invalidRange } from "./errors.ts";
import type { BodyPart } from "./records.ts";

/** Both ends inclusive, as in HTTP. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The range that a Range header asks for of so many bytes; undefined where all is to be sent. AWS: S3 knows one range a
 * request, and a header that is not one valid range of bytes is ignored (RFC 7233).
 */
export function parseRange(header: string | undefined, bytes: number): ByteRange | undefined {
  const match = header === undefined ? undefined : /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  if (header === undefined || match === null || match === undefined) return undefined;
  const [, first = "", last = ""] = match;
  if (first === "" && last === "") return undefined;
  if (first === "") {
    const suffix = Number(last);
    if (suffix === 0 || bytes === 0) throw invalidRange(header, bytes);
    return { start: Math.max(0, bytes - suffix), end: bytes - 1 };
  }
  const start = Number(first);
  if (last !== "" && Number(last) < start) return undefined;
  if (start >= bytes) throw invalidRange(header, bytes);
  return { start, end: last === "" ? bytes - 1 : Math.min(Number(last), bytes - 1) };
}

/** The Content-Range header of an answer. */
export function formatContentRange(range: ByteRange, bytes: number): string {
  return `bytes ${range.start}-${range.end}/${bytes}`;
}

/** The pieces of a body that a range covers, each with its own range; whole pieces have none. */
export function cutBody(
  body: readonly BodyPart[],
  range: ByteRange,
): readonly { readonly part: BodyPart; readonly range?: ByteRange }[] {
  const pieces = [];
  let offset = 0;
  for (const part of body) {
    const start = Math.max(range.start - offset, 0);
    const end = Math.min(range.end - offset, part.bytes - 1);
    const isWhole = start === 0 && end === part.bytes - 1;
    if (start <= end) pieces.push(isWhole ? { part } : { part, range: { start, end } });
    offset += part.bytes;
  }
  return pieces;
}
