// The `embed` parameter: what is shown inside what was asked for.

import { badRequest } from "./errors.ts";

/** The parts that are embedded, in lower case: AWS compares them so. */
export function parseEmbed(embed: readonly string[] | undefined, known: readonly string[]): ReadonlySet<string> {
  const parts = (embed ?? []).flatMap((text) => text.split(",")).map((text) => text.trim().toLowerCase());
  const unknown = parts.find((part) => !known.includes(part));
  if (unknown !== undefined)
    throw badRequest(`Invalid embed value specified: ${unknown}. Must be one of: [${known.join(", ")}]`);
  return new Set(parts);
}
