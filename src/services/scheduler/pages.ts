// Pages of listings, and the token that says after which item the next page begins.

import { invalid } from "./errors.ts";
import { LIMITS } from "./limits.ts";

/** What the token stands for: the parts of the last item's key. */
export function parsePageToken(token: string | undefined): readonly string[] | undefined {
  if (token === undefined) return undefined;
  const text = Buffer.from(token, "base64url").toString();
  if (!text.startsWith("after\n")) throw invalid("Invalid NextToken.");
  return text.split("\n").slice(1);
}

/** The first page of what is left, and the token of the next, if there is one. */
export function takePage<T>(
  items: Iterable<T>,
  keyOf: (item: T) => readonly string[],
  size: number = LIMITS.pageSize,
): { readonly items: readonly T[]; readonly nextToken?: string } {
  const page: T[] = [];
  for (const item of items) {
    const last = page.at(-1);
    if (page.length === size && last !== undefined)
      return { items: page, nextToken: Buffer.from(["after", ...keyOf(last)].join("\n")).toString("base64url") };
    page.push(item);
  }
  return { items: page };
}
