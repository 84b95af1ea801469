// Whether every document of one schema is a document of another. Errs on the safe side: what it cannot prove is a problem.
// Pure.

import { flatten, follow, isEqual, isObject, objectOf, pointerOf, TYPES, typeOf } from "./schema.ts";
import type { Flat, JsonSchema, Located } from "./schema.ts";
import { createValidator } from "./validate.ts";

/** Why some document of the one schema may be none of the other. */
export interface Problem {
  readonly kind: "removed" | "optional" | "type" | "values" | "range" | "format" | "unexpected" | "incomparable";
  /** The place in documents; "*" stands for every element of a list, or every further member. */
  readonly pointer: string;
  /** One sentence that goes on after the pointer, such as "is not always there any more". */
  readonly detail: string;
}

// LIMIT: how many combinations of alternatives are looked at one by one.
const MOST_BRANCHES = 64;
// LIMIT: how deep documents are compared; recursive schemas are the same below.
const DEEPEST = 24;

/**
 * The problems of `narrow` in `wide`; none if it is contained. `narrow` is taken as what its owner writes: a member which it does not
 * name is not there, unless `additionalProperties` says what it is.
 */
export function findProblems(narrow: Located, wide: Located): readonly Problem[] {
  return compare(narrow, wide, []);
}

function compare(narrow: Located, wide: Located, path: readonly string[]): readonly Problem[] {
  if (path.length > DEEPEST) return [];
  if (isEqual(narrow.schema, wide.schema) && isEqual(narrow.root, wide.root)) return [];
  const branches = branchesOf(narrow);
  if (branches === undefined) return [problem("incomparable", path, "has too many alternatives to compare")];
  const found = branches.flatMap((branch) => within(branch, wide, path));
  return found.filter((each, index) => found.findIndex((other) => isEqual(each, other)) === index);
}

// A document of an exclusive choice is one of a single branch, so the branches together have at least all documents.
function branchesOf(located: Located): readonly Flat[] | undefined {
  const flat = flatten(located);
  const [choice, ...rest] = flat.choices;
  if (choice === undefined) return [flat];
  const base = objectOf(located.schema);
  const found: Flat[] = [];
  for (const schema of choice.schemas) {
    const merged = { allOf: [withoutChoices(base, located.root), ...rest.map(asSchema), schema] };
    const inner = branchesOf({ schema: merged, root: located.root });
    if (inner === undefined) return undefined;
    found.push(...inner);
    if (found.length > MOST_BRANCHES) return undefined;
  }
  return found;
}

function asSchema({ isExclusive, schemas }: Flat["choices"][number]): JsonSchema {
  return isExclusive ? { oneOf: schemas } : { anyOf: schemas };
}

// All that a schema says beside its choices.
function withoutChoices(schema: { readonly [keyword: string]: unknown }, root: JsonSchema, depth = 0): JsonSchema {
  const { anyOf: _any, oneOf: _one, allOf, $ref, ...own } = schema;
  const parts = [
    ...(Array.isArray(allOf) ? (allOf as JsonSchema[]) : []),
    ...(typeof $ref === "string" ? [follow(root, $ref)] : []),
  ];
  // What refers to itself was refused by `flatten` already.
  if (parts.length === 0 || depth > DEEPEST) return own;
  return { ...own, allOf: parts.map((each) => withoutChoices(objectOf(each), root, depth + 1)) };
}

function within(narrow: Flat, wide: Located, path: readonly string[]): readonly Problem[] {
  if (narrow.isNever) return [];
  const wanted = flatten(wide);
  if (wanted.isNever) return [problem("unexpected", path, "is not allowed")];
  const base = [
    ...compareTypes(narrow, wanted, path),
    ...compareValues(narrow, wanted, path),
    ...(narrow.values === undefined ? compareScalars(narrow, wanted, path) : []),
    ...(narrow.values === undefined ? compareArrays(narrow, wanted, path) : []),
    ...(narrow.values === undefined ? compareObjects(narrow, wanted, path) : []),
    ...compareOthers(narrow, wanted, path),
  ];
  return base.length > 0 ? base : wanted.choices.flatMap((choice) => withinChoice(narrow, choice, wanted.root, path));
}

