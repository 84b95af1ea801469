// What a reader takes: the part of a producer's schema that it reads, as a schema of its own. Every document that this one
// allows can be read. Pure.

import type { ReadField } from "./contract.ts";
import { definitionsOf } from "./containment.ts";
import { flatten, follow, isObject, isSchema, objectOf, segmentsOf, typeOf } from "./schema.ts";
import type { JsonSchema, Located } from "./schema.ts";

interface Wanted {
  readonly segments: readonly string[];
  readonly values: readonly unknown[] | undefined;
}

/**
 * The reading of a schema: the fields with what the schema promised of them, and nothing of the rest. Members that are new are ignored by
 * readers, and so are values that are new to an enumeration, unless the reader names the values that it can take. Undefined
 * `fields` are all of them.
 */
export function readingOf(
  schema: JsonSchema,
  fields: readonly ReadField[] | undefined,
  root: JsonSchema = schema,
): JsonSchema {
  const tolerant = { schema: tolerated(schema), root: tolerated(root) };
  const definitions = isObject(tolerant.root) ? definitionsOf(tolerant.root) : {};
  const wanted = (fields ?? [{ pointer: "" }]).map(({ pointer, values }): Wanted => ({
    segments: segmentsOf(pointer),
    values,
  }));
  const projected = project(tolerant, wanted, 0);
  return { ...definitions, ...objectOf(projected) };
}

/** Whether a schema says anything of a field. */
export function hasField({ schema, root }: Located, pointer: string): boolean {
  return has({ schema, root }, segmentsOf(pointer));
}

function has(located: Located, segments: readonly string[]): boolean {
  const [first, ...rest] = segments;
  if (first === undefined) return true;
  const { root } = located;
  const flat = flatten(located);
  const below: JsonSchema[] = [];
  const named = flat.properties.get(first);
  if (named !== undefined) below.push(named);
  else if (isObject(flat.additional)) below.push(flat.additional);
  if (first === "*" && flat.items !== undefined) below.push(flat.items);
  const prefix = flat.prefixItems[Number(first)];
  if (prefix !== undefined) below.push(prefix);
  if (below.some((schema) => has({ schema, root }, rest))) return true;
  return flat.choices.some(({ schemas }) => schemas.some((schema) => has({ schema, root }, segments)));
}

// LIMIT: how deep references are followed on the way to a field; they may form a circle.
const DEEPEST = 64;

function project({ schema, root }: Located, wanted: readonly Wanted[], depth: number): JsonSchema {
  const whole = wanted.find(({ segments }) => segments.length === 0);
  if (whole !== undefined) return whole.values === undefined ? schema : { allOf: [schema], enum: whole.values };
  if (typeof schema === "boolean" || depth > DEEPEST) return true;
  const inner = (each: JsonSchema, more: readonly Wanted[]): JsonSchema =>
    project({ schema: each, root }, more, depth + 1);
  const heads = new Set(wanted.map(({ segments }) => segments[0] ?? ""));
  const below = (head: string): readonly Wanted[] =>
    wanted
      .filter(({ segments }) => segments[0] === head)
      .map((each) => ({ ...each, segments: each.segments.slice(1) }));
  const result: Record<string, unknown> = {};
  if ("type" in schema) result["type"] = schema["type"];
  const declared = isObject(schema["properties"]) ? schema["properties"] : {};
  const members: Record<string, JsonSchema> = {};
  for (const [name, each] of Object.entries(declared))
    if (heads.has(name)) members[name] = isSchema(each) ? inner(each, below(name)) : true;
    // Whoever reads all further members does not mean these.
    else if (heads.has("*") && isObject(schema["additionalProperties"])) members[name] = true;
  if (isObject(schema["additionalProperties"])) {
    const further = schema["additionalProperties"];
    for (const name of heads)
      if (name === "*") result["additionalProperties"] = inner(further, below(name));
      else if (!Object.hasOwn(declared, name)) members[name] = inner(further, below(name));
  }
  if (Object.keys(members).length > 0) result["properties"] = members;
  if (Array.isArray(schema["required"])) {
    const kept = schema["required"].filter((name) => heads.has(String(name)));
    if (kept.length > 0) result["required"] = kept;
  }
  if (isSchema(schema["items"]) && heads.has("*")) result["items"] = inner(schema["items"], below("*"));
  if (Array.isArray(schema["prefixItems"]))
    result["prefixItems"] = schema["prefixItems"].map((each, index) =>
      isSchema(each) && heads.has(String(index)) ? inner(each, below(String(index))) : true,
    );
  for (const keyword of ["allOf", "anyOf"])
    if (Array.isArray(schema[keyword]))
      result[keyword] = schema[keyword].filter(isSchema).map((each) => inner(each, wanted));
  if (typeof schema["$ref"] === "string") {
    const more = Array.isArray(result["allOf"]) ? result["allOf"] : [];
    result["allOf"] = [...more, inner(follow(root, schema["$ref"]), wanted)];
  }
  return result;
}

const MAPS = new Set(["properties", "$defs", "definitions", "patternProperties", "dependentSchemas"]);
const VERBATIM = new Set(["not", "if", "const", "enum", "default", "examples", "required", "type"]);

// As readers take it: open for more members, and for more values of an enumeration.
function tolerated(schema: unknown): JsonSchema {
  if (!isObject(schema)) return isSchema(schema) ? schema : true;
  const result: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === "enum" && Array.isArray(value)) {
      const types = [...new Set(value.map(typeOf))];
      if (!("type" in schema)) result["type"] = types;
    } else if ((keyword === "additionalProperties" || keyword === "unevaluatedProperties") && value === false) continue;
    else if (VERBATIM.has(keyword)) result[keyword] = value;
    // Which alternative it is does not matter to whoever reads what all of them have.
    else if (keyword === "oneOf" && Array.isArray(value)) {
      const choice = { anyOf: value.map(tolerated) };
      if ("anyOf" in schema)
        result["allOf"] = [...(Array.isArray(schema["allOf"]) ? schema["allOf"].map(tolerated) : []), choice];
      else result["anyOf"] = choice.anyOf;
    } else if (keyword === "components" && isObject(value)) {
      result[keyword] = Object.fromEntries(Object.entries(value).map(([name, group]) => [name, toleratedMap(group)]));
    } else if (MAPS.has(keyword)) result[keyword] = toleratedMap(value);
    else if (Array.isArray(value))
      result[keyword] =
        keyword === "allOf" && "allOf" in result
          ? result["allOf"]
          : value.map((each) => (isSchema(each) ? tolerated(each) : each));
    else result[keyword] = isObject(value) ? tolerated(value) : value;
  }
  return result;
}

function toleratedMap(value: unknown): unknown {
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, tolerated(each)]))
    : value;
}
