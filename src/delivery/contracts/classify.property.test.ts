// Properties of the comparison of schemas, by documents that are made of them and judged by ajv: what it calls contained is, and
// what it calls compatible can be read.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classify } from "./classify.ts";
import { findProblems } from "./containment.ts";
import type { Contract, UnitContracts } from "./contract.ts";
import { readingOf } from "./reading.ts";
import { isObject } from "./schema.ts";
import type { JsonSchema } from "./schema.ts";
import { createValidator } from "./validate.ts";

const NAMES = ["a", "b", "c"] as const;
const TEXTS = ["x", "y", "zz"];

/** Schemas of the subset that contracts are written in, small enough that two of them often have to do with each other. */
const { schema: SCHEMA, object: OBJECT } = fc.letrec<{ schema: JsonSchema; object: JsonSchema }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 2, depthSize: "small" },
    fc.record({ type: fc.constantFrom("string", "boolean", "null") }),
    fc.record(
      {
        type: fc.constantFrom("integer", "number"),
        minimum: fc.integer({ min: -3, max: 1 }),
        maximum: fc.integer({ min: 1, max: 4 }),
      },
      { requiredKeys: ["type"] },
    ),
    fc.record(
      { type: fc.constant("string"), minLength: fc.nat(1), maxLength: fc.integer({ min: 1, max: 3 }) },
      { requiredKeys: ["type"] },
    ),
    fc.record({ enum: fc.subarray(TEXTS, { minLength: 1 }) }),
    fc.record({ const: fc.constantFrom(...TEXTS) }),
    fc.record({ type: fc.constant(["string", "null"]) }),
    fc.record(
      { type: fc.constant("array"), items: tie("schema"), maxItems: fc.constant(2) },
      { requiredKeys: ["type"] },
    ),
    tie("object"),
    fc.record({ anyOf: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }) }),
    fc.record({ oneOf: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }) }),
    fc.record({ allOf: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }) }),
  ),
  object: fc
    .record({
      members: fc.dictionary(fc.constantFrom(...NAMES), tie("schema"), { maxKeys: 3 }),
      required: fc.subarray([...NAMES]),
      additional: fc.option(fc.oneof(fc.constant(false), tie("schema")), { nil: undefined, freq: 4 }),
    })
    .map(({ members, required, additional }) => ({
      type: "object",
      properties: members,
      required: required.filter((name) => Object.hasOwn(members, name)),
      ...(additional === undefined ? {} : { additionalProperties: additional }),
    })),
}));

/** What a producer that keeps to a schema may write: a member that the schema does not name is not there. */
function documentsOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  if (typeof schema === "boolean") return fc.constantFrom<unknown>("x", 1, null, true);
  const of = (value: unknown): readonly JsonSchema[] => (Array.isArray(value) ? (value as JsonSchema[]) : []);
  if (Array.isArray(schema["enum"])) return fc.constantFrom<unknown>(...(schema["enum"] as unknown[]));
  if ("const" in schema) return fc.constant(schema["const"]);
  const choices = [...of(schema["anyOf"]), ...of(schema["oneOf"])];
  if (choices.length > 0) return fc.oneof(...choices.map(documentsOf));
  const all = of(schema["allOf"]);
  if (all.length > 0)
    return fc
      .tuple(...all.map(documentsOf))
      .map((parts) => (parts.every(isObject) ? Object.assign({}, ...parts) : parts[0]));
  const types = [schema["type"]].flat();
  if (types.length > 1) return fc.oneof(...types.map((type) => documentsOf({ ...schema, type })));
  const [least, most] = [Number(schema["minimum"] ?? -4), Number(schema["maximum"] ?? 5)];
  switch (types[0]) {
    case "string":
      return fc.oneof(
        fc.constantFrom(...TEXTS),
        fc.string({ minLength: Number(schema["minLength"] ?? 0), maxLength: Number(schema["maxLength"] ?? 4) }),
      );
    case "boolean":
      return fc.boolean();
    case "integer":
      return fc.integer({ min: least, max: most });
    case "number":
      return fc.oneof(fc.integer({ min: least, max: most }), fc.double({ min: least, max: most, noNaN: true }));
    case "array":
      return fc.array(documentsOf((schema["items"] as JsonSchema | undefined) ?? true), { maxLength: 2 });
    case "object": {
      const members = Object.entries(schema["properties"] as Record<string, JsonSchema>).map(
        ([name, each]) => [name, documentsOf(each)] as const,
      );
      const known = fc.record(Object.fromEntries(members), { requiredKeys: schema["required"] as string[] });
      const more = schema["additionalProperties"];
      if (more === undefined || more === false) return known;
      return fc
        .tuple(known, fc.dictionary(fc.constantFrom("d", "e"), documentsOf(more as JsonSchema), { maxKeys: 1 }))
        .map(([own, others]) => ({ ...others, ...own }));
    }
    default:
      return fc.constant(null);
  }
}

