// Pages of listings, and the tokens that say after what the next page begins.

import { invalidNextToken } from "./errors.ts";

/** What the token stands for: the key of the last item of the page before. */
export function parsePageToken(token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const text = Buffer.from(token, "base64url").toString();
  if (!text.startsWith("after ")) throw invalidNextToken();
  return text.slice("after ".length);
}

/** The first `limit` items, and the token of the next page, if there is one. */
export function takePage<T>(
  items: Iterable<T>,
  limit: number,
  keyOf: (item: T) => string,
): { readonly items: readonly T[]; readonly next: { NextToken?: string } } {
  const page: T[] = [];
  for (const item of items) {
    const last = page.at(-1);
    if (page.length === limit && last !== undefined)
      return { items: page, next: { NextToken: Buffer.from(`after ${keyOf(last)}`).toString("base64url") } };
    page.push(item);
  }
  return { items: page, next: {} };
}
