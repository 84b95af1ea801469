// Pages of listings, and the tokens that say after what the next page begins.

import { invalidNextToken } from "./errors.ts";

/** The name after which the page begins. */
export function parsePageToken(token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const text = Buffer.from(token, "base64url").toString();
  if (!text.startsWith("after ")) throw invalidNextToken();
  return text.slice("after ".length);
}

/** The first `limit` items, 100 unless told, and the token of the next page. */
export function takePage<T extends { readonly name: string }>(
  items: Iterable<T>,
  limit = 100,
): { readonly items: readonly T[]; readonly next: { NextToken?: string } } {
  const page: T[] = [];
  for (const item of items) {
    const last = page.at(-1);
    if (page.length === limit && last !== undefined)
      return { items: page, next: { NextToken: Buffer.from(`after ${last.name}`).toString("base64url") } };
    page.push(item);
  }
  return { items: page, next: {} };
}

/** Those whose names begin with a prefix. */
export function* withPrefix<T extends { readonly name: string }>(items: Iterable<T>, prefix = ""): Generator<T> {
  for (const item of items) if (item.name.startsWith(prefix)) yield item;
}
