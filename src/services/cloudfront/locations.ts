// The Location header of what was made.

import type { Context } from "../../service/context.ts";

/** Where a distribution, or what belongs to it, is read again. */
export function locationOf({ origin }: Pick<Context, "origin">, path: string): string {
  return `${origin}/2020-05-31/distribution/${path}`;
}
