// Rules for a parameter's tags.

import { AwsError } from "../../kernel/errors.ts";

// LIMIT: AWS: tags of one resource.
const MOST_TAGS = 50;

/** Tags as a record. */
export function parseTags(tags: readonly { readonly Key: string; readonly Value: string }[]): Record<string, string> {
  const record = Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
  requireTagCount(record);
  return record;
}

/** AWS: AddTagsToResource, TooManyTagsError. */
export function requireTagCount(tags: Readonly<Record<string, string>>): void {
  if (Object.keys(tags).length <= MOST_TAGS) return;
  throw new AwsError({
    code: "TooManyTagsError",
    message: "The Targets parameter includes too many tags. Remove one or more tags and try the command again.",
  });
}
