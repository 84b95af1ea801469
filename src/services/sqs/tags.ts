// Rules for queue tags.

import { LIMITS } from "./constraints.ts";
import { invalidParameterValue } from "./errors.ts";

/** AWS: up to 50 tags, keys of 1 to 128 and values of up to 256 characters; "aws:" is reserved. */
export function requireTags(tags: Readonly<Record<string, string>>): void {
  const entries = Object.entries(tags);
  if (entries.length > LIMITS.tags) throw invalidParameterValue("Too many tags added for queue.");
  for (const [key, value] of entries) {
    if (key.length < 1 || key.length > 128)
      throw invalidParameterValue("Tag keys must be between 1 and 128 characters in length.");
    if (value.length > 256) throw invalidParameterValue("Tag values must be between 0 and 256 characters in length.");
  }
}
