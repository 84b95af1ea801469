// Goal: whatever way a template is written, it means the same. Method: properties over made-up templates, each in JSON and in YAML with short tags, and
// a table of what YAML 1.1 reads otherwise than it looks. AWS: User Guide, "Template format"; Template Reference, "Intrinsic function reference".

import fc from "fast-check";
import { expect, test } from "vitest";
import { parseTemplate } from "./parse.ts";

/** Functions by the forms of their arguments. */
const FUNCTIONS = ["And", "Cidr", "Equals", "FindInMap", "If", "Join", "Not", "Or", "Select", "Split", "Sub"];
const OF_A_TEXT = ["Base64", "GetAZs", "ImportValue", "Sub"];
const NAME = fc.stringMatching(/^[A-Z][A-Za-z0-9]{0,8}$/);
const SCALAR = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));

/** Values in the long form. */
const VALUE = fc.letrec<{ value: unknown }>((tie) => {
  const item = tie("value");
  return {
    value: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      SCALAR,
      fc.array(item, { maxLength: 4 }),
      // Names that are functions' have a meaning of their own.
      fc.dictionary(
        fc.string().filter((name) => name !== "Ref" && name !== "Condition" && !name.startsWith("Fn::")),
        item,
        { maxKeys: 4 },
      ),
      NAME.map((name) => ({ Ref: name })),
      fc.tuple(NAME, NAME, NAME).map(([one, two, three]) => ({ "Fn::GetAtt": [one, `${two}.${three}`] })),
      fc.tuple(fc.constantFrom(...OF_A_TEXT), fc.string()).map(([name, text]) => ({ [`Fn::${name}`]: text })),
      fc
        .tuple(fc.constantFrom(...FUNCTIONS), fc.array(item, { maxLength: 3 }))
        .map(([name, list]) => ({ [`Fn::${name}`]: list })),
    ),
  };
}).value;

/** The value in YAML, with a short tag wherever there is one. */
function shortYaml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => shortYaml(item)).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value);
  const [[name, argument] = ["", undefined]] = entries;
  if (entries.length === 1 && name === "Ref") return `!Ref ${JSON.stringify(argument)}`;
  if (entries.length === 1 && name.startsWith("Fn::")) {
    const isPath = name === "Fn::GetAtt" && Array.isArray(argument);
    return `!${name.slice(4)} ${isPath ? JSON.stringify(argument.join(".")) : shortYaml(argument)}`;
  }
  return `{${entries.map(([key, member]) => `? ${JSON.stringify(key)} : ${shortYaml(member)}`).join(", ")}}`;
}

test("short tags mean the functions' long forms, however they are nested", () => {
  fc.assert(
    fc.property(VALUE, (value) => {
      const { value: read, problems } = parseTemplate(`Value: ${shortYaml(value)}\n`);
      expect(problems).toEqual([]);
      expect(read).toEqual({ Value: value });
    }),
  );
});

test("JSON is read as JSON and as the YAML that it is", () => {
  fc.assert(
    fc.property(VALUE, (value) => {
      const text = JSON.stringify({ Value: value });
      expect(parseTemplate(text).value).toEqual({ Value: value });
      // A comment makes it YAML.
      expect(parseTemplate(`# Not JSON.\n${text}\n`).value).toEqual({ Value: value });
    }),
  );
});

test.each([
  ["!GetAtt [A, B.C]", { "Fn::GetAtt": ["A", "B.C"] }],
  ["!GetAtt A.B.C", { "Fn::GetAtt": ["A", "B.C"] }],
  ['!Sub ["${X}", {X: !Ref A}]', { "Fn::Sub": ["${X}", { X: { Ref: "A" } }] }],
  ["!Not [!Condition A]", { "Fn::Not": [{ Condition: "A" }] }],
  ["{Fn::Base64: !Sub x}", { "Fn::Base64": { "Fn::Sub": "x" } }],
  [
    "!Transform {Name: AWS::Include, Parameters: {Location: x}}",
    { "Fn::Transform": { Name: "AWS::Include", Parameters: { Location: "x" } } },
  ],
  ["yes", true],
  ["No", false],
  ["on", true],
  ["off", false],
  ["~", null],
  ["2010-09-09", "2010-09-09"],
  ["2001-12-14t21:59:43.10-05:00", "2001-12-14t21:59:43.10-05:00"],
  ["0755", "0755"],
  ["012345678901", "012345678901"],
  ["123456789012345678901", "123456789012345678901"],
  ["12:30", "12:30"],
  ["0x1F", 31],
  ["1_000", 1000],
  ["1.10", 1.1],
  ["{a: 1, a: 2}", { a: 2 }],
  ["{<<: {a: 1}, b: 2}", { "<<": { a: 1 }, b: 2 }],
  ["!!str 5", "5"],
])("%s is what CloudFormation takes it for", (text, value) => {
  expect(parseTemplate(`Value: ${text}\n`)).toMatchObject({ problems: [], value: { Value: value } });
});

test("a member that JSON has twice is the last one, and a mark of byte order is no part of a template", () => {
  expect(parseTemplate('{"a": 1, "a": {"b": 2}}').value).toEqual({ a: { b: 2 } });
  expect(parseTemplate('\uFEFF{"a": 1}').value).toEqual({ a: 1 });
  expect(parseTemplate("\uFEFFa: 1\n").value).toEqual({ a: 1 });
});
