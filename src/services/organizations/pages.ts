// Lists in pages, as all of this API's lists come. AWS: "MaxResults": 1 to 20.

import { parsePageToken, takePage } from "../../service/pages.ts";
import { invalidInput } from "./errors.ts";

interface Paged {
  readonly NextToken?: string | undefined;
  readonly MaxResults?: number | undefined;
}

/** One page of items that stand in the order of their keys. */
export function pageOf<T>(
  all: readonly T[],
  keyOf: (item: T) => string,
  { NextToken, MaxResults = 20 }: Paged,
): { readonly items: T[]; readonly next: { NextToken?: string } } {
  const after = parsePageToken(NextToken, () =>
    invalidInput("The provided NextToken is invalid.", "INVALID_NEXT_TOKEN"),
  );
  const sorted = all.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  const { items, next } = takePage(
    sorted.filter((item) => after === undefined || keyOf(item) > after),
    MaxResults,
    keyOf,
  );
  return { items: [...items], next };
}
