// Filter patterns against the examples of the user guide.

import { expect, test } from "vitest";
import { compileFilterPattern } from "./filter-pattern.ts";

const ERRORS = [
  "[ERROR 400] BAD REQUEST",
  "[ERROR 401] UNAUTHORIZED REQUEST",
  "[ERROR 419] MISSING ARGUMENTS",
  "[ERROR 420] INVALID ARGUMENTS",
];

function matching(pattern: string, messages: readonly string[]): readonly string[] {
  return messages.filter(compileFilterPattern(pattern));
}

test.each([
  // AWS: "Using filter patterns to match terms in unstructured log events" (CloudWatch Logs user guide).
  ["", [0, 1, 2, 3]],
  ["ERROR", [0, 1, 2, 3]],
  ["error", []],
  ["ERROR ARGUMENTS", [2, 3]],
  ["?REQUEST ?INVALID", [0, 1, 3]],
  ["ERROR -ARGUMENTS", [0, 1]],
  ['"INVALID ARGUMENTS"', [3]],
  ['-"BAD REQUEST"', [1, 2, 3]],
  ["AUTHORIZED", []],
  ["%AUTHORIZED%", [1]],
  ["%ERROR 4[12]\\d%", [2, 3]],
] as const)("terms: %s", (pattern, expected) => {
  // Goal: words, phrases, exclusions, alternatives and expressions. Match the guide's messages.
  expect(matching(pattern, ERRORS)).toEqual(expected.map((index) => ERRORS[index]));
});

const EVENT = JSON.stringify({
  eventType: "UpdateTrail",
  sourceIPAddress: "111.111.111.111",
  arrayKey: ["value", "another value"],
  objectList: [
    { name: "a", id: 1 },
    { name: "b", id: 2 },
  ],
  SomeObject: null,
  isCold: true,
  latency: 12.5,
});

test.each([
  // AWS: "Using filter patterns to match terms in JSON log events" (CloudWatch Logs user guide).
  ['{ $.eventType = "UpdateTrail" }', true],
  ["{ $.eventType = UpdateTrail }", true],
  ["{ $.eventType = Update* }", true],
  ["{ $.eventType = *date*ail }", true],
  ["{ $.eventType = *ail*date }", false],
  ["{ $.eventType = Update*teTrail }", false],
  ["{ $.eventType = %^Up.*l$% }", true],
  ["{ $.sourceIPAddress != 123.123.* }", true],
  ["{ $.sourceIPAddress != 111.111.* }", false],
  ['{ $.arrayKey[0] = "value" }', true],
  ["{ $.objectList[1].id = 2 }", true],
  ["{ $.SomeObject IS NULL }", true],
  ["{ $.SomeOtherObject NOT EXISTS }", true],
  ["{ $.isCold IS TRUE }", true],
  ["{ $.isCold IS FALSE }", false],
  ["{ $.latency >= 12.5 && $.latency < 13 }", true],
  ['{ ($.latency > 100) || ($.objectList[0].name = "a" && $.isCold IS TRUE) }', true],
  ['{ $["eventType"] = "DeleteTrail" }', false],
  ["{ $.missing != 1 }", false],
] as const)("JSON: %s is %s", (pattern, expected) => {
  // Goal: each selector, operator and combination. Match one event.
  expect(compileFilterPattern(pattern)(EVENT)).toBe(expected);
});

test("a JSON pattern never matches what is not JSON", () => {
  // Goal: mixed log groups. Match plain and broken messages.
  const matches = compileFilterPattern("{ $.a NOT EXISTS }");
  expect(["plain", '{"b":', "[1]x"].map(matches)).toEqual([false, false, false]);
});

test.each([
  ["foo:bar", "Invalid character(s) in term 'foo:bar'"],
  ["{ $.a = 1", "If a filter pattern starts with '{' it must end with '}'"],
  ["{ $.a }", "Invalid filter pattern"],
  ["{ a = 1 }", "Invalid filter pattern"],
  ["{ ($.a = 1 }", "Invalid filter pattern"],
  ["{ $.a > b }", "Invalid filter pattern"],
])("%s is refused", (pattern, message) => {
  // Goal: a pattern is right or an error, never silently empty. Compile it.
  expect(() => compileFilterPattern(pattern)).toThrow(message);
});

test("a pattern of many wildcards is done with a long text at once", () => {
  // Goal: one account's pattern cannot stop the server for all. Method: a text that nearly matches in very many ways;
  // trying them all would take longer than any test may.
  const matches = compileFilterPattern(`{ $.a = ${"*a".repeat(30)}b }`);
  expect(matches(JSON.stringify({ a: "a".repeat(100_000) }))).toBe(false);
});
