// Filter criteria: the language is held to its operators in src/service/event-pattern; here, what is a mapping's own.

import { expect, test } from "vitest";
import { compileFilters } from "./filter.ts";

test("one of several filters is enough, and none lets all through", () => {
  expect(compileFilters(['{"a":[1]}', '{"a":[2]}'])({ a: 2 })).toBe(true);
  expect(compileFilters(['{"a":[1]}', '{"a":[2]}'])({ a: 3 })).toBe(false);
  expect(compileFilters([])({ a: 2 })).toBe(true);
});

// AWS: "Filter rule syntax" has no wildcards. It does not name CIDR blocks either, but AWS's published pattern "lambda-esm-sqs-filters-sam" filters by one.
test.each(["", "[]", '{"a":"x"}', '{"a":[{"near":1}]}', '{"a":[{"wildcard":"*"}]}'])("%s is no pattern", (text) => {
  expect(() => compileFilters([text])).toThrow("Invalid filter pattern definition.");
});
