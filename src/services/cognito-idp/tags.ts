// Rules for a pool's tags. AWS: TagResource: at most 50.

import { invalidParameter } from "./errors.ts";

// LIMIT: AWS: TagResource.
const MOST_TAGS = 50;

/** The tags, if there are not too many. */
export function requireTags(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (Object.keys(tags).filter((key) => !key.startsWith("aws:")).length > MOST_TAGS)
    throw invalidParameter(`A user pool can have at most ${MOST_TAGS} tags.`);
  return tags;
}
