// Pages of listings, and the token that says after which item the next page begins.

import type { AwsError } from "../../kernel/errors.ts";
import { invalidNextToken } from "./errors.ts";

/** What a token stands for: the parts of the last item's key. Throws what `invalid` makes for any other text. */
export function parsePageToken(
  token: string | undefined,
  parts: number,
  invalid: () => AwsError = invalidNextToken,
): readonly string[] | undefined {
  if (token === undefined) return undefined;
  try {
    const found: unknown = JSON.parse(Buffer.from(token, "base64url").toString());
    if (Array.isArray(found) && found.length === parts) return found.map(String);
  } catch {
    // What is no JSON is no token of ours.
  }
  throw invalid();
}

/** The first page of what is left, and the token of the next, if there is one. */
export function takePage<T>(
  items: Iterable<T>,
  size: number,
  keyOf: (item: T) => readonly (string | number)[],
): { readonly items: readonly T[]; readonly nextToken: string | undefined } {
  const page: T[] = [];
  for (const item of items) {
    const last = page.at(-1);
    if (page.length === size && last !== undefined)
      return { items: page, nextToken: Buffer.from(JSON.stringify(keyOf(last))).toString("base64url") };
    page.push(item);
  }
  return { items: page, nextToken: undefined };
}
