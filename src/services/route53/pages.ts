// Pages of Route 53's lists. MaxItems is a text; a marker is the id with which the next page begins.

import { invalidInput } from "./errors.ts";
import { MOST_A_PAGE } from "./quotas.ts";

/** AWS: API reference, MaxItems: more than the most is taken for the most; what is no positive number is not valid. */
export function pageSize(maxItems: string | number | undefined, most: number = MOST_A_PAGE): number {
  if (maxItems === undefined) return most;
  const size = Number(maxItems);
  if (!Number.isSafeInteger(size) || size < 1) throw invalidInput(`Invalid maxitems: ${maxItems}`);
  return Math.min(size, most);
}

/** Up to `size` items, and the first of those behind them. */
export function takePage<T>(items: Iterable<T>, size: number): { readonly page: T[]; readonly next: T | undefined } {
  const page: T[] = [];
  for (const item of items) {
    if (page.length === size) return { page, next: item };
    page.push(item);
  }
  return { page, next: undefined };
}
