// The stack's tags on its resources. CloudFormation puts them there beside a resource's own tags, and takes off those that the stack
// has no more.

import type { Properties, ResourceType } from "../../../service/resource-type.ts";
import { schemaOf } from "../schema/resource-schema.ts";
import { isRecord } from "../template/values.ts";

type Tags = Readonly<Record<string, string>>;

/** True if an existing resource of the type can be given other tags. */
export function isTaggable(type: ResourceType): boolean {
  const property = schemaOf(type, type.typeName)?.tagProperty;
  return property !== undefined && type.update !== undefined && type.properties.includes(property);
}

/** The tags in a resource's properties. */
export function ownTags(type: ResourceType, properties: Properties): Record<string, string> {
  const property = schemaOf(type, type.typeName)?.tagProperty;
  const own = property === undefined ? undefined : properties[property];
  if (isRecord(own)) return Object.fromEntries(Object.entries(own).map(([name, value]) => [name, String(value)]));
  const list: readonly unknown[] = Array.isArray(own) ? own : [];
  return Object.fromEntries(list.map((tag) => (isRecord(tag) ? [String(tag["Key"]), String(tag["Value"])] : ["", ""])));
}

/** Properties with exactly these tags as the resource's own; unchanged where the type has none. */
export function replaceTags(type: ResourceType, properties: Properties, tags: Tags): Properties {
  const schema = schemaOf(type, type.typeName);
  const property = schema?.tagProperty;
  if (schema === undefined || property === undefined) return properties;
  const form = schema.properties[property]?.type;
  const isList = typeof form === "object" && "list" in form;
  const value = isList ? Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) : tags;
  return { ...properties, [property]: value };
}

/**
 * Properties as they would be if the resource's own tags were these too: as the earlier properties of an update, they make the
 * resource type take off what is not wanted any more.
 */
export function withTags(type: ResourceType, properties: Properties, tags: Tags): Properties {
  if (Object.keys(tags).length === 0) return properties;
  return replaceTags(type, properties, { ...tags, ...ownTags(type, properties) });
}
