// Pages of listings.

import { AwsError } from "../../kernel/errors.ts";
import { batchLimit } from "./errors.ts";
import { required } from "./validation.ts";

/** LIMIT: AWS does not say how long its pages are. */
const PAGE = 100;

/** Throws for a list without elements, and BatchLimitExceededException. AWS: BatchLimitExceededException: 100. */
export function requireBatch(member: string, names: readonly unknown[], most = 100): void {
  if (names.length === 0) throw required(member);
  if (names.length > most) throw batchLimit(most);
}

/** The page that a token means, and the token of the next, if there is one. */
export function takePage<T>(
  items: readonly T[],
  token: string | undefined,
): { readonly items: T[]; readonly nextToken: string | undefined } {
  const from = token === undefined ? 0 : Number(Buffer.from(token, "base64url").toString());
  if (!Number.isSafeInteger(from) || from < 0)
    throw new AwsError({ code: "InvalidNextTokenException", message: "The next token is not valid." });
  const until = from + PAGE;
  return {
    items: items.slice(from, until),
    nextToken: until < items.length ? Buffer.from(String(until)).toString("base64url") : undefined,
  };
}
