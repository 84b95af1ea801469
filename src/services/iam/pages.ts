// Lists in pages: Marker, MaxItems, IsTruncated, as all of IAM's lists have them.

import { invalidMarker } from "./errors.ts";

// AWS: "If you do not include this parameter, the number of items defaults to 100."
const DEFAULT_ITEMS = 100;

export interface Page<T> {
  readonly items: readonly T[];
  readonly IsTruncated: boolean;
  readonly Marker?: string;
}

/** The page after `Marker`. `keyOf` gives what items are ordered by; the marker remembers the last one given. */
export function pageOf<T>(
  all: Iterable<T>,
  { Marker: marker, MaxItems: limit = DEFAULT_ITEMS }: { Marker?: string | undefined; MaxItems?: number | undefined },
  keyOf: (item: T) => string,
): Page<T> {
  const after = marker === undefined ? undefined : parseMarker(marker);
  const items: T[] = [];
  for (const item of [...all].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))) {
    if (after !== undefined && keyOf(item) <= after) continue;
    const last = items.at(-1);
    if (items.length === limit && last !== undefined) {
      return { items, IsTruncated: true, Marker: Buffer.from(`m1:${keyOf(last)}`).toString("base64url") };
    }
    items.push(item);
  }
  return { items, IsTruncated: false };
}

function parseMarker(marker: string): string {
  const text = Buffer.from(marker, "base64url").toString();
  if (!text.startsWith("m1:")) throw invalidMarker();
  return text.slice(3);
}

/** The members of an answer that say whether there is more. */
export function pageMembers(page: Page<unknown>): { IsTruncated: boolean; Marker?: string } {
  return { IsTruncated: page.IsTruncated, ...(page.Marker === undefined ? {} : { Marker: page.Marker }) };
}
