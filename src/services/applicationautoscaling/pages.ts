// Pages of listings.

import { parsePageToken, takePage as take } from "../../service/pages.ts";
import { invalid, invalidToken } from "./errors.ts";

/** The page that is asked for, of at most `most` items. AWS: MaxResults: what is above the most is taken for it. */
export function takePage<T>(
  items: readonly T[],
  { MaxResults, NextToken }: { readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined },
  most: number,
  keyOf: (item: T) => string,
): { readonly items: readonly T[]; readonly next: { NextToken?: string } } {
  if (MaxResults !== undefined && MaxResults < 1) throw invalid("MaxResults must be greater than 0");
  const after = parsePageToken(NextToken, invalidToken);
  const at = after === undefined ? -1 : items.findIndex((item) => keyOf(item) === after);
  if (after !== undefined && at === -1) throw invalidToken();
  return take(items.slice(at + 1), Math.min(MaxResults ?? most, most), keyOf);
}