/** A second version: another schema, or the first one with one of its parts exchanged. */
const pairsOf = (schema: fc.Arbitrary<JsonSchema>): fc.Arbitrary<readonly [JsonSchema, JsonSchema]> =>
  fc.tuple(schema, SCHEMA, fc.nat(6)).map(([first, other, change]) => [first, changed(first, other, change)] as const);

function changed(schema: JsonSchema, other: JsonSchema, change: number): JsonSchema {
  if (typeof schema === "boolean" || !isObject(schema["properties"])) return change % 2 === 0 ? other : schema;
  const properties = schema["properties"] as Record<string, JsonSchema>;
  const required = schema["required"] as string[];
  const [name = "a"] = Object.keys(properties);
  const { [name]: part, ...rest } = properties;
  switch (change) {
    case 0:
      return other;
    case 1:
      return { ...schema, properties: rest, required: required.filter((each) => each !== name) };
    case 2:
      return { ...schema, required: [] };
    case 3:
      return { ...schema, required: Object.keys(properties) };
    case 4:
      return { ...schema, properties: { ...properties, [name]: part === undefined ? other : changed(part, other, 0) } };
    default:
      return { ...schema, properties: { ...properties, c: other } };
  }
}

const found = { contained: 0, not: 0, compatible: 0, breaking: 0 };
const RUNS = { numRuns: 600 };

describe("comparing schemas", () => {
  // Goal: no document of a schema that is called contained is refused by the other one. Method: schemas and their documents by chance, ajv
  // as the judge of both; a schema without documents tells nothing.
  test("calls contained only what is", () => {
    const cases = pairsOf(SCHEMA).chain(([wide, narrow]) =>
      fc.tuple(fc.constant(narrow), fc.constant(wide), documentsOf(narrow)),
    );
    fc.assert(
      fc.property(cases, ([narrow, wide, document]) => {
        if (createValidator(narrow)(document) !== undefined) return;
        const problems = findProblems({ schema: narrow, root: narrow }, { schema: wide, root: wide });
        found[problems.length === 0 ? "contained" : "not"] += 1;
        if (problems.length === 0) expect(createValidator(wide)(document)).toBeUndefined();
      }),
      RUNS,
    );
    expect(found.contained).toBeGreaterThan(80);
    expect(found.not).toBeGreaterThan(80);
  });

  // Goal: if a change is called compatible for a reader, everything that the new version allows can be read as the old one was. Method: a
  // reader of fields by chance; the reading as a schema, judged by ajv.
  test("calls compatible only what its reader takes", () => {
    const cases = pairsOf(OBJECT).chain(([before, after]) => {
      const known = isObject(before) && isObject(before["properties"]) ? Object.keys(before["properties"]) : [];
      return fc.tuple(
        fc.constant(before),
        fc.constant(after),
        documentsOf(after),
        fc.subarray(known.map((name) => `/${name}`)),
      );
    });
    fc.assert(
      fc.property(cases, ([before, after, document, pointers]) => {
        if (createValidator(after)(document) !== undefined) return;
        const fields = pointers.map((pointer) => ({ pointer }));
        const contract = (schema: JsonSchema): Contract => ({
          id: "event.v1",
          channel: { kind: "topic", logicalId: "Topic", attributes: {} },
          schema,
        });
        const reads: UnitContracts = { produces: [], reads: [{ unit: "producer", contract: "event.v1", fields }] };
        const side = (schema: JsonSchema): ReadonlyMap<string, UnitContracts> =>
          new Map([
            ["producer", { produces: [contract(schema)], reads: [] }],
            ["reader", reads],
          ]);
        const [change] = classify({
          before: side(before),
          after: side(after),
          subscribers: [],
          changed: new Set(),
        });
        const isCompatible = change === undefined || change.verdict === "compatible";
        found[isCompatible ? "compatible" : "breaking"] += 1;
        if (isCompatible) expect(createValidator(readingOf(before, fields))(document)).toBeUndefined();
      }),
      RUNS,
    );
    expect(found.compatible).toBeGreaterThan(80);
    expect(found.breaking).toBeGreaterThan(80);
  });

  // Goal: what has not changed is contained in itself. Method: schemas by chance, with and without a reader's eyes.
  test("finds nothing wrong with what is the same", () => {
    fc.assert(
      fc.property(SCHEMA, (schema) => {
        expect(
          findProblems({ schema, root: schema }, { schema: structuredClone(schema), root: structuredClone(schema) }),
        ).toEqual([]);
      }),
    );
  });
});
