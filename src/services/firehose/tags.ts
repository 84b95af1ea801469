// Tags of delivery streams. Pure.

import { LIMITS } from "./constraints.ts";
import { limitExceeded } from "./errors.ts";

type Tags = Readonly<Record<string, string>>;

interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/** Tags with those that are added; throws LimitExceededException for too many. */
export function addTags(tags: Tags, added: readonly Tag[]): Tags {
  const all = { ...tags, ...Object.fromEntries(added.map(({ Key = "", Value = "" }) => [Key, Value])) };
  // AWS: TagDeliveryStream: "Each Firehose stream can have up to 50 tags" (the wording is inferred).
  if (Object.keys(all).filter((key) => !key.startsWith("aws:")).length > LIMITS.tags)
    throw limitExceeded(`A Firehose stream can have up to ${LIMITS.tags} tags.`);
  return all;
}

/** Tags without those of these keys. */
export function removeTags(tags: Tags, keys: readonly string[]): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)));
}