function withinChoice(
  narrow: Flat,
  choice: Flat["choices"][number],
  root: JsonSchema,
  path: readonly string[],
): readonly Problem[] {
  const tried = choice.schemas.map((schema) => within(narrow, { schema, root }, path));
  const index = tried.findIndex((each) => each.length === 0);
  if (index === -1)
    return tried.length === 1
      ? (tried[0] ?? [])
      : [problem("values", path, "can be what none of the alternatives allows")];
  if (!choice.isExclusive) return [];
  const isAlone = choice.schemas.every(
    (schema, other) => other === index || isApart(narrow, flatten({ schema, root })),
  );
  return isAlone ? [] : [problem("incomparable", path, 'may be valid by more than one alternative of "oneOf"')];
}

// Surely no document is of both: other types, other values, or other values of a member that both must have.
function isApart(a: Flat, b: Flat): boolean {
  if (a.isNever || b.isNever) return true;
  const [some, more] = [typesOf(a), typesOf(b)];
  if (
    ![...some].some(
      (type) =>
        more.has(type) || (type === "integer" && more.has("number")) || (type === "number" && more.has("integer")),
    )
  )
    return true;
  if (a.values !== undefined && b.values !== undefined) {
    const others = b.values;
    return !a.values.some((each) => others.some((other) => isEqual(each, other)));
  }
  if (some.size !== 1 || !some.has("object")) return false;
  return [...b.required].some((name) => {
    const [mine, theirs] = [a.properties.get(name), b.properties.get(name)];
    if (mine === undefined) return a.additional === undefined || a.additional === false;
    return (
      theirs !== undefined &&
      a.required.has(name) &&
      isApart(flatten({ schema: mine, root: a.root }), flatten({ schema: theirs, root: b.root }))
    );
  });
}

function typesOf(flat: Flat): ReadonlySet<string> {
  if (flat.values !== undefined) return new Set(flat.values.map(typeOf));
  return flat.types ?? new Set(TYPES);
}

function compareTypes(narrow: Flat, wanted: Flat, path: readonly string[]): readonly Problem[] {
  const allowed = wanted.types;
  if (allowed === undefined) return [];
  const more = [...typesOf(narrow)].filter(
    (type) => !allowed.has(type) && !(type === "integer" && allowed.has("number")),
  );
  if (more.length === 0) return [];
  const now = narrow.types === undefined && narrow.values === undefined ? "anything" : listed(more);
  return [problem("type", path, `can be ${now}, and not only ${listed([...allowed])}`)];
}

function compareValues(narrow: Flat, wanted: Flat, path: readonly string[]): readonly Problem[] {
  if (narrow.values !== undefined) {
    const validate = scalarValidator(wanted);
    const refused = narrow.values.filter((value) => validate(value) !== undefined && isOfTypes(value, wanted));
    return refused.length === 0 ? [] : [problem("values", path, `can be ${shown(refused)}`)];
  }
  if (wanted.values === undefined) return [];
  const isBoolean = narrow.types?.size === 1 && narrow.types.has("boolean");
  const all: readonly unknown[] = isBoolean
    ? [true, false]
    : narrow.types?.size === 1 && narrow.types.has("null")
      ? [null]
      : [];
  const isCovered = all.length > 0 && all.every((value) => wanted.values?.some((each) => isEqual(each, value)));
  return isCovered ? [] : [problem("values", path, `can be something else than ${shown(wanted.values)}`)];
}

function isOfTypes(value: unknown, { types }: Flat): boolean {
  const type = typeOf(value);
  return types === undefined || types.has(type) || (type === "integer" && types.has("number"));
}

