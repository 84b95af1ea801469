// Lists that services give page by page, read and written.

import type { AwsError } from "../kernel/errors.ts";

/** All items of a list: `page` gets the token of a page and gives its items and the token of the next. */
export async function everyPage<T, Token>(
  page: (
    token: Token | undefined,
  ) => Promise<{ readonly items: readonly T[] | undefined; readonly next: Token | undefined }>,
): Promise<T[]> {
  const all: T[] = [];
  let token: Token | undefined;
  do {
    const { items = [], next } = await page(token);
    all.push(...items);
    token = next;
  } while (token !== undefined && token !== "");
  return all;
}

/** What a token stands for: the key of the last item of the page before. Throws what `invalid` makes for any other text. */
export function parsePageToken(token: string | undefined, invalid: () => AwsError): string | undefined {
  if (token === undefined) return undefined;
  const text = Buffer.from(token, "base64url").toString();
  if (!text.startsWith("after ")) throw invalid();
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
