// Condition blocks: each operator of the policy language, its negation, ...IfExists, ForAllValues and ForAnyValue.
// AWS: "IAM JSON policy elements: Condition operators" and "Set operators for multivalued context keys".

import { BlockList, isIP } from "node:net";
import type { ConditionValue } from "./authorization.ts";
import { compilePattern, type ResolveVariable } from "./patterns.ts";
import type { ConditionElement } from "./policy.ts";

/** Looks up a condition key; the name's case does not matter. */
export type LookUp = (key: string) => ConditionValue;

/** True if the request meets the whole block. */
export type ConditionTest = (lookUp: LookUp, resolve: ResolveVariable) => boolean;

/** Compares one value of the request with one value of the policy. */
type Matcher = (actual: string, resolve: ResolveVariable) => boolean;

/** Makes a matcher from a policy's value, once, at compile time. */
type MakeMatcher = (expected: string, hasVariables: boolean) => Matcher;

interface Operator {
  readonly make: MakeMatcher;
  readonly isNegated?: boolean;
}

/** Compiles a Condition element; every operator and every key of it must hold. */
export function compileConditions(
  element: ConditionElement | undefined,
  hasVariables: boolean,
): readonly ConditionTest[] {
  if (element === undefined) return [];
  return Object.entries(element).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => compileCondition(operator, key, values, hasVariables)),
  );
}

function compileCondition(
  operator: string,
  key: string,
  values: readonly string[],
  hasVariables: boolean,
): ConditionTest {
  if (operator.endsWith("Null") && !operator.includes("IfExists")) {
    const mustBeAbsent = values.some((value) => value.toLowerCase() === "true");
    return (lookUp) => isAbsent(lookUp(key)) === mustBeAbsent;
  }
  const [, quantifier, plain = "", ifExists] = /^(ForAllValues:|ForAnyValue:)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const found = OPERATORS[plain];
  // A policy is parsed before it is compiled, so an unknown operator cannot be here; if it is, nothing meets it.
  if (found === undefined) return () => false;
  const isNegated = found.isNegated === true;
  const matchers = values.map((value) => found.make(value, hasVariables));

  return (lookUp, resolve) => {
    const actual = lookUp(key);
    if (isAbsent(actual)) {
      if (ifExists !== undefined || quantifier === "ForAllValues:") return true;
      return quantifier === undefined && isNegated;
    }
    const meets = (one: string): boolean => matchers.some((matcher) => matcher(one, resolve)) !== isNegated;
    if (typeof actual !== "object") return meets(String(actual));
    if (quantifier === "ForAllValues:") return actual.every(meets);
    if (quantifier === "ForAnyValue:") return actual.some(meets);
    return isNegated ? actual.every(meets) : actual.some(meets);
  };
}

function isAbsent(value: ConditionValue): value is undefined {
  return value === undefined || (typeof value === "object" && value.length === 0);
}

const equalText: MakeMatcher = (expected, hasVariables) => {
  const pattern = compilePattern(expected, { hasVariables, hasWildcards: false });
  return (actual, resolve) => pattern.matches(actual, resolve);
};

const equalTextIgnoringCase: MakeMatcher = (expected, hasVariables) => {
  const pattern = compilePattern(expected.includes("${") ? expected : expected.toLowerCase(), {
    hasVariables,
    hasWildcards: false,
  });
  return expected.includes("${")
    ? (actual, resolve) =>
        pattern.matches(actual, resolve) ||
        pattern.matches(actual.toLowerCase(), (name) => resolve(name)?.toLowerCase())
    : (actual, resolve) => pattern.matches(actual.toLowerCase(), resolve);
};

const likeText: MakeMatcher = (expected, hasVariables) => {
  const pattern = compilePattern(expected, { hasVariables });
  return (actual, resolve) => pattern.matches(actual, resolve);
};

function numeric(compare: (actual: number, expected: number) => boolean): MakeMatcher {
  return (expected) => {
    const bound = parseNumber(expected);
    return (actual) => compare(parseNumber(actual), bound);
  };
}

function parseNumber(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text);
}

