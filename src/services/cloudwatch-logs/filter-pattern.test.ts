// Filter patterns against the examples of the user guide.

import { expect, test } from "vitest";
import { compileFilterPattern, parseFilterPattern } from "./filter-pattern.ts";

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
  ['{ $.objectList[*].name = "b" }', true],
  ['{ $.objectList[*].name = "c" }', false],
  ['{ $.* = "UpdateTrail" }', true],
  ["{ $.objectList[*].gone NOT EXISTS }", true],
] as const)("JSON: %s is %s", (pattern, expected) => {
  // Goal: each selector, operator and combination. Match one event.
  expect(compileFilterPattern(pattern)(EVENT)).toBe(expected);
});

// AWS: "Using filter patterns to match terms in space-delimited log events": the guide's message and patterns.
const REQUEST = '127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534';

test.each([
  ["[ip, user, username, timestamp, request, status_code, bytes]", true],
  ["[ip, user, username, timestamp, request, status_code = 4*, bytes]", true],
  ["[ip, user, username, timestamp, request = *html*, status_code = 4*, bytes > 1000]", true],
  ["[ip, user, username, timestamp, request, status_code = 4*, bytes > 2000]", false],
  ["[..., status_code = 4*, bytes]", true],
  ["[ip = 127*, ..., bytes]", true],
  ["[ip, ...]", true],
  ["[ip, user]", false],
  ["[ip, user, username, timestamp, request, status_code = 404 || status_code = 410, bytes]", true],
  ["[ip, user, username, timestamp, request, status_code != 404 && status_code != 410, bytes]", false],
  ["[ip=%127\\.0\\.0\\.[0-9]{1,3}%, ...]", true],
  ['[ip, user, username, timestamp, request = "GET /index.html HTTP/1.0", ...]', true],
  ["[,,,,, status = 404, ]", true],
] as const)("fields: %s is %s", (pattern, expected) => {
  // Goal: names, conditions, an ellipsis. Match one line of an access log.
  expect(compileFilterPattern(pattern)(REQUEST)).toBe(expected);
});

test("a pattern tells what it found", () => {
  // Goal: what metrics and TestMetricFilter read. Method: extract from messages that match. AWS: TestMetricFilter, Examples.
  expect(parseFilterPattern("[ip, ..., status, bytes]").extract(REQUEST)).toEqual({
    $ip: "127.0.0.1",
    $status: "404",
    $bytes: "1534",
  });
  const json = parseFilterPattern("{ $.latency > 1 && $.objectList[1].id = 2 }");
  expect(json.extract(EVENT)).toEqual({ "$.latency": "12.5", "$.objectList[1].id": "2" });
  expect(json.read(EVENT)("$.eventType")).toBe("UpdateTrail");
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
  ["{ $.*.*.*.* = 1 }", "Invalid filter pattern"],
  ["[a, b", "If a filter pattern starts with '[' it must end with ']'"],
  ["[..., a, ...]", "Invalid filter pattern"],
  ["[a, b = ]", "Invalid filter pattern"],
  ["[a, b = 1 && c = 2]", "Invalid filter pattern"],
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
