// Pages of listings, and the markers that say after what the next page begins.

import { invalidMarker } from "./errors.ts";

const FORM = "after ";

/** What the marker stands for: the key of the last item of the page before. */
export function parseMarker(marker: string | undefined): string | undefined {
  if (marker === undefined) return undefined;
  const text = Buffer.from(marker, "base64url").toString();
  if (!text.startsWith(FORM)) throw invalidMarker();
  return text.slice(FORM.length);
}

/** The first `limit` items, with AWS's Truncated and NextMarker. */
export function takePage<T>(
  items: Iterable<T>,
  limit: number,
  keyOf: (item: T) => string,
): { readonly items: readonly T[]; readonly next: { Truncated: boolean; NextMarker?: string } } {
  const page: T[] = [];
  for (const item of items) {
    const last = page.at(-1);
    if (page.length === limit && last !== undefined)
      return {
        items: page,
        next: { Truncated: true, NextMarker: Buffer.from(FORM + keyOf(last)).toString("base64url") },
      };
    page.push(item);
  }
  return { items: page, next: { Truncated: false } };
}

/** Leaves out what came before the marker, of items that come in the order of their keys. */
export function* afterMarker<T>(items: Iterable<T>, marker: string | undefined, keyOf: (item: T) => string) {
  const after = parseMarker(marker);
  for (const item of items) if (after === undefined || keyOf(item) > after) yield item;
}
