// Goal: no pattern keeps the server for long. Method: known bad patterns against texts that take them hours.

import { expect, test } from "vitest";
import { boundedPattern, PatternBudget, PatternTooSlowError } from "./bounded-pattern.ts";

test.each([
  ["nested quantifiers", "(a+)+$", "a".repeat(5_000)],
  ["alternatives that overlap", "^(a|a)*$", "a".repeat(5_000)],
  ["many quantifiers without a group", "a*a*a*a*a*a*$", "a".repeat(5_000)],
])("stops %s", (_what, source, text) => {
  const matches = boundedPattern(source);
  const startedMs = performance.now();
  expect(() => matches(`${text}b`)).toThrow(PatternTooSlowError);
  expect(performance.now() - startedMs).toBeLessThan(5_000);
});

test("answers as a regular expression does, and again after one that was stopped", () => {
  expect(() => boundedPattern("(a+)+$")(`${"a".repeat(5_000)}b`)).toThrow(PatternTooSlowError);
  for (const source of ["^[a-z]+$", "^(?:[a-z]+)$", "a*b*c*d*e*f*$"]) {
    const matches = boundedPattern(source, "u");
    expect(matches("abc")).toBe(new RegExp(source, "u").test("abc"));
    expect(matches("ab1")).toBe(new RegExp(source, "u").test("ab1"));
  }
  expect(() => boundedPattern("(")).toThrow(SyntaxError);
});

test("patterns that share a budget share its end", () => {
  const budget = new PatternBudget(500);
  const slow = boundedPattern("(a+)+$", "", budget);
  const quick = boundedPattern("(b)", "", budget);
  expect(quick("b")).toBe(true);
  expect(() => slow(`${"a".repeat(5_000)}b`)).toThrow(PatternTooSlowError);
  expect(() => quick("b")).toThrow(PatternTooSlowError);
});
