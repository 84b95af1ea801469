// Goal: what CloudFormation's reader takes is read, and nothing else becomes right by it. Method: the forms in which public templates have it. AWS's
// reader is SnakeYAML, which shares its scanner's rules with PyYAML: the values are those that PyYAML 6 gives.

import { expect, test } from "vitest";
import { readYaml } from "./yaml-document.ts";

const OPTIONS = { version: "1.1", strict: false, uniqueKeys: false } as const;

function valueOf(text: string): unknown {
  const { document } = readYaml(text, OPTIONS);
  expect(document.errors).toEqual([]);
  return document.toJS();
}

test.each([
  ["single quotes", "a:\n  - b: '{\n  \"it''s\": [\n]\n  }'\n    c: 1\n", { a: [{ b: '{ "it\'s": [ ] }', c: 1 }] }],
  ["double quotes", 'a:\n  b: "x\n \\" y\nz"\n  c: 1\n', { a: { b: 'x " y z', c: 1 } }],
  ["a tag before", "a:\n  - b: !Sub '{\n    }'\n  - 2\n", { a: [{ b: "{ }" }, 2] }],
  [
    "brackets in brackets",
    'a:\n  b: {"c": [1, # a comment with a }\n  "}",\n{ "d": 2 }\n], "e": {\n}}\n  f: 1\n',
    { a: { b: { c: [1, "}", { d: 2 }], e: {} }, f: 1 } },
  ],
])("lines of %s that are indented too little", (_what, text, value) => {
  expect(valueOf(text)).toEqual(value);
});

test("a block that ends with the file has no line break that is not there", () => {
  expect(valueOf("a:\n  - b: >\n      x\n      y")).toEqual({ a: [{ b: "x y" }] });
  expect(valueOf("a: |\n  x\n")).toEqual({ a: "x\n" });
  expect(valueOf("a: |\n  x\nb: z")).toEqual({ a: "x\n", b: "z" });
});

test.each([
  ["quotes that never close", "a:\n  b: 'x\ny\n", "Missing closing 'quote"],
  ["brackets that never close", "a:\n  b: [1,\n2\nc: 3\n", "sufficiently indented"],
  ["something else", "a: b: c\n", "Nested mappings"],
])("%s are told of as they are written", (_what, text, message) => {
  const [error] = readYaml(text, OPTIONS).document.errors;
  expect(error?.message).toContain(message);
});

test("places keep their lines", () => {
  const text = "a:\n  b: 'x\ny'\n  c: 1\n";
  const { document, lines } = readYaml(text, OPTIONS);
  const range = (document.getIn(["a", "c"], true) as { range: [number] }).range;
  expect(lines.linePos(range[0])).toEqual({ line: 4, col: 6 });
});
