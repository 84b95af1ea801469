// Filter policies as tables: what matches, and what is refused in which words.

import fc from "fast-check";
import { expect, test } from "vitest";
import { parseFilterPolicy } from "./filter-policy.ts";
import type { MessageAttributes } from "./records.ts";

const string = (value: string): MessageAttributes => ({ key: { dataType: "String", value } });
const number = (value: string): MessageAttributes => ({ key: { dataType: "Number", value } });
const array = (value: string): MessageAttributes => ({ key: { dataType: "String.Array", value } });
const binary: MessageAttributes = { key: { dataType: "Binary", value: Uint8Array.of(1) } };

// Goal: each operator on message attributes, both ways.
// AWS: "String value matching", "Numeric value matching", "Attribute key matching" in the SNS developer guide.
test.each<[unknown[], MessageAttributes | undefined, boolean]>([
  [["rugby", "tennis"], string("rugby"), true],
  [["rugby", "tennis"], string("Rugby"), false],
  [["rugby", "tennis"], array('["golf","tennis"]'), true],
  [["rugby"], undefined, false],
  [["rugby"], binary, false],
  [[null], array("[null]"), true],
  [[true], array("[true]"), true],
  [[{ prefix: "bas" }], string("baseball"), true],
  [[{ prefix: "bas" }], string("rugby"), false],
  [[{ suffix: "ball" }], string("baseball"), true],
  [[{ suffix: "ball" }], string("rugby"), false],
  [[{ "equals-ignore-case": "tennis" }], string("TENNIS"), true],
  [[{ "equals-ignore-case": "tennis" }], string("TABLE TENNIS"), false],
  [[{ "anything-but": ["rugby", "tennis"] }], string("baseball"), true],
  [[{ "anything-but": ["rugby", "tennis"] }], string("rugby"), false],
  [[{ "anything-but": "rugby" }], array('["golf","rugby"]'), false],
  [[{ "anything-but": "rugby" }], undefined, false],
  [[{ "anything-but": [100, 500] }], number("101"), true],
  [[{ "anything-but": [100, 500] }], number("100.0"), false],
  [[{ "anything-but": { prefix: "order-" } }], string("data-entry"), true],
  [[{ "anything-but": { prefix: "order-" } }], string("order-number"), false],
  [[{ "anything-but": { prefix: ["order-", "return-"] } }], string("return-1"), false],
  [[{ "anything-but": { suffix: "ball" } }], string("baseball"), false],
  [[{ "anything-but": { suffix: "ball" } }], string("rugby"), true],
  [[{ "anything-but": { wildcard: "*ball*" } }], string("a ball game"), false],
  [[{ "anything-but": { wildcard: "*ball*" } }], string("rugby"), true],
  [[{ wildcard: "*ball" }], string("baseball"), true],
  [[{ wildcard: "*ball" }], string("ballet"), false],
  [[{ wildcard: "a*b*c" }], string("a-b-b-c"), true],
  [[{ wildcard: "a*b*c" }], string("a-c-b"), false],
  [[{ wildcard: "ab*ba" }], string("aba"), false],
  [[{ wildcard: "a\\*b" }], string("a*b"), true],
  [[{ wildcard: "a\\*b" }], string("a-b"), false],
  [[{ wildcard: "plain" }], string("plain"), true],
  [[{ cidr: "10.0.0.0/24" }], string("10.0.0.255"), true],
  [[{ cidr: "10.0.0.0/24" }], string("10.1.1.0"), false],
  [[{ cidr: "2001:db8::/32" }], string("2001:db8:1::1"), true],
  [[{ cidr: "2001:db8::/32" }], string("2001:db9::1"), false],
  [[{ cidr: "10.0.0.0/24" }], string("not an address"), false],
  [[301.5], number("301.50"), true],
  [[301.5], string("301.5"), false],
  [[{ numeric: ["=", 301.5] }], number("3.015e2"), true],
  [[{ numeric: [">", 300] }], number("300"), false],
  [[{ numeric: [">=", 300] }], number("300"), true],
  [[{ numeric: [">", 0, "<=", 150] }], number("150"), true],
  [[{ numeric: [">", 0, "<=", 150] }], number("-1"), false],
  [[{ exists: true }], string("x"), true],
  [[{ exists: true }], undefined, false],
  [[{ exists: false }], undefined, true],
  [[{ exists: false }], string("x"), false],
  [[{ exists: false }, { "anything-but": ["x"] }], undefined, true],
  [[{ exists: false }, { "anything-but": ["x"] }], string("x"), false],
])("attributes: %j on %j is %j", (conditions, attributes, expected) => {
  const filter = parseFilterPolicy(JSON.stringify({ key: conditions }), "MessageAttributes");
  expect(filter.matches({ body: "", attributes })).toBe(expected);
});

