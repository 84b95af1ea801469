// Pages of listings, and the tokens that say after what the next page begins, and since when.

import { invalidToken, tokenExpired } from "./errors.ts";

/** LIMIT: AWS: PaginationTokenExpiredException: 15 minutes. */
const TOKEN_MS = 15 * 60_000;

/** What a token stands for: the last item of the page before; "" at the beginning. */
export function parseToken(token: string | undefined, nowMs: number): string {
  if (token === undefined || token === "") return "";
  const [, madeAtMs, last] = /^at (\d+) after (.*)$/s.exec(Buffer.from(token, "base64url").toString()) ?? [];
  if (madeAtMs === undefined || last === undefined) throw invalidToken();
  if (nowMs - Number(madeAtMs) > TOKEN_MS) throw tokenExpired();
  return last;
}

/** The token of the page after `last`. AWS: at the end it is empty, not absent. */
export function formatToken(last: string | undefined, nowMs: number): string {
  return last === undefined ? "" : Buffer.from(`at ${nowMs} after ${last}`).toString("base64url");
}

/** LIMIT: ours: AWS does not say how many keys or values a page has. */
const MOST_TEXTS = 1_000;

/** A page of different texts in their order, those after the token's. */
export function pageOfTexts(
  texts: Iterable<string>,
  token: string | undefined,
  nowMs: number,
): { texts: string[]; next: string } {
  const after = parseToken(token, nowMs);
  const found = [...new Set(texts)].filter((text) => text > after || after === "").sort();
  const page = found.slice(0, MOST_TEXTS);
  return { texts: page, next: formatToken(found.length > page.length ? page.at(-1) : undefined, nowMs) };
}
