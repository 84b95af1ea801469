// Tags of state machines and activities. Pure.

import { tooManyTags } from "./errors.ts";
import { LIMITS } from "./limits.ts";

type Tags = Readonly<Record<string, string>>;
type TagList = readonly { readonly key?: string; readonly value?: string }[];

/** Tags added to those that are there; throws for too many. */
export function addTags(present: Tags, given: TagList, arn: string): Tags {
  const tags = { ...present, ...Object.fromEntries(given.map(({ key = "", value = "" }) => [key, value])) };
  if (Object.keys(tags).filter((key) => !key.startsWith("aws:")).length > LIMITS.tags) throw tooManyTags(arn);
  return tags;
}

/** As the API shows them. */
export function showTags(tags: Tags): { key: string; value: string }[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}
