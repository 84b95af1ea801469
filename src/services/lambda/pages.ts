// Pages of lists: the marker is the last name shown, in a form that nobody builds on.

import { invalidParameter } from "./errors.ts";

// LIMIT: AWS: "ListFunctions" and the other lists: 50 items unless fewer are asked for.
const MOST_ITEMS = 50;

/** The first items, and the marker after which the next page begins. */
export function pageOf<T>(
  items: Iterable<T>,
  maxItems: number | undefined,
  nameOf: (item: T) => string,
): { readonly items: T[]; readonly nextMarker?: string } {
  const limit = Math.min(maxItems ?? MOST_ITEMS, MOST_ITEMS);
  const page: T[] = [];
  for (const item of items) {
    const last = page.at(-1);
    if (page.length === limit && last !== undefined)
      return { items: page, nextMarker: Buffer.from(nameOf(last)).toString("base64url") };
    page.push(item);
  }
  return { items: page };
}

/** The name that a marker stands for. */
export function readMarker(marker: string | undefined): string | undefined {
  if (marker === undefined || marker === "") return undefined;
  const name = Buffer.from(marker, "base64url").toString();
  if (Buffer.from(name).toString("base64url") !== marker) throw invalidParameter("The provided Marker is invalid.");
  return name;
}
