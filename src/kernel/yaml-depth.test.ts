// Goal: no text brings the process down while it is parsed. Method: texts at both sides of the limit, the near ones parsed.

import { parseDocument } from "yaml";
import { expect, test } from "vitest";
import { requireShallowYaml, TooDeepError } from "./yaml-depth.ts";

const nested = (levels: number): readonly string[] => [
  `a: ${"[".repeat(levels)}${"]".repeat(levels)}`,
  `a: ${"{b: ".repeat(levels)}${"}".repeat(levels)}`,
  `${"- ".repeat(levels / 2)}x`,
  `${"? ".repeat(levels / 2)}x`,
  Array.from({ length: levels }, (_, level) => `${" ".repeat(level)}a:`).join("\n"),
  Array.from({ length: levels }, (_, level) => `${" ".repeat(level)}-`).join("\n"),
];

test("what nests deeply is parsed, and what nests too deeply is refused before", () => {
  for (const text of nested(480)) {
    requireShallowYaml(text);
    expect(parseDocument(text).errors).toEqual([]);
  }
  for (const text of nested(20_000)) expect(() => requireShallowYaml(text)).toThrow(TooDeepError);
});

test("indented text and many brackets side by side are not deep", () => {
  requireShallowYaml(`a: |\n${"      if (x[0]) { y([1, [2]]); }\n".repeat(5000)}`);
  requireShallowYaml(`a: [${"[1], {b: 2}, ".repeat(5000)}]`);
});
