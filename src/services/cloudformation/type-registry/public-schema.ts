// The schema of one of AWS's types in the registry's form, as far as this cloud knows it: its properties that are honoured here with their shapes, what
// is required, what replaces, what identifies. AWS's own have more: lengths, patterns, descriptions, and which permissions handlers need.

import type { ResourceType } from "../../../service/resource-type.ts";
import { comparisonRules } from "../drift/registry.ts";
import { primaryIdentifierOf, schemaOf } from "../schema/resource-schema.ts";
import { isRecord } from "../template/values.ts";
import type { Members, PropertyType } from "../schema/resource-schema.ts";

/** The schema, as JSON. */
export function publicSchema(type: ResourceType): string {
  const { typeName } = type;
  const schema = schemaOf(type, typeName);
  const description = publicDescription(typeName);
  if (schema === undefined)
    return JSON.stringify({ typeName, description, properties: {}, additionalProperties: true });
  const members = Object.fromEntries(
    Object.entries(schema.properties).filter(([name]) => type.properties.includes(name)),
  );
  const properties: Record<string, unknown> = propertiesOf(members);
  for (const name of [...schema.attributes, ...primaryIdentifierOf(schema)]) addPath(properties, name.split("."));
  const pointers = (names: readonly string[]): string[] =>
    names.map((name) => `/properties/${name.replaceAll(".", "/")}`);
  const readOnly = [...new Set([...schema.attributes, ...primaryIdentifierOf(schema)])].filter(
    (name) => members[name.split(".")[0] ?? ""] === undefined,
  );
  const createOnly = [
    ...Object.keys(members).filter((name) => members[name]?.replaces === "yes"),
    ...(schema.replacing ?? []).filter(([top = ""]) => members[top] !== undefined).map((path) => path.join("/")),
  ];
  const conditional = Object.keys(members).filter((name) => members[name]?.replaces === "maybe");
  const writeOnly = (comparisonRules(typeName, schema).writeOnly ?? []).filter(
    (pointer) => members[pointer.split("/")[1] ?? ""] !== undefined,
  );
  const { tagProperty } = schema;
  const required = Object.keys(members).filter((name) => members[name]?.required === true);
  return JSON.stringify({
    typeName,
    description,
    ...(Object.keys(schema.definitions).length === 0
      ? {}
      : {
          definitions: Object.fromEntries(
            Object.entries(schema.definitions).map(([name, definition]) => [name, objectOf(definition)]),
          ),
        }),
    properties,
    additionalProperties: false,
    ...(required.length === 0 ? {} : { required }),
    ...(readOnly.length === 0 ? {} : { readOnlyProperties: pointers(readOnly) }),
    ...(createOnly.length === 0 ? {} : { createOnlyProperties: pointers(createOnly) }),
    ...(conditional.length === 0 ? {} : { conditionalCreateOnlyProperties: pointers(conditional) }),
    ...(writeOnly.length === 0 ? {} : { writeOnlyProperties: writeOnly.map((pointer) => `/properties${pointer}`) }),
    primaryIdentifier: pointers(primaryIdentifierOf(schema)),
    tagging:
      tagProperty === undefined
        ? { taggable: false }
        : { taggable: true, tagUpdatable: type.update !== undefined, tagProperty: `/properties/${tagProperty}` },
  });
}

/** AWS: the sentence that most of its own schemas have. */
export function publicDescription(typeName: string): string {
  return `Resource Type definition for ${typeName}`;
}

function objectOf(members: Members): object {
  const required = Object.keys(members).filter((name) => members[name]?.required === true);
  return {
    type: "object",
    additionalProperties: false,
    properties: propertiesOf(members),
    ...(required.length === 0 ? {} : { required }),
  };
}

function propertiesOf(members: Members): Record<string, object> {
  return Object.fromEntries(Object.entries(members).map(([name, { type }]) => [name, shapeOf(type)]));
}

const TAG = {
  type: "object",
  additionalProperties: false,
  properties: { Key: { type: "string" }, Value: { type: "string" } },
  required: ["Key", "Value"],
};

function shapeOf(type: PropertyType): object {
  if (type === "json") return { type: "object" };
  if (type === "tag") return TAG;
  if (type === "date-time") return { type: "string", format: "date-time" };
  if (typeof type === "string") return { type };
  if ("list" in type) return { type: "array", items: shapeOf(type.list) };
  if ("map" in type) return { type: "object", patternProperties: { ".*": shapeOf(type.map) } };
  if ("ref" in type) return { $ref: `#/definitions/${type.ref}` };
  return { anyOf: type.anyOf.map(shapeOf) };
}

/** Attributes are texts, as far as the data says; those within others are members of objects. */
function addPath(properties: Record<string, unknown>, [top, ...rest]: readonly string[]): void {
  if (top === undefined) return;
  if (rest.length === 0) {
    properties[top] ??= { type: "string" };
    return;
  }
  const parent = (properties[top] ??= { type: "object", properties: {} });
  if (isRecord(parent) && isRecord(parent["properties"])) addPath(parent["properties"], rest);
}
