// Which resources a GetResources wants. Pure.

import { parseArn } from "../../kernel/arns.ts";
import type { TaggedResource, Tagging } from "../../service/tagging.ts";

/** One tag filter, as it comes. */
export interface TagFilter {
  readonly Key?: string;
  readonly Values?: readonly string[];
}

/** AWS: GetResources, TagFilters: all filters must hold, each by any of its values; one without values by the key. */
export function hasTags({ tags }: TaggedResource, filters: readonly TagFilter[]): boolean {
  return filters.every(({ Key = "", Values = [] }) => {
    if (!Object.hasOwn(tags, Key)) return false;
    return Values.length === 0 || Values.includes(tags[Key] ?? "");
  });
}

/** AWS: GetResources, ResourceTypeFilters: "service[:resourceType]", as in ARNs. */
export function hasType({ arn }: TaggedResource, tagging: Tagging, filters: readonly string[]): boolean {
  return (
    filters.length === 0 ||
    filters.some((filter) => {
      const [service = "", type] = filter.split(":");
      return service === tagging.arnService && (type === undefined || type === typeOf(arn, tagging));
    })
  );
}

function typeOf(arn: string, { resourceType }: Tagging): string {
  if (resourceType !== undefined) return resourceType;
  const resource = parseArn(arn)?.resource.replace(/^\//, "") ?? "";
  return resource.split(/[/:]/)[0] ?? "";
}
