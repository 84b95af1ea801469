// Properties that the configuration leaves to something else, such as an autoscaler. Pure.

import type { OwnedElsewhere } from "../system/define-system.ts";

/** Who owns a property of a resource; undefined if its template does. `path` is a JSON pointer below the properties. */
export function ownerOf(
  owned: readonly OwnedElsewhere[],
  { logicalId, resourceType, path }: { logicalId: string; resourceType: string; path: string },
): string | undefined {
  const found = owned.find(
    ({ type, resource, property }) =>
      (type === undefined || type === resourceType) &&
      (resource === undefined || resource === logicalId) &&
      isAtOrBelow(path, `/${property.replaceAll(".", "/")}`),
  );
  return found === undefined ? undefined : (found.owner ?? "something else");
}

// A property is owned with all that is in it; what lies around it is not.
function isAtOrBelow(path: string, owned: string): boolean {
  return path === owned || path.startsWith(`${owned}/`);
}