// Few values can be tried one by one, against everything but the choices, which are looked at by themselves.
function scalarValidator({
  values,
  properties,
  required,
  additional,
  items,
  prefixItems,
  bounds,
  patterns,
  isUnique,
  root,
}: Flat): (value: unknown) => string | undefined {
  return createValidator({
    ...(isObject(root) ? definitionsOf(root) : {}),
    ...bounds,
    ...(values === undefined ? {} : { enum: values }),
    properties: Object.fromEntries(properties),
    required: [...required],
    ...(additional === undefined ? {} : { additionalProperties: additional }),
    ...(items === undefined ? {} : { items }),
    ...(prefixItems.length === 0 ? {} : { prefixItems }),
    uniqueItems: isUnique,
    ...(patterns.size === 0 ? {} : { allOf: [...patterns].map((pattern) => ({ pattern })) }),
  });
}

/** The definitions of a document that references point to. */
export function definitionsOf(root: { readonly [keyword: string]: unknown }): { readonly [keyword: string]: unknown } {
  return Object.fromEntries(
    ["$defs", "definitions", "components"].flatMap((name) => (name in root ? [[name, root[name]]] : [])),
  );
}

function compareScalars(narrow: Flat, wanted: Flat, path: readonly string[]): readonly Problem[] {
  const types = typesOf(narrow);
  const found: Problem[] = [];
  const isNumber = types.has("number") || types.has("integer");
  const low = Math.max(narrow.bounds["minimum"] ?? -Infinity, narrow.bounds["exclusiveMinimum"] ?? -Infinity);
  const high = Math.min(narrow.bounds["maximum"] ?? Infinity, narrow.bounds["exclusiveMaximum"] ?? Infinity);
  const excludesLow = low === narrow.bounds["exclusiveMinimum"];
  const excludesHigh = high === narrow.bounds["exclusiveMaximum"];
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = wanted.bounds;
  if (isNumber) {
    if (minimum !== undefined && low < minimum) found.push(problem("range", path, `can be less than ${minimum}`));
    if (exclusiveMinimum !== undefined && (low < exclusiveMinimum || (low === exclusiveMinimum && !excludesLow)))
      found.push(problem("range", path, `can be ${exclusiveMinimum} or less`));
    if (maximum !== undefined && high > maximum) found.push(problem("range", path, `can be more than ${maximum}`));
    if (exclusiveMaximum !== undefined && (high > exclusiveMaximum || (high === exclusiveMaximum && !excludesHigh)))
      found.push(problem("range", path, `can be ${exclusiveMaximum} or more`));
  }
  if (types.has("string")) {
    found.push(...compareBounds(narrow, wanted, path, "Length", "letters"));
    for (const pattern of wanted.patterns)
      if (!narrow.patterns.has(pattern)) found.push(problem("format", path, `need not match ${pattern}`));
    for (const format of wanted.formats)
      if (!narrow.formats.has(format)) found.push(problem("format", path, `need not have the format "${format}"`));
  }
  return found;
}

function compareBounds(
  narrow: Flat,
  wanted: Flat,
  path: readonly string[],
  what: "Length" | "Items",
  unit: string,
): readonly Problem[] {
  const [least, most] = [wanted.bounds[`min${what}`] ?? 0, wanted.bounds[`max${what}`]];
  const found: Problem[] = [];
  if ((narrow.bounds[`min${what}`] ?? 0) < least)
    found.push(problem("range", path, `can have fewer than ${least} ${unit}`));
  if (most !== undefined && (narrow.bounds[`max${what}`] ?? Infinity) > most)
    found.push(problem("range", path, `can have more than ${most} ${unit}`));
  return found;
}

