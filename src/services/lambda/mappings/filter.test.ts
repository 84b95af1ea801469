// Filter criteria: each comparison of AWS's table, held against events that match and events that do not.

import { expect, test } from "vitest";
import { compileFilters } from "./filter.ts";

// AWS: "Control which events Lambda sends to your function", filter rule syntax.
test.each([
  [{ a: ["x"] }, { a: "x" }, { a: "y" }],
  [{ a: [null] }, { a: null }, { a: "" }],
  [{ a: [""] }, { a: "" }, { a: "x" }],
  [{ a: ["x", "y"] }, { a: "y" }, {}],
  [
    { a: ["x"], b: ["y"] },
    { a: "x", b: "y" },
    { a: "x", b: "z" },
  ],
  [{ $or: [{ a: ["x"] }, { b: ["y"] }] }, { b: "y" }, { a: "y", b: "x" }],
  [{ a: [{ "anything-but": ["x"] }] }, { a: "y" }, { a: "x" }],
  [{ a: [{ "anything-but": { prefix: "x" } }] }, { a: "yx" }, { a: "xy" }],
  [{ a: [{ numeric: ["=", 100] }] }, { a: 100 }, { a: "100" }],
  [{ a: [{ numeric: [">", 10, "<=", 20] }] }, { a: 20 }, { a: 10 }],
  [{ a: [{ exists: true }] }, { a: 0 }, { b: 0 }],
  [{ a: [{ exists: false }] }, { b: 0 }, { a: 0 }],
  [{ a: [{ prefix: "us-" }] }, { a: "us-east-1" }, { a: "eu-us-1" }],
  [{ a: [{ suffix: ".png" }] }, { a: "x.png" }, { a: "x.png.txt" }],
  [{ a: [{ "equals-ignore-case": "Alice" }] }, { a: "aLICE" }, { a: "Bob" }],
  [{ a: { b: { c: [1] } } }, { a: { b: { c: 1 } } }, { a: { b: 1 } }],
  [{ a: ["x"] }, { a: ["y", "x"] }, { a: ["y"] }],
  [{ a: { b: [1] } }, { a: [{ b: 2 }, { b: 1 }] }, { a: [] }],
  // What every object inherits is no part of the event.
  [{ constructor: [{ exists: false }] }, {}, { constructor: 1 }],
])("%j lets %j through, and not %j", (pattern, matching, other) => {
  const filter = compileFilters([JSON.stringify(pattern)]);
  expect(filter(matching)).toBe(true);
  expect(filter(other)).toBe(false);
});

test("one of several filters is enough, and none lets all through", () => {
  expect(compileFilters(['{"a":[1]}', '{"a":[2]}'])({ a: 2 })).toBe(true);
  expect(compileFilters([])({ a: 2 })).toBe(true);
});

test.each(["", "[]", '{"a":"x"}', '{"a":[{"near":1}]}', '{"a":[{"numeric":["=","1"]}]}'])(
  "%s is no pattern",
  (text) => {
    expect(() => compileFilters([text])).toThrow("Invalid filter pattern definition.");
  },
);
