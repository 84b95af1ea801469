// CloudFront's lists: MaxItems a page, and the id of the last item as the marker of the next.

import { invalidArgument } from "./errors.ts";

/** LIMIT: items a page. AWS: "The maximum value for MaxItems is 100". */
const MOST_ITEMS = 100;

/** What a page says of itself. */
interface PageMembers {
  readonly MaxItems: number;
  readonly NextMarker?: string;
  readonly Marker?: string;
  readonly IsTruncated?: boolean;
}

/** The page that the input asks for; `isMarked` for lists that show their marker and whether they go on. */
export function pageOf<T>(
  all: readonly T[],
  keyOf: (item: T) => string,
  input: Readonly<Record<string, unknown>>,
  isMarked: boolean,
): { readonly items: readonly T[]; readonly members: PageMembers } {
  const { MaxItems: given, Marker } = input;
  const MaxItems = given === undefined ? MOST_ITEMS : Number(given);
  if (!Number.isInteger(MaxItems) || MaxItems < 1)
    throw invalidArgument("The parameter MaxItems must be a positive number.");
  const most = Math.min(MaxItems, MOST_ITEMS);
  const marker = typeof Marker === "string" && Marker !== "" ? Marker : undefined;
  const from = marker === undefined ? 0 : all.findIndex((item) => keyOf(item) === marker) + 1;
  if (marker !== undefined && from === 0) throw invalidArgument("The parameter Marker is not valid.");
  const items = all.slice(from, from + most);
  const isTruncated = all.length > from + items.length;
  const last = items.at(-1);
  return {
    items,
    members: {
      MaxItems: most,
      ...(isTruncated && last !== undefined && { NextMarker: keyOf(last) }),
      ...(isMarked && { Marker: marker ?? "", IsTruncated: isTruncated }),
    },
  };
}
