// Pages of Step Functions' lists. AWS: "The default is 100 and the maximum allowed page size is 1000. A value of 0 uses the default."

import { parsePageToken, takePage } from "../../service/pages.ts";
import { invalidToken } from "./errors.ts";
import { LIMITS } from "./limits.ts";

/** The page that is asked for; `list` gives the items behind the one of this key. */
export function page<T>(
  { maxResults = 0, nextToken }: { readonly maxResults?: number | undefined; readonly nextToken?: string | undefined },
  list: (after: string | undefined) => Iterable<T>,
  keyOf: (item: T) => string,
): { readonly items: readonly T[]; readonly next: { readonly nextToken?: string } } {
  const after = parsePageToken(nextToken, invalidToken);
  const { items, next } = takePage(list(after), maxResults === 0 ? LIMITS.pageSize : maxResults, keyOf);
  return { items, next: next.NextToken === undefined ? {} : { nextToken: next.NextToken } };
}
