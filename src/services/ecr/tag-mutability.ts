// Whether tags of images can be given to other images, and the exceptions from it. Pure.

import { invalidParameter } from "./errors.ts";
import type { ExclusionFilter, TagMutability } from "./records.ts";

/** LIMIT: AWS: "ImageTagMutabilityExclusionFilter": two wildcards in a filter. */
const MOST_WILDCARDS = 2;

/** The members of a record; throws InvalidParameterException where filters and mutability do not go together. */
export function readMutability(
  mutability: string | undefined,
  filters: readonly { readonly filterType?: string; readonly filter?: string }[] | undefined,
): { readonly tagMutability: TagMutability; readonly exclusionFilters?: readonly ExclusionFilter[] } {
  const tagMutability = (mutability ?? "MUTABLE") as TagMutability;
  const hasExclusions = tagMutability.endsWith("_WITH_EXCLUSION");
  // AWS: PutImageTagMutability; the words are inferred.
  if (hasExclusions !== (filters !== undefined))
    throw invalidParameter(
      "imageTagMutabilityExclusionFilters",
      hasExclusions ? `must be given with ${tagMutability}` : `cannot be given with ${tagMutability}`,
    );
  if (filters === undefined) return { tagMutability };
  const exclusionFilters = filters.map(({ filter = "" }) => ({ filterType: "WILDCARD" as const, filter }));
  if (exclusionFilters.some(({ filter }) => filter.split("*").length - 1 > MOST_WILDCARDS))
    throw invalidParameter("filter", `can have at most ${MOST_WILDCARDS} wildcards`);
  return { tagMutability, exclusionFilters };
}
