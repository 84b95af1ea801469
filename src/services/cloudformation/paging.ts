// Lists in pages. A token is the position of the next page, made opaque.

import { validationError } from "./errors.ts";

/** One page of a list, and the token of the next if there is one. */
export interface Page<T> {
  readonly items: T[];
  readonly NextToken?: string;
}

/** One page of so many items. */
export function pageOf<T>(list: readonly T[], token: string | undefined, size: number): Page<T> {
  const start = decodePosition(token);
  return endPage(list.slice(start, start + size), start, list.length);
}

// LIMIT: AWS: "If the output exceeds 1 MB, a string that identifies the next page".
const PAGE_BYTES = 1_000_000;

/** One page of as many items as come to 1 MB when they are shown. */
export function pageOfBytes<I, T>(list: readonly I[], token: string | undefined, show: (item: I) => T): Page<T> {
  const start = decodePosition(token);
  const items: T[] = [];
  let bytes = 0;
  for (const item of list.slice(start)) {
    const shown = show(item);
    bytes += Buffer.byteLength(JSON.stringify(shown));
    // An item that is larger than a page has one of its own.
    if (bytes > PAGE_BYTES && items.length > 0) break;
    items.push(shown);
  }
  return endPage(items, start, list.length);
}

function endPage<T>(items: T[], start: number, length: number): Page<T> {
  const end = start + items.length;
  return end < length ? { items, NextToken: Buffer.from(String(end)).toString("base64url") } : { items };
}

function decodePosition(token: string | undefined): number {
  const position = token === undefined ? 0 : Number(Buffer.from(token, "base64url").toString());
  // AWS: the wording is inferred.
  if (!Number.isSafeInteger(position) || position < 0) throw validationError("Invalid NextToken");
  return position;
}
