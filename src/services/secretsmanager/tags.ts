// Rules for a secret's tags. AWS: TagResource: at most 50, and none that begin with "aws:".

import { invalidParameter } from "./errors.ts";

// LIMIT: AWS: TagResource.
const MOST_TAGS = 50;

/** The tags with more of them. Tags of CloudFormation's are the only ones of AWS's that come in by this way. */
export function withTags(
  tags: Readonly<Record<string, string>>,
  more: readonly { readonly Key?: string; readonly Value?: string }[],
): Record<string, string> {
  const all = { ...tags };
  for (const { Key = "", Value = "" } of more) {
    if (/^aws:/i.test(Key) && !Key.startsWith("aws:cloudformation:"))
      throw invalidParameter(`Tag key ${Key} is reserved: keys can't begin with aws:.`);
    all[Key] = Value;
  }
  if (Object.keys(all).filter((key) => !key.startsWith("aws:")).length > MOST_TAGS)
    throw invalidParameter(`A secret can have at most ${MOST_TAGS} tags.`);
  return all;
}
