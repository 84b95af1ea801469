// Lists in pages. A token is the position of the next page, made opaque.

import { validationError } from "./errors.ts";

/** One page of a list, and the token of the next if there is one. */
export function pageOf<T>(
  list: readonly T[],
  token: string | undefined,
  size: number,
): { readonly items: readonly T[]; readonly NextToken?: string } {
  const start = token === undefined ? 0 : Number(Buffer.from(token, "base64url").toString());
  // AWS: the wording is inferred.
  if (!Number.isSafeInteger(start) || start < 0) throw validationError("Invalid NextToken");
  const end = start + size;
  return {
    items: list.slice(start, end),
    ...(end < list.length ? { NextToken: Buffer.from(String(end)).toString("base64url") } : {}),
  };
}
