// Rules for a key's tags. AWS: TagResource, TagException; "Tags in AWS KMS".

import { limitExceeded, tagError } from "./errors.ts";

type Tags = Readonly<Record<string, string>>;

// LIMIT: AWS: "Tags in AWS KMS": 50 tags a key.
const MOST_TAGS = 50;

/** Tags as a record; throws TagException for names that are AWS's or come twice. */
export function parseTags(
  tags: readonly { readonly TagKey: string; readonly TagValue: string }[] | undefined,
): Record<string, string> {
  const parsed: Record<string, string> = {};
  for (const { TagKey, TagValue } of tags ?? []) {
    requireOwnTags([TagKey]);
    if (Object.hasOwn(parsed, TagKey)) throw tagError("Duplicate tag keys");
    parsed[TagKey] = TagValue;
  }
  requireTagCount(parsed);
  return parsed;
}

/** Throws LimitExceededException for more than a key may have. */
export function requireTagCount(tags: Tags): void {
  const count = Object.keys(tags).filter((key) => !key.startsWith("aws:")).length;
  if (count > MOST_TAGS) throw limitExceeded("Too many tags");
}

/** Throws for tags that are AWS's; CloudFormation's are set as its own. */
export function requireOwnTags(keys: readonly string[]): void {
  if (keys.some((key) => key.toLowerCase().startsWith("aws:") && !key.startsWith("aws:cloudformation:")))
    throw tagError("Tags beginning with aws: are reserved");
}
