// Pages of listings, and the tokens that say after what the next page begins.

import { invalidToken } from "./errors.ts";

/** What a token stands for: the last item of the page before; "" at the beginning. */
export function parseToken(token = ""): string {
  if (token === "") return "";
  const text = Buffer.from(token, "base64url").toString();
  if (!text.startsWith("after ")) throw invalidToken();
  return text.slice("after ".length);
}

/** The token of the page after `last`. AWS: at the end it is empty, not absent. */
export function formatToken(last: string | undefined): string {
  return last === undefined ? "" : Buffer.from(`after ${last}`).toString("base64url");
}

/** LIMIT: ours: AWS does not say how many keys or values a page has. */
const MOST_TEXTS = 1_000;

/** A page of different texts in their order, those after the token's. */
export function pageOfTexts(texts: Iterable<string>, token: string | undefined): { texts: string[]; next: string } {
  const after = parseToken(token);
  const found = [...new Set(texts)].filter((text) => text > after || after === "").sort();
  const page = found.slice(0, MOST_TEXTS);
  return { texts: page, next: formatToken(found.length > page.length ? page.at(-1) : undefined) };
}
