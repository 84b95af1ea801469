// Event patterns: each operator of AWS's table against events that match and events that do not, the rules on arrays and
// absence, and each refusal with its reason.

import { expect, test } from "vitest";
import { parseEventPattern } from "./event-pattern.ts";

// AWS: "Comparison operators for use in event patterns in Amazon EventBridge": pattern, an event that matches, one that does not.
test.each<readonly [pattern: unknown, matching: unknown, other: unknown]>([
  [{ a: ["x"] }, { a: "x" }, { a: "X" }],
  [{ a: [""] }, { a: "" }, { a: null }],
  [{ a: [null] }, { a: null }, {}],
  [{ a: [true] }, { a: true }, { a: "true" }],
  [{ a: [100] }, { a: 100 }, { a: "100" }],
  [{ a: ["x", "y"] }, { a: "y" }, { a: "z" }],
  [{ a: ["x"], b: ["y"] }, { a: "x", b: "y", c: 1 }, { a: "x" }],
  [{ a: { b: { c: [1] } } }, { a: { b: { c: 1 } } }, { a: { b: 1 } }],
  [{ a: [{ prefix: "us-" }] }, { a: "us-east-1" }, { a: "eu-us-1" }],
  [{ a: [{ prefix: { "equals-ignore-case": "EventB" } }] }, { a: "EVENTBridge" }, { a: "event" }],
  [{ a: [{ suffix: ".png" }] }, { a: "x.png" }, { a: "x.png.txt" }],
  [{ a: [{ suffix: { "equals-ignore-case": ".PNG" } }] }, { a: "x.pNg" }, { a: "png" }],
  [{ a: [{ "equals-ignore-case": "alice" }] }, { a: "ALICE" }, { a: "bob" }],
  [{ a: [{ "anything-but": "x" }] }, { a: "y" }, { a: "x" }],
  [{ a: [{ "anything-but": ["x", "y"] }] }, { a: "z" }, { a: "y" }],
  [{ a: [{ "anything-but": [1, 2] }] }, { a: 3 }, { a: 2 }],
  [{ a: [{ "anything-but": "x" }] }, { a: null }, {}],
  [{ a: [{ "anything-but": { prefix: "us-" } }] }, { a: "eu-1" }, { a: "us-1" }],
  [{ a: [{ "anything-but": { prefix: ["us-", "eu-"] } }] }, { a: "ap-1" }, { a: "eu-1" }],
  [{ a: [{ "anything-but": { suffix: ".png" } }] }, { a: "x.jpg" }, { a: "x.png" }],
  [{ a: [{ "anything-but": { "equals-ignore-case": ["on", "off"] } }] }, { a: "half" }, { a: "OFF" }],
  [{ a: [{ "anything-but": { wildcard: "*/lib/*" } }] }, { a: "/bin/x" }, { a: "/usr/lib/x" }],
  [{ a: [{ numeric: ["=", 3.018e2] }] }, { a: 301.8 }, { a: "301.8" }],
  [{ a: [{ numeric: [">", 10, "<=", 20] }] }, { a: 20 }, { a: 10 }],
  [{ a: [{ numeric: ["<", 0] }] }, { a: -1 }, { a: 0 }],
  [{ a: [{ numeric: [">=", 5] }] }, { a: 5 }, { a: 4.99 }],
  [{ a: [{ exists: true }] }, { a: null }, {}],
  [{ a: [{ exists: false }] }, { b: 1 }, { a: 1 }],
  [{ a: [{ cidr: "10.0.0.0/24" }] }, { a: "10.0.0.255" }, { a: "10.0.1.0" }],
  [{ a: [{ cidr: "2001:db8::/32" }] }, { a: "2001:db8::1" }, { a: "10.0.0.1" }],
  [{ a: [{ wildcard: "dir/*.png" }] }, { a: "dir/.png" }, { a: "dir/x.png.txt" }],
  [{ a: [{ wildcard: "*a*a" }] }, { a: "xaa" }, { a: "xa" }],
  [{ a: [{ wildcard: "a\\*b\\\\*" }] }, { a: "a*b\\c" }, { a: "axb\\c" }],
  [{ $or: [{ a: ["x"] }, { b: ["y"] }] }, { a: "z", b: "y" }, { a: "y", b: "x" }],
  [
    { c: [1], d: { $or: [{ a: [1] }, { b: [{ numeric: ["<", 0] }] }] } },
    { c: 1, d: { b: -1 } },
    { c: 1, d: {} },
  ],
])("%j lets %j through, and not %j", (pattern, matching, other) => {
  const { matches } = parseEventPattern(JSON.stringify(pattern));
  expect(matches(matching)).toBe(true);
  expect(matches(other)).toBe(false);
});

