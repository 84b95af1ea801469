// Finds the line of a template that a deployed resource comes from, also for resources which a transform made. Pure.

import type { SourcePosition } from "../../kernel/diagnostics.ts";
import { locate } from "../deploy/locate.ts";
import { objectAt } from "../system/template.ts";
import type { Template } from "../system/template.ts";

/** The place of a resource, or of a property as it was deployed, in the source. */
export function sourcePlace(
  template: Template,
  logicalId: string,
  path: readonly string[] = [],
): SourcePosition | undefined {
  if (Object.hasOwn(objectAt(template.body, "Resources"), logicalId)) {
    const properties = path.length === 0 ? [] : ["Properties", ...path];
    return template.positionOf(["Resources", logicalId, ...properties]);
  }
  return locate(template, path.join(" "), logicalId).position;
}
