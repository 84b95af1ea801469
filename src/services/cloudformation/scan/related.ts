// Which resources of a scan belong with others.

import type { ScannedResourceIdentifier } from "@aws-sdk/client-cloudformation";
import type { Scope } from "../../../service/context.ts";
import { canonicalJson } from "../template/values.ts";
import type { ScannedResourceRecord } from "./records.ts";
import { referenceFinder, textsIn } from "./references.ts";

/**
 * The resources that the given ones refer to, and those that refer to them, without themselves. AWS does not say how far it
 * goes; here it is one step in both directions (inferred from the API reference's example).
 */
export function relatedResources(
  scanned: readonly ScannedResourceRecord[],
  given: readonly ScannedResourceIdentifier[],
  scope: Scope,
): ScannedResourceRecord[] {
  const names = new Set(given.map((one) => nameOf(one.ResourceType ?? "", one.ResourceIdentifier ?? {})));
  const isGiven = (resource: ScannedResourceRecord): boolean =>
    names.has(nameOf(resource.typeName, resource.identifier));
  const find = referenceFinder(scanned, scope);
  const related = new Set<ScannedResourceRecord>();
  for (const resource of scanned) {
    // What identifies a resource may name another: a route's API, a policy's role.
    for (const [text, member] of textsIn({ ...resource.properties, ...resource.identifier }, "")) {
      const target = find(text, member)?.resource;
      if (target === undefined || target === resource) continue;
      if (isGiven(resource)) related.add(target);
      if (isGiven(target)) related.add(resource);
    }
  }
  return scanned.filter((resource) => related.has(resource) && !isGiven(resource));
}

function nameOf(typeName: string, identifier: Readonly<Record<string, string>>): string {
  return `${typeName} ${canonicalJson(identifier)}`;
}