function compareArrays(narrow: Flat, wanted: Flat, path: readonly string[]): readonly Problem[] {
  if (!typesOf(narrow).has("array")) return [];
  const found = [...compareBounds(narrow, wanted, path, "Items", "elements")];
  const most = narrow.bounds["maxItems"] ?? Infinity;
  if (wanted.isUnique && !narrow.isUnique && most > 1)
    found.push(problem("range", path, "can have the same element twice"));
  const count = Math.max(narrow.prefixItems.length, wanted.prefixItems.length);
  const at = ({ prefixItems, items }: Flat, index: number): JsonSchema => prefixItems[index] ?? items ?? true;
  for (let index = 0; index < count; index++) {
    if (index >= most) break;
    const [mine, theirs] = [at(narrow, index), at(wanted, index)];
    found.push(
      ...compare({ schema: mine, root: narrow.root }, { schema: theirs, root: wanted.root }, [...path, String(index)]),
    );
  }
  if (wanted.items !== undefined && count < most)
    found.push(
      ...compare({ schema: narrow.items ?? true, root: narrow.root }, { schema: wanted.items, root: wanted.root }, [
        ...path,
        "*",
      ]),
    );
  return found;
}

// Through these a schema may name members that `properties` does not have.
const NAMES_MEMBERS = ["patternProperties", "if", "then", "else", "dependentSchemas", "unevaluatedProperties"];

function compareObjects(narrow: Flat, wanted: Flat, path: readonly string[]): readonly Problem[] {
  if (!typesOf(narrow).has("object")) return [];
  const found: Problem[] = [];
  const saysMore = wanted.properties.size + wanted.required.size > 0 || wanted.additional !== undefined;
  for (const keyword of NAMES_MEMBERS)
    if (saysMore && narrow.others[keyword] !== undefined && !isEqual(narrow.others[keyword], wanted.others[keyword]))
      found.push(problem("incomparable", path, `has "${keyword}", which is compared only as it stands`));
  const isOpen = narrow.additional !== undefined && narrow.additional !== false;
  for (const name of wanted.required) {
    if (narrow.required.has(name)) continue;
    if (narrow.properties.has(name) || isOpen) found.push(problem("optional", [...path, name], "is not always there"));
    else found.push(problem("removed", [...path, name], "is not there any more"));
  }
  for (const [name, schema] of wanted.properties) {
    const mine = narrow.properties.get(name) ?? (isOpen ? narrow.additional : undefined);
    if (mine === undefined) continue;
    found.push(...compare({ schema: mine, root: narrow.root }, { schema, root: wanted.root }, [...path, name]));
  }
  const { additional } = wanted;
  if (additional === undefined || additional === true) return found;
  for (const [name, mine] of narrow.properties) {
    if (wanted.properties.has(name) || flatten({ schema: mine, root: narrow.root }).isNever) continue;
    if (additional === false) found.push(problem("unexpected", [...path, name], "is refused"));
    else
      found.push(
        ...compare({ schema: mine, root: narrow.root }, { schema: additional, root: wanted.root }, [...path, name]),
      );
  }
  if (isOpen && narrow.additional !== undefined)
    found.push(
      ...compare({ schema: narrow.additional, root: narrow.root }, { schema: additional, root: wanted.root }, [
        ...path,
        "*",
      ]),
    );
  return found;
}

function compareOthers(narrow: Flat, wanted: Flat, path: readonly string[]): readonly Problem[] {
  return Object.entries(wanted.others)
    .filter(([keyword, value]) => !isEqual(value, narrow.others[keyword]) || !isEqual(narrow.root, wanted.root))
    .map(([keyword]) => problem("incomparable", path, `has "${keyword}", which is compared only as it stands`));
}

function problem(kind: Problem["kind"], path: readonly string[], detail: string): Problem {
  return { kind, pointer: pointerOf(path), detail };
}

function listed(names: readonly string[]): string {
  return names.join(" or ");
}

function shown(values: readonly unknown[]): string {
  return values.map((each) => JSON.stringify(each)).join(" or ");
}
