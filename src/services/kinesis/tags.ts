// Tags of streams and consumers. Pure.

import { LIMITS } from "./constraints.ts";
import { invalidArgument } from "./errors.ts";

// AWS: TagResource: "Tags may only contain Unicode letters, digits, white space, or these symbols: _ . : / = + - @."
const ALLOWED = /^[\p{L}\p{N}\p{Z}\s_.:/=+\-@%]*$/u;

/** The tags with those that are added; throws for too many, or ones that AWS does not take. */
export function addTags(
  tags: Readonly<Record<string, string>>,
  added: Readonly<Record<string, string>>,
): Record<string, string> {
  for (const [key, value] of Object.entries(added))
    // AWS: inferred: the reference names the characters, and InvalidArgumentException.
    if (!ALLOWED.test(key) || !ALLOWED.test(value))
      throw invalidArgument(
        "Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, _ . / = + - % @.",
      );
  const all = { ...tags, ...added };
  if (Object.keys(all).length > LIMITS.tags)
    throw invalidArgument(`Failed to add tags: a resource cannot have more than ${LIMITS.tags} tags.`);
  return all;
}

export function removeTags(tags: Readonly<Record<string, string>>, keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)));
}
