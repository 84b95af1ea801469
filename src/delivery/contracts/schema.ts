// JSON Schemas as values: references followed, `allOf` merged, alternatives told apart, so that two of them can be compared.
// Pure; knows nothing of contracts.

/** A schema of the dialect 2020-12. */
export type JsonSchema = boolean | { readonly [keyword: string]: unknown };

/** A schema within the document that its references point into. */
export interface Located {
  readonly schema: JsonSchema;
  readonly root: JsonSchema;
}

/** A schema without references and `allOf`. */
export interface Flat {
  /** Nothing is valid. */
  readonly isNever: boolean;
  /** Undefined for all. "integer" stands beside "number" only if both are said. */
  readonly types: ReadonlySet<string> | undefined;
  /** The only values, those of `const` among them. */
  readonly values: readonly unknown[] | undefined;
  readonly properties: ReadonlyMap<string, JsonSchema>;
  readonly required: ReadonlySet<string>;
  /** What `additionalProperties` says. */
  readonly additional: JsonSchema | undefined;
  readonly items: JsonSchema | undefined;
  readonly prefixItems: readonly JsonSchema[];
  /** Lower and upper bounds of numbers, lengths and counts, by keyword: the closer one of all that were merged. */
  readonly bounds: Readonly<Record<string, number>>;
  readonly patterns: ReadonlySet<string>;
  readonly formats: ReadonlySet<string>;
  readonly isUnique: boolean;
  /** Each must hold: one of its schemas (`anyOf`), or exactly one (`oneOf`). */
  readonly choices: readonly { readonly isExclusive: boolean; readonly schemas: readonly JsonSchema[] }[];
  /** Keywords that are only ever compared as they stand. */
  readonly others: Readonly<Record<string, unknown>>;
  readonly root: JsonSchema;
}

export const TYPES = ["null", "boolean", "integer", "number", "string", "array", "object"] as const;

/** Keywords that say nothing about which documents are valid. */
const ANNOTATIONS: ReadonlySet<string> = new Set([
  "$schema",
  "$id",
  "$anchor",
  "$comment",
  "$defs",
  "definitions",
  "components",
  "title",
  "description",
  "default",
  "examples",
  "example",
  "deprecated",
  "readOnly",
  "writeOnly",
  "xml",
  "externalDocs",
  "discriminator",
  "nullable",
  "contentMediaType",
  "contentEncoding",
  "x-stackyard",
]);

// Which of two bounds is the closer one.
const CLOSER: Readonly<Record<string, (a: number, b: number) => number>> = {
  minimum: Math.max,
  exclusiveMinimum: Math.max,
  minLength: Math.max,
  minItems: Math.max,
  maximum: Math.min,
  exclusiveMaximum: Math.min,
  maxLength: Math.min,
  maxItems: Math.min,
};

// LIMIT: how many references may follow each other; more are a circle.
const MOST_REFERENCES = 32;

/** A schema as an object; `true` says nothing, and `false` forbids all. */
export function objectOf(schema: JsonSchema): { readonly [keyword: string]: unknown } {
  if (typeof schema !== "boolean") return schema;
  return schema ? {} : { not: {} };
}

/** Whether a value can be read as a schema. */
export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "boolean" || isObject(value);
}

