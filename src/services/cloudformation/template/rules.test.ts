// Rules without a stack.

import { expect, test } from "vitest";
import { UNKNOWN } from "./evaluate.ts";
import type { EvaluationScope } from "./evaluate.ts";
import { checkRules } from "./rules.ts";

const values: Record<string, unknown> = { Stage: "prod", Size: "small", Zones: ["a", "b"], Version: "5" };
const scope: EvaluationScope = {
  ref: (name) => values[name],
  attribute: () => undefined,
  condition: () => undefined,
  mapping: () => undefined,
  exported: () => undefined,
  zones: () => [],
  stackOutput: () => UNKNOWN,
};
const rule = (assert: unknown, condition?: unknown) => ({
  R: {
    ...(condition === undefined ? {} : { RuleCondition: condition }),
    Assertions: [{ Assert: assert, AssertDescription: "Said by the author." }],
  },
});

test.each([
  ["what CDK's templates ask", { "Fn::Not": [{ "Fn::Contains": [["1", "2", "3", "4"], { Ref: "Version" }] }] }],
  ["members that are equal", { "Fn::EachMemberEquals": [["prod", "prod"], { Ref: "Stage" }] }],
  ["members that are in a list", { "Fn::EachMemberIn": [{ Ref: "Zones" }, ["a", "b", "c"]] }],
  [
    "a combination",
    {
      "Fn::And": [
        { "Fn::Equals": [{ Ref: "Stage" }, "prod"] },
        { "Fn::Or": [{ "Fn::Contains": [["small"], { Ref: "Size" }] }] },
      ],
    },
  ],
])("%s holds", (_name, assert) => {
  expect(checkRules(rule(assert), scope)).toEqual([]);
});

test("an assertion that does not hold is told in the author's words, where its condition is met", () => {
  const tooOld = { "Fn::Not": [{ "Fn::Contains": [["5"], { Ref: "Version" }] }] };
  expect(checkRules(rule(tooOld), scope)).toEqual(["Template error: rule R: Said by the author."]);
  expect(checkRules(rule(tooOld, { "Fn::Equals": [{ Ref: "Stage" }, "dev"] }), scope)).toEqual([]);
});
