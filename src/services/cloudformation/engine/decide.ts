// Decides what a change of a resource means. The one who decides is not the one who acts: plan and run both ask here.

import type { ResourceType } from "../../../service/resource-type.ts";
import { compareProperties, isReplacement } from "../schema/replacement.ts";
import type { PropertyChange } from "../schema/replacement.ts";
import { loadResourceSchema } from "../schema/resource-schema.ts";
import type { Incarnation } from "../records.ts";

export interface Decision {
  readonly kind: "keep" | "update" | "replace";
  readonly changes: readonly PropertyChange[];
}

/** What brings an existing resource to its new properties. */
export function decide(
  existing: Pick<Incarnation, "typeName" | "properties">,
  properties: Readonly<Record<string, unknown>>,
  type: ResourceType | undefined,
): Decision {
  const changes = compareProperties(existing.properties, properties, loadResourceSchema(existing.typeName));
  if (changes.length === 0) return { kind: "keep", changes };
  const mustReplace =
    isReplacement(changes) ||
    type?.update === undefined ||
    type.isReplacement?.(properties, existing.properties) === true;
  return { kind: mustReplace ? "replace" : "update", changes };
}
