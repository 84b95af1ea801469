// What must hold of a template before any of its resources is looked at. AWS: these stop the transform, with nothing said of what follows.

import { isRecord } from "../template/values.ts";
import { SamError, templateError } from "./draft.ts";
import type { Values } from "./draft.ts";

/** Throws what is wrong with the template's resources as a whole. `isKnown` tells SAM's types. */
export function requireStructure(body: Readonly<Values>, isKnown: (typeName: string) => boolean): void {
  const { Resources: resources } = body;
  if (!isRecord(resources) || Object.keys(resources).length === 0)
    throw templateError("'Resources' section is required", body, "Resources");
  const entries = Object.entries(resources);
  for (const [logicalId, resource] of entries)
    if (!isRecord(resource))
      throw templateError(
        "All 'Resources' must be Objects. If you're using YAML, this may be an indentation issue.",
        resources,
        logicalId,
      );
  for (const [logicalId, resource] of entries) {
    if (!isRecord(resource)) continue;
    const { Condition: condition, Type: typeName, Properties: properties = {} } = resource;
    if (Boolean(condition) && typeof condition !== "string")
      throw templateError("Every Condition member must be a string.", resource, "Condition");
    if (typeof typeName === "string" && isKnown(typeName) && !isRecord(properties))
      throw new SamError("Attribute 'Properties' should be a map.", resource, "Properties", logicalId);
  }
}
