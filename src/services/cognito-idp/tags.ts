// Rules for a pool's tags. AWS: TagResource: at most 50.

import { invalidParameter } from "./errors.ts";

// LIMIT: AWS: TagResource.
const MOST_TAGS = 50;

/** The tags, if there are not too many. AWS: operations on the pool itself have an error of their own for that. */
export function requireTags(
  tags: Readonly<Record<string, string>>,
  error: (message: string) => Error = invalidParameter,
): Readonly<Record<string, string>> {
  if (Object.keys(tags).filter((key) => !key.startsWith("aws:")).length > MOST_TAGS)
    throw error(`A user pool can have at most ${MOST_TAGS} tags.`);
  return tags;
}
