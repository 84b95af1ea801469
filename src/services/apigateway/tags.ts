// Tags of what has them: APIs, stages, keys, plans, domains, client certificates and VPC links.

import { badRequest } from "./errors.ts";
import { LIMITS } from "./limits.ts";
import type { Texts } from "./records.ts";

/** AWS: at most 50; names of 1 to 128 characters that do not begin with "aws:" (CloudFormation's do), values of up to 256. */
export function requireTags(tags: Texts | undefined): void {
  const entries = Object.entries(tags ?? {});
  if (entries.filter(([name]) => !name.startsWith("aws:")).length > LIMITS.tags)
    throw badRequest("Maximum number of tags per resource exceeded");
  for (const [name, value] of entries) {
    if (name.length < 1 || name.length > 128) throw badRequest(`Invalid tag key: ${name}`);
    if (value.length > 256) throw badRequest(`Invalid tag value: ${value}`);
  }
}
