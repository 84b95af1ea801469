// The stack's tags on its resources. CloudFormation puts them there beside a resource's own tags, and takes off those that the stack
// has no more.

import type { Properties, ResourceType } from "../../../service/resource-type.ts";
import { loadResourceSchema } from "../schema/resource-schema.ts";
import { isRecord } from "../template/values.ts";

type Tags = Readonly<Record<string, string>>;

/** True if an existing resource of the type can be given other tags. */
export function isTaggable(typeName: string, type: ResourceType | undefined): boolean {
  const property = loadResourceSchema(typeName)?.tagProperty;
  return property !== undefined && type?.update !== undefined && type.properties.includes(property);
}

/**
 * Properties as they would be if the resource's own tags were these too: as the earlier properties of an update, they make the
 * resource type take off what is not wanted any more.
 */
export function withTags(typeName: string, properties: Properties, tags: Tags): Properties {
  const schema = loadResourceSchema(typeName);
  const property = schema?.tagProperty;
  if (schema === undefined || property === undefined || Object.keys(tags).length === 0) return properties;
  const own = properties[property];
  const type = schema.properties[property]?.type;
  if (typeof type === "object" && "list" in type) {
    const list: readonly unknown[] = Array.isArray(own) ? own : [];
    const names = new Set(list.map((tag) => (isRecord(tag) ? tag["Key"] : undefined)));
    const added = Object.entries(tags).filter(([name]) => !names.has(name));
    return { ...properties, [property]: [...list, ...added.map(([Key, Value]) => ({ Key, Value }))] };
  }
  return { ...properties, [property]: { ...tags, ...(isRecord(own) ? own : {}) } };
}