// AWS: "Arrays in event patterns"; "Exists matching" on leaf nodes only.
test.each<readonly [pattern: unknown, event: unknown, isMatch: boolean]>([
  [{ a: ["x"] }, { a: ["y", "x"] }, true],
  [{ a: ["x"] }, { a: [] }, false],
  [{ a: [{ "anything-but": ["x"] }] }, { a: ["x", "y"] }, true],
  [{ a: { b: [1], c: [2] } }, { a: [{ b: 1, c: 2 }] }, true],
  [
    { a: { b: [1], c: [4] } },
    {
      a: [
        { b: 1, c: 2 },
        { b: 3, c: 4 },
      ],
    },
    false,
  ],
  [{ a: [{ exists: true }] }, { a: { b: 1 } }, false],
  [{ a: [{ exists: false }] }, { a: { b: 1 } }, true],
  [{ a: [{ exists: false }] }, { a: [] }, true],
  [{ a: { b: [{ exists: false }] } }, { a: [{ b: 1 }, { c: 1 }] }, false],
  [{ a: { b: [{ exists: false }] } }, { a: [{ c: 1 }] }, true],
  [{ a: [{ exists: false }, "x"] }, { a: "x" }, true],
  [{ constructor: [{ exists: false }] }, {}, true],
  [{ a: ["x"] }, "x", false],
])("%j and %j: %s", (pattern, event, isMatch) => {
  expect(parseEventPattern(JSON.stringify(pattern)).matches(event)).toBe(isMatch);
});

test.each<readonly [pattern: string, reason: string]>([
  ["", "Invalid JSON"],
  ["[]", "Filter is not an object"],
  ["{}", "Empty objects are not allowed"],
  ['{"a":{}}', "Empty objects are not allowed"],
  ['{"a":[]}', "Empty arrays are not allowed"],
  ['{"a":"x"}', '"a" must be an object or an array'],
  ['{"a":[[1]]}', "Match value must be String, number, true, false, or null"],
  ['{"a":[{}]}', "Match expression name not found"],
  ['{"a":[{"near":1}]}', "Unrecognized match type near"],
  ['{"a":[{"constructor":1}]}', "Unrecognized match type constructor"],
  ['{"a":[{"prefix":"x","suffix":"y"}]}', "Only one key allowed in match expression"],
  ['{"a":[{"prefix":["x"]}]}', "prefix match pattern must be a string"],
  ['{"a":[{"suffix":["x"]}]}', "suffix match pattern must be a string"],
  ['{"a":[{"equals-ignore-case":1}]}', "equals-ignore-case match pattern must be a string"],
  ['{"a":[{"wildcard":1}]}', "wildcard match pattern must be a string"],
  ['{"a":[{"wildcard":"a**"}]}', "Consecutive wildcard characters at pos 2"],
  ['{"a":[{"wildcard":"a\\\\b"}]}', "Invalid escape character at pos 1"],
  ['{"a":[{"wildcard":"a\\\\"}]}', "Invalid escape character at pos 1"],
  ['{"a":[{"numeric":1}]}', "Value of numeric must be an array."],
  ['{"a":[{"numeric":["~",1]}]}', "Unrecognized numeric range operator: ~"],
  ['{"a":[{"numeric":["=","1"]}]}', "Value of equals must be numeric"],
  ['{"a":[{"numeric":[">","1"]}]}', "Value of > must be numeric"],
  ['{"a":[{"numeric":["<",1,">",0]}]}', "Too many elements in numeric expression"],
  ['{"a":[{"numeric":[">",1,"=",2]}]}', "Bad numeric range operator: ="],
  ['{"a":[{"numeric":[">",2,"<",1]}]}', "Bottom must be less than top"],
  ['{"a":[{"numeric":[">",1,"<",2,"<",3]}]}', "Too many terms in numeric range expression"],
  ['{"a":[{"numeric":["=",6e9]}]}', "Value must be between -5.0E9 and 5.0E9, inclusive"],
  ['{"a":[{"exists":"yes"}]}', "exists match pattern must be either true or false."],
  ['{"a":[{"cidr":"10.0.0.0"}]}', "Malformed CIDR: 10.0.0.0"],
  ['{"a":[{"anything-but":true}]}', "Value of anything-but must be an array or single string/number value."],
  ['{"a":[{"anything-but":[true]}]}', "Inside anything but list, start|null|boolean is not supported."],
  ['{"a":[{"anything-but":{"prefix":""}}]}', "Null prefix/suffix not allowed"],
  ['{"a":[{"anything-but":{"numeric":["=",1]}}]}', "Unsupported anything-but pattern: numeric"],
  ['{"$or":{}}', "It must be an Array followed with $or."],
  ['{"$or":[1,2]}', "Only JSON object is allowed in array of $or relationship."],
  ['{"$or":[{"a":[1]}]}', "There must have at least 2 Objects in $or relationship."],
])("%s is refused: %s", (pattern, reason) => {
  expect(() => parseEventPattern(pattern)).toThrow(reason);
});

test("a list that mixes numbers and texts is refused", () => {
  expect(() => parseEventPattern('{"a":[{"anything-but":["x",1]}]}')).toThrow("mixed type is not supported");
});

test("alternatives that multiply beyond a thousand are refused", () => {
  const branches = Array.from({ length: 11 }, (_, index) => ({ [`f${index}`]: [1] }));
  const pattern = { a: { $or: branches }, b: { $or: branches }, c: { $or: branches } };
  expect(() => parseEventPattern(JSON.stringify(pattern))).toThrow("Rule is too complex");
  expect(parseEventPattern(JSON.stringify({ a: { $or: branches }, b: { $or: branches } })).matches({})).toBe(false);
});

test("a place without an operator does not know it", () => {
  expect(() => parseEventPattern('{"a":[{"wildcard":"*"}]}', { without: ["wildcard"] })).toThrow(
    "Unrecognized match type wildcard",
  );
});