function date(compare: (actual: number, expected: number) => boolean): MakeMatcher {
  return (expected) => {
    const bound = parseDate(expected);
    return (actual) => compare(parseDate(actual), bound);
  };
}

/** ISO 8601, or seconds since the epoch; NaN, which compares with nothing, for anything else. */
function parseDate(text: string): number {
  return /^-?\d+(\.\d+)?$/.test(text) && !/^\d{4}$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

const bool: MakeMatcher = (expected) => {
  const wanted = expected.toLowerCase();
  return (actual) => actual.toLowerCase() === wanted;
};

const binary: MakeMatcher = (expected) => {
  const wanted = Buffer.from(expected, "base64");
  return (actual) => Buffer.from(actual, "base64").equals(wanted);
};

const ipAddress: MakeMatcher = (expected) => {
  const [address = "", bits] = expected.split("/");
  const version = isIP(address);
  if (version === 0) return () => false;
  const family = version === 6 ? "ipv6" : "ipv4";
  const prefix = bits === undefined ? (version === 6 ? 128 : 32) : Number(bits);
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > (version === 6 ? 128 : 32)) return () => false;
  const list = new BlockList();
  list.addSubnet(address, prefix, family);
  return (actual) => {
    const plain = actual.startsWith("::ffff:") && actual.includes(".") ? actual.slice(7) : actual;
    return isIP(plain) === version && list.check(plain, family);
  };
};

// AWS: "each of the six colon-delimited components of the ARN is checked separately"; ArnEquals behaves as ArnLike.
const arn: MakeMatcher = (expected, hasVariables) => {
  if (expected === "*") return () => true;
  const patterns = splitArn(expected).map((part) => compilePattern(part, { hasVariables }));
  return (actual, resolve) => {
    const parts = splitArn(actual);
    return (
      parts.length === patterns.length &&
      patterns.every((pattern, index) => pattern.matches(parts[index] ?? "", resolve))
    );
  };
};

/** Six parts; colons from the sixth part on, and those inside of "${...}", belong to their part. */
function splitArn(text: string): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  let depth = 0;
  for (let at = 0; at < text.length && parts.length < 5; at++) {
    const character = text.charAt(at);
    if (character === "$" && text.charAt(at + 1) === "{") depth++;
    else if (character === "}" && depth > 0) depth--;
    else if (character === ":" && depth === 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  parts.push(text.slice(from));
  return parts;
}

const equals = (actual: number, expected: number): boolean => actual === expected;
const less = (actual: number, expected: number): boolean => actual < expected;
const lessOrEqual = (actual: number, expected: number): boolean => actual <= expected;
const greater = (actual: number, expected: number): boolean => actual > expected;
const greaterOrEqual = (actual: number, expected: number): boolean => actual >= expected;

const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: { make: equalText },
  StringNotEquals: { make: equalText, isNegated: true },
  StringEqualsIgnoreCase: { make: equalTextIgnoringCase },
  StringNotEqualsIgnoreCase: { make: equalTextIgnoringCase, isNegated: true },
  StringLike: { make: likeText },
  StringNotLike: { make: likeText, isNegated: true },
  NumericEquals: { make: numeric(equals) },
  NumericNotEquals: { make: numeric(equals), isNegated: true },
  NumericLessThan: { make: numeric(less) },
  NumericLessThanEquals: { make: numeric(lessOrEqual) },
  NumericGreaterThan: { make: numeric(greater) },
  NumericGreaterThanEquals: { make: numeric(greaterOrEqual) },
  DateEquals: { make: date(equals) },
  DateNotEquals: { make: date(equals), isNegated: true },
  DateLessThan: { make: date(less) },
  DateLessThanEquals: { make: date(lessOrEqual) },
  DateGreaterThan: { make: date(greater) },
  DateGreaterThanEquals: { make: date(greaterOrEqual) },
  Bool: { make: bool },
  BinaryEquals: { make: binary },
  IpAddress: { make: ipAddress },
  NotIpAddress: { make: ipAddress, isNegated: true },
  ArnEquals: { make: arn },
  ArnNotEquals: { make: arn, isNegated: true },
  ArnLike: { make: arn },
  ArnNotLike: { make: arn, isNegated: true },
};
