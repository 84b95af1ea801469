// The types that are defined for the whole yard, as against those of AWS and those that accounts register.

import type { RegistrySchema } from "../../../service/define-resource.ts";
import type { ResourceType } from "../../../service/resource-type.ts";

const schemas = new WeakMap<ResourceType, RegistrySchema>();

/** Notes the schema by which a type was defined. */
export function noteDefined(type: ResourceType, schema: RegistrySchema): void {
  schemas.set(type, schema);
}

/** The schema by which a type was defined for the whole yard; undefined for all other types. */
export function definedSchemaOf(type: ResourceType): RegistrySchema | undefined {
  return schemas.get(type);
}
