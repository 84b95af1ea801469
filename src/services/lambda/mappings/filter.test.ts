// Filter criteria: the language is held to its operators in src/service/event-pattern; here, what is a mapping's own.

import { expect, test } from "vitest";
import { compileFilters } from "./filter.ts";

test("one of several filters is enough, and none lets all through", () => {
  expect(compileFilters(['{"a":[1]}', '{"a":[2]}'])({ a: 2 })).toBe(true);
  expect(compileFilters(['{"a":[1]}', '{"a":[2]}'])({ a: 3 })).toBe(false);
  expect(compileFilters([])({ a: 2 })).toBe(true);
});

// AWS: "Filter rule syntax" has no wildcards and no CIDR blocks.
test.each(["", "[]", '{"a":"x"}', '{"a":[{"near":1}]}', '{"a":[{"wildcard":"*"}]}', '{"a":[{"cidr":"10.0.0.0/8"}]}'])(
  "%s is no pattern",
  (text) => {
    expect(() => compileFilters([text])).toThrow("Invalid filter pattern definition.");
  },
);
