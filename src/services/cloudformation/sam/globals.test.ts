// Goal: a member's name is only a name. Method: names that every JavaScript object inherits.

import { expect, test } from "vitest";
import { applyGlobals } from "./globals.ts";

test("names that objects inherit are neither defaults nor lost", () => {
  const globals = { Function: { Environment: JSON.parse('{"Variables": {"A": "1"}}') as unknown } };
  const properties: unknown = JSON.parse(
    '{"constructor": {"x": 1}, "Environment": {"Variables": {"__proto__": "2", "toString": "3"}}}',
  );
  expect(JSON.stringify(applyGlobals(globals, "AWS::Serverless::Function", { Properties: properties }))).toBe(
    '{"Environment":{"Variables":{"A":"1","__proto__":"2","toString":"3"}},"constructor":{"x":1}}',
  );
  expect(applyGlobals({}, "constructor", { Properties: { a: 1 } })).toEqual({ a: 1 });
});
