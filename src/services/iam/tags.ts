// Tags of users, roles, policies and instance profiles.

import { invalidInput, limitExceeded } from "./errors.ts";
import type { Tags } from "../../iam/directory/records.ts";

export interface TagItem {
  readonly Key: string;
  readonly Value: string;
}

// AWS: "Tags for IAM resources": 50 tags, names are unique whatever their case, "aws:" is kept for AWS.
const TAG_LIMIT = 50;

/** `current` with the given tags set; throws for what AWS refuses. */
export function withTags(current: Tags, items: readonly TagItem[]): Tags {
  const seen = new Set<string>();
  const tags = new Map(Object.entries(current));
  for (const { Key: key, Value: value } of items) {
    if (seen.has(key.toLowerCase())) {
      throw invalidInput("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    }
    seen.add(key.toLowerCase());
    if (key.toLowerCase().startsWith("aws:")) {
      // DEVIATION: CloudFormation tags what it makes with aws:cloudformation:*, which AWS lets it do by other ways.
      if (!key.startsWith("aws:cloudformation:")) {
        throw invalidInput("Invalid tag key: system tags (with the prefix aws:) cannot be changed.");
      }
    }
    for (const name of tags.keys()) if (name !== key && name.toLowerCase() === key.toLowerCase()) tags.delete(name);
    tags.set(key, value);
  }
  if ([...tags.keys()].filter((key) => !key.startsWith("aws:")).length > TAG_LIMIT)
    throw limitExceeded(`The number of tags has reached the maximum limit.`);
  return Object.fromEntries(tags);
}

/** `current` without the given keys; keys that are not there are no error. */
export function withoutTags(current: Tags, keys: readonly string[]): Tags {
  return Object.fromEntries(Object.entries(current).filter(([key]) => !keys.includes(key)));
}

/** Tags as answers list them. */
export function tagItems(tags: Tags): TagItem[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