/** The schema that a reference within the same document means; `true` if there is none. */
export function follow(root: JsonSchema, reference: string): JsonSchema {
  let value: unknown = root;
  for (const step of segmentsOf(reference.replace(/^#/, "")))
    value = isObject(value) || Array.isArray(value) ? Reflect.get(value, step) : undefined;
  return isSchema(value) ? value : true;
}

/** The steps of a JSON pointer. */
export function segmentsOf(pointer: string): readonly string[] {
  if (pointer === "" || pointer === "/") return [];
  return pointer
    .replace(/^\//, "")
    .split("/")
    .map((each) => decode(each).replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The JSON pointer of steps. */
export function pointerOf(segments: readonly string[]): string {
  return segments.map((each) => `/${each.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A pointer is not percent-encoded by itself; only a reference is.
    return text;
  }
}

/** Follows references and merges what must all hold. */
export function flatten({ schema, root }: Located): Flat {
  const parts = partsOf(schema, root, 0);
  const bounds: Record<string, number> = {};
  const others: Record<string, unknown> = {};
  const properties = new Map<string, JsonSchema>();
  const required = new Set<string>();
  const patterns = new Set<string>();
  const formats = new Set<string>();
  const choices: { isExclusive: boolean; schemas: readonly JsonSchema[] }[] = [];
  let types: ReadonlySet<string> | undefined;
  let values: readonly unknown[] | undefined;
  let additional: JsonSchema | undefined;
  let items: JsonSchema | undefined;
  let prefixItems: readonly JsonSchema[] = [];
  let isUnique = false;
  let isNever = false;
  for (const part of parts) {
    for (const [keyword, value] of Object.entries(part)) {
      if (ANNOTATIONS.has(keyword) || keyword === "$ref" || keyword === "allOf") continue;
      const closer = CLOSER[keyword];
      if (closer !== undefined && typeof value === "number") {
        const known = bounds[keyword];
        bounds[keyword] = known === undefined ? value : closer(known, value);
      } else if (keyword === "type") types = narrowTypes(types, new Set([value].flat().map(String)));
      else if (keyword === "enum" && Array.isArray(value)) values = narrowValues(values, value);
      else if (keyword === "const") values = narrowValues(values, [value]);
      else if (keyword === "properties" && isObject(value)) {
        for (const [name, each] of Object.entries(value)) {
          if (!isSchema(each)) continue;
          const known = properties.get(name);
          properties.set(name, known === undefined ? each : { allOf: [known, each] });
        }
      } else if (keyword === "required" && Array.isArray(value)) for (const name of value) required.add(String(name));
      else if (keyword === "additionalProperties" && isSchema(value)) additional = both(additional, value);
      else if (keyword === "items" && isSchema(value)) items = both(items, value);
      else if (keyword === "prefixItems" && Array.isArray(value) && prefixItems.length === 0)
        prefixItems = value.filter(isSchema);
      else if (keyword === "pattern") patterns.add(String(value));
      else if (keyword === "format") formats.add(String(value));
      else if (keyword === "uniqueItems") isUnique ||= value === true;
      else if ((keyword === "anyOf" || keyword === "oneOf") && Array.isArray(value))
        choices.push({ isExclusive: keyword === "oneOf", schemas: value.filter(isSchema) });
      else if (keyword === "not" && (value === true || (isObject(value) && Object.keys(value).length === 0)))
        isNever = true;
      else others[keyword] = keyword in others ? [others[keyword], value] : value;
    }
  }
  isNever ||= types?.size === 0 || values?.length === 0;
  return {
    isNever,
    types,
    values,
    properties,
    required,
    additional,
    items,
    prefixItems,
    bounds,
    patterns,
    formats,
    isUnique,
    choices,
    others,
    root,
  };
}

// The schema itself, what it refers to, and what `allOf` lists.
function partsOf(
  schema: JsonSchema,
  root: JsonSchema,
  depth: number,
): readonly { readonly [keyword: string]: unknown }[] {
  if (depth > MOST_REFERENCES) return [{ "too many references": true }];
  const own = objectOf(schema);
  const referred = typeof own["$ref"] === "string" ? partsOf(follow(root, own["$ref"]), root, depth + 1) : [];
  const all = Array.isArray(own["allOf"]) ? own["allOf"].filter(isSchema) : [];
  return [own, ...referred, ...all.flatMap((each) => partsOf(each, root, depth + 1))];
}

function narrowTypes(known: ReadonlySet<string> | undefined, more: ReadonlySet<string>): ReadonlySet<string> {
  if (known === undefined) return more;
  const narrow = (a: ReadonlySet<string>, b: ReadonlySet<string>): string[] =>
    [...a].filter((each) => b.has(each) || (each === "integer" && b.has("number")));
  return new Set([...narrow(known, more), ...narrow(more, known)]);
}

function narrowValues(known: readonly unknown[] | undefined, more: readonly unknown[]): readonly unknown[] {
  return known === undefined ? more : known.filter((each) => more.some((other) => isEqual(each, other)));
}

function both(known: JsonSchema | undefined, more: JsonSchema): JsonSchema {
  return known === undefined ? more : { allOf: [known, more] };
}

/** Deep equality of JSON values. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((each, index) => isEqual(each, b[index]));
  if (!isObject(a) || !isObject(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && isEqual(a[name], b[name]))
  );
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The type of a JSON value, as schemas name it. */
export function typeOf(value: unknown): (typeof TYPES)[number] {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value === "boolean" || typeof value === "string" ? (typeof value as "boolean" | "string") : "object";
}

const NAMED = new Set(["properties", "patternProperties", "dependentSchemas", "$defs", "definitions", "schemas"]);
const DEFINITIONS = new Set(["$defs", "definitions", "components"]);

/** A schema without what describes it only, so that other words are no other schema. */
export function withoutAnnotations(schema: JsonSchema): JsonSchema {
  if (typeof schema === "boolean") return schema;
  return Object.fromEntries(
    Object.entries(schema).flatMap(([keyword, value]): [string, unknown][] => {
      if (ANNOTATIONS.has(keyword) && !DEFINITIONS.has(keyword)) return [];
      if (keyword === "components" && isObject(value))
        return [[keyword, withoutAnnotations({ schemas: value["schemas"] ?? {} })]];
      // Names of members are no keywords, whatever they are called.
      if (NAMED.has(keyword) && isObject(value))
        return [
          [
            keyword,
            Object.fromEntries(
              Object.entries(value).map(([name, each]) => [name, isSchema(each) ? withoutAnnotations(each) : each]),
            ),
          ],
        ];
      if (keyword === "enum" || keyword === "const" || keyword === "required") return [[keyword, value]];
      if (Array.isArray(value))
        return [[keyword, value.map((each) => (isSchema(each) ? withoutAnnotations(each) : each))]];
      return [[keyword, isObject(value) ? withoutAnnotations(value) : value]];
    }),
  );
}
