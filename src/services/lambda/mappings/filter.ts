// Event patterns as filter criteria have them. Pure.
// AWS: "Control which events Lambda sends to your function": "Filter rule syntax".

import { invalidParameter } from "../errors.ts";

type Matcher = (value: unknown, isPresent: boolean) => boolean;
/** True if an event passes. */
export type Filter = (event: unknown) => boolean;

/** Compiles patterns, each a JSON text; an event passes if one of them matches, or if there are none. */
export function compileFilters(patterns: readonly string[]): Filter {
  if (patterns.length === 0) return () => true;
  const filters = patterns.map(compilePattern);
  return (event) => filters.some((filter) => filter(event));
}

function compilePattern(text: string): Filter {
  let pattern: unknown;
  try {
    pattern = JSON.parse(text);
  } catch {
    throw invalidPattern();
  }
  return compileObject(pattern);
}

const invalidPattern = (): Error => invalidParameter("Invalid filter pattern definition.");

function compileObject(pattern: unknown): Filter {
  if (!isObject(pattern)) throw invalidPattern();
  const members = Object.entries(pattern).map(([name, rule]): Filter => {
    if (name === "$or") {
      if (!Array.isArray(rule)) throw invalidPattern();
      const branches = rule.map(compileObject);
      return (event) => branches.some((branch) => branch(event));
    }
    if (Array.isArray(rule)) {
      const matchers = rule.map(compileRule);
      return (event) => matchesMember(event, name, matchers);
    }
    const inner = compileObject(rule);
    return (event) => {
      if (!isObject(event)) return inner(undefined);
      const value = event[name];
      return Array.isArray(value) ? value.some(inner) : inner(value);
    };
  });
  return (event) => members.every((member) => member(event));
}

/** An array in the event matches if one of its elements does. */
function matchesMember(event: unknown, name: string, matchers: readonly Matcher[]): boolean {
  const isPresent = isObject(event) && Object.hasOwn(event, name);
  const value = isPresent ? event[name] : undefined;
  const values = Array.isArray(value) ? value : [value];
  return matchers.some((matches) => values.some((item) => matches(item, isPresent)));
}

function compileRule(rule: unknown): Matcher {
  if (!isObject(rule)) return (value, isPresent) => isPresent && value === rule;
  const entries = Object.entries(rule);
  const [entry] = entries;
  if (entries.length !== 1 || entry === undefined) throw invalidPattern();
  const [operator, operand] = entry;
  const onText =
    (test: (text: string, operand: string) => boolean): Matcher =>
    (value) =>
      typeof value === "string" && test(value, String(operand));
  if (operator === "exists" && typeof operand === "boolean") return (_value, isPresent) => isPresent === operand;
  if (operator === "prefix" && isObject(operand)) return ignoringCase(operand, (text, part) => text.startsWith(part));
  if (operator === "suffix" && isObject(operand)) return ignoringCase(operand, (text, part) => text.endsWith(part));
  if (operator === "prefix" && typeof operand === "string") return onText((text, part) => text.startsWith(part));
  if (operator === "suffix" && typeof operand === "string") return onText((text, part) => text.endsWith(part));
  if (operator === "equals-ignore-case" && typeof operand === "string")
    return onText((text, other) => text.toLowerCase() === other.toLowerCase());
  if (operator === "anything-but") return anythingBut(operand);
  if (operator === "numeric" && Array.isArray(operand)) return numeric(operand);
  throw invalidPattern();
}

function ignoringCase(
  operand: Readonly<Record<string, unknown>>,
  test: (text: string, part: string) => boolean,
): Matcher {
  const part = operand["equals-ignore-case"];
  if (typeof part !== "string") throw invalidPattern();
  return (value) => typeof value === "string" && test(value.toLowerCase(), part.toLowerCase());
}

function anythingBut(operand: unknown): Matcher {
  if (isObject(operand)) {
    const inner = compileRule(operand);
    return (value, isPresent) => isPresent && !inner(value, isPresent);
  }
  const excluded: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  return (value, isPresent) => isPresent && !excluded.includes(value);
}

const COMPARISONS: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  "=": (left, right) => left === right,
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right,
};

/** ["=", 5] or [">", 0, "<=", 10]. */
function numeric(operand: readonly unknown[]): Matcher {
  if (operand.length === 0 || operand.length % 2 !== 0) throw invalidPattern();
  const tests: ((value: number) => boolean)[] = [];
  for (let index = 0; index < operand.length; index += 2) {
    const compare = COMPARISONS[String(operand[index])];
    const bound = operand[index + 1];
    if (compare === undefined || typeof bound !== "number") throw invalidPattern();
    tests.push((value) => compare(value, bound));
  }
  return (value) => typeof value === "number" && tests.every((test) => test(value));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