// Goal: bodies with nesting, lists and $or. AWS: "AND/OR logic" and "Filter policy scope" in the SNS developer guide.
test.each<[unknown, unknown, boolean]>([
  [{ a: ["x"], b: [1] }, { a: "x", b: 1 }, true],
  [{ a: ["x"], b: [1] }, { a: "x", b: 2 }, false],
  [{ a: { b: { c: ["x"] } } }, { a: { b: { c: "x" } } }, true],
  [{ a: { b: { c: ["x"] } } }, { a: { b: "x" } }, false],
  [{ a: { b: [{ exists: false }] } }, {}, true],
  [{ a: ["x"] }, { a: ["w", "x"] }, true],
  [
    { a: { b: ["x"], c: [1] } },
    {
      a: [
        { b: "x", c: 2 },
        { b: "y", c: 1 },
      ],
    },
    false,
  ],
  [
    { a: { b: ["x"], c: [1] } },
    {
      a: [
        { b: "x", c: 1 },
        { b: "y", c: 2 },
      ],
    },
    true,
  ],
  [{ a: [null] }, { a: null }, true],
  [{ a: [true] }, { a: true }, true],
  [{ a: [true] }, { a: "true" }, false],
  [{ $or: [{ a: ["x"] }, { b: ["y"] }] }, { b: "y" }, true],
  [{ $or: [{ a: ["x"] }, { b: ["y"] }] }, { a: "y", b: "x" }, false],
  [{ source: ["s"], $or: [{ a: ["x"] }, { b: [{ numeric: [">", 1] }] }] }, { source: "s", b: 2 }, true],
  [{ source: ["s"], $or: [{ a: ["x"] }, { b: [{ numeric: [">", 1] }] }] }, { source: "t", b: 2 }, false],
  [{ o: { $or: [{ a: ["x"] }, { b: ["y"] }] } }, { o: { a: "x" } }, true],
  [{ a: ["x"] }, ["x"], false],
  [{ a: ["x"] }, "x", false],
])("bodies: %j on %j is %j", (policy, body, expected) => {
  const filter = parseFilterPolicy(JSON.stringify(policy), "MessageBody");
  expect(filter.matches({ body: JSON.stringify(body), attributes: undefined })).toBe(expected);
});

// Goal: a body that is not JSON matches no policy. AWS: "Filter policy scope".
test("a body that is not JSON matches nothing", () => {
  const filter = parseFilterPolicy('{"a":[{"exists":false}]}', "MessageBody");
  expect(filter.matches({ body: "plain text", attributes: undefined })).toBe(false);
});

const lots = Array.from({ length: 151 }, (_, index) => `value-${index}`);

// Goal: refusals in AWS's words. AWS: recorded from the service.
test.each<[unknown, string]>([
  [{ key: [["value"]] }, "Match value must be String, number, true, false, or null"],
  [{ key: [{ "wrong-operator": true }] }, "Unrecognized match type wrong-operator"],
  [{ key: [{ suffix: "value", prefix: "value2" }] }, "Only one key allowed in match expression"],
  [{ key: [{ suffix: 100 }] }, "suffix match pattern must be a string"],
  [{ key: { suffix: "value" } }, '"suffix" must be an object or an array'],
  [{ key_a: "value_one" }, '"key_a" must be an object or an array'],
  [{ key: [{ numeric: [] }] }, "Invalid member in numeric match: ]"],
  [{ key: [{ numeric: ["operator"] }] }, "Unrecognized numeric range operator: operator"],
  [{ key: [{ numeric: [1, "<="] }] }, "Invalid member in numeric match: 1"],
  [{ key: [{ numeric: ["=", "000"] }] }, "Value of equals must be numeric"],
  [{ key: [{ numeric: [">="] }] }, "Value of >= must be numeric"],
  [{ key: [{ numeric: ["<", 100, ">", 10] }] }, "Too many elements in numeric expression"],
  [{ key: [{ numeric: [">=", 1, ">", 2] }] }, "Bad numeric range operator: >"],
  [{ key: [{ numeric: [">", 3, "<", 1] }] }, "Bottom must be less than top"],
  [{ key: [{ numeric: [">", 20, "<="] }] }, "Value of <= must be numeric"],
  [{ key: [{ numeric: [">", 20, 30] }] }, "Bad value in numeric range: 30"],
  [{ key: [{ numeric: [">", 20, "test"] }] }, "Bad numeric range operator: test"],
  [{ key: [{ numeric: [">", 20, "<", 30, "<", 50] }] }, "Too many terms in numeric range expression"],
  [{ key: [{ exists: "no" }] }, "exists match pattern must be either true or false."],
  [{ key: [{ wildcard: "a**b" }] }, "Consecutive wildcard characters"],
  [{ key: [{ "anything-but": { exists: true } }] }, "Unsupported anything-but pattern"],
  [{ key: ["x".repeat(262_144)] }, "Filter policy is too large"],
  [{ key: lots }, "Filter policy is too complex"],
  [{ a: lots.slice(0, 13), b: lots.slice(0, 12) }, "Filter policy is too complex"],
  [{ a: ["1"], b: ["1"], c: ["1"], d: ["1"], e: ["1"], f: ["1"] }, "Filter policy can not have more than 5 keys"],
])("refuses %j", (policy, wording) => {
  expect(() => parseFilterPolicy(JSON.stringify(policy), "MessageAttributes")).toThrow(wording);
});

// Goal: nesting needs the scope MessageBody. AWS: recorded from the service.
test("refuses a nested policy for attributes", () => {
  expect(() => parseFilterPolicy('{"object":{"key":["x"]}}', "MessageAttributes")).toThrow(
    "Filter policy scope MessageAttributes does not support nested filter policy",
  );
});

// Goal: wildcards mean what a regular expression of the same form means. Method: random patterns and texts of few characters.
test("wildcards match as regular expressions do", () => {
  const piece = fc.constantFrom("a", "b", "*");
  const patterns = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join("").replaceAll(/\*+/g, "*"));
  const texts = fc.array(fc.constantFrom("a", "b"), { maxLength: 10 }).map((letters) => letters.join(""));
  fc.assert(
    fc.property(patterns, texts, (pattern, text) => {
      const filter = parseFilterPolicy(JSON.stringify({ key: [{ wildcard: pattern }] }), "MessageBody");
      const expected = new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(text);
      expect(filter.matches({ body: JSON.stringify({ key: text }), attributes: undefined })).toBe(expected);
    }),
  );
});
