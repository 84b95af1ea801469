// Tags of certificates. AWS: "Tag restrictions" (ACM user guide).

import type { Tag } from "@aws-sdk/client-acm";
import { invalidTag, tooManyTags } from "./errors.ts";

const MOST_TAGS = 50;

/** Tags as they are kept. Throws InvalidTagException and TooManyTagsException. */
export function parseTags(
  tags: readonly Partial<Tag>[],
  present: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const reserved = tags.find(
    ({ Key: key = "" }) => key.toLowerCase().startsWith("aws:") && !key.startsWith("aws:cloudformation:"),
  );
  if (reserved !== undefined) throw invalidTag(`The tag key ${reserved.Key} begins with a reserved prefix.`);
  const all = { ...present, ...Object.fromEntries(tags.map(({ Key: key = "", Value: value = "" }) => [key, value])) };
  if (Object.keys(all).length > MOST_TAGS) throw tooManyTags(`A certificate can have no more than ${MOST_TAGS} tags.`);
  return all;
}
