// Takes out of a text what the properties of a resource have that nobody is to see: values of NoEcho parameters and of dynamic references, which the
// errors of services quote.

import type { Incarnation } from "../records.ts";
import { isRecord } from "../template/values.ts";

const MASK = "****";
// LIMIT: ours. A shorter text is found in words that have nothing to do with it.
const SHORTEST = 4;

/** The text with "****" in the place of each secret of the resource. */
export function withoutSecrets(
  text: string,
  { properties, shownProperties }: Pick<Incarnation, "properties" | "shownProperties">,
): string {
  if (shownProperties === undefined) return text;
  const secrets = new Set<string>();
  collect(properties, shownProperties, secrets);
  // The longest first: one may be within another.
  return [...secrets]
    .sort((one, other) => other.length - one.length)
    .reduce((masked, secret) => masked.replaceAll(secret, MASK), text);
}

function collect(real: unknown, shown: unknown, found: Set<string>): void {
  if (typeof real === "string" && typeof shown === "string" && real !== shown) {
    const secret = secretOf(real, shown);
    if (secret.length >= SHORTEST) found.add(secret);
  } else if (Array.isArray(real) && Array.isArray(shown)) {
    for (const [index, item] of real.entries()) collect(item, shown[index], found);
  } else if (isRecord(real) && isRecord(shown)) {
    for (const [name, member] of Object.entries(real)) collect(member, shown[name], found);
  }
}

/** What a text has where the shown one has something else: between what both begin and end with. */
function secretOf(real: string, shown: string): string {
  const most = Math.min(real.length, shown.length);
  let start = 0;
  while (start < most && real[start] === shown[start]) start += 1;
  let end = 0;
  while (end < most - start && real.at(-1 - end) === shown.at(-1 - end)) end += 1;
  return real.slice(start, real.length - end);
}
