// The comparison operators of event patterns, each compiled into a test of one value. Pure.
// AWS: "Comparison operators for use in event patterns in Amazon EventBridge".

import { BlockList, isIP } from "node:net";

/** A leaf of an event. */
export type EventValue = string | number | boolean | null;

/** Whether a value is wanted. */
type ValueTest = (value: EventValue) => boolean;

/** A pattern that is none; the message is AWS's reason, without what comes before it. */
export class EventPatternError extends Error {
  override readonly name = "EventPatternError";
}

/** The operators by their names in patterns. */
export type Operator =
  | "prefix"
  | "suffix"
  | "equals-ignore-case"
  | "wildcard"
  | "anything-but"
  | "numeric"
  | "exists"
  | "cidr";

const OPERATORS: Readonly<Record<Operator, (operand: unknown) => ValueTest | "absent">> = {
  prefix: (operand) => affix("prefix", operand),
  suffix: (operand) => affix("suffix", operand),
  "equals-ignore-case": (operand) => equalsIgnoringCase(textOf(operand, "equals-ignore-case")),
  wildcard: (operand) => wildcard(textOf(operand, "wildcard")),
  "anything-but": anythingBut,
  numeric,
  exists,
  cidr,
};

/** One element of a field's array: a value to equal, or an operator with its operand. "absent" wants no value at all. */
export function parseCondition(condition: unknown, refused: ReadonlySet<string>): ValueTest | "absent" {
  if (condition === null || typeof condition !== "object") return (value) => value === condition;
  if (Array.isArray(condition)) throw new EventPatternError("Match value must be String, number, true, false, or null");
  const [entry, ...others] = Object.entries(condition as Readonly<Record<string, unknown>>);
  if (entry === undefined) throw new EventPatternError("Match expression name not found");
  if (others.length > 0) throw new EventPatternError("Only one key allowed in match expression");
  const [name, operand] = entry;
  if (!isOperator(name) || refused.has(name)) throw new EventPatternError(`Unrecognized match type ${name}`);
  return OPERATORS[name](operand);
}

function isOperator(name: string): name is Operator {
  return Object.hasOwn(OPERATORS, name);
}

function textOf(operand: unknown, name: string): string {
  if (typeof operand !== "string") throw new EventPatternError(`${name} match pattern must be a string`);
  return operand;
}

/** A test of texts; other values do not pass. */
function onText(test: (text: string) => boolean): ValueTest {
  return (value) => typeof value === "string" && test(value);
}

function affix(name: "prefix" | "suffix", operand: unknown): ValueTest {
  const has = (text: string, part: string): boolean =>
    name === "prefix" ? text.startsWith(part) : text.endsWith(part);
  const folded = soleMember(operand, "equals-ignore-case");
  if (folded === undefined) {
    const part = textOf(operand, name);
    return onText((text) => has(text, part));
  }
  const part = textOf(folded.operand, name).toLowerCase();
  return onText((text) => has(text.toLowerCase(), part));
}

function equalsIgnoringCase(other: string): ValueTest {
  const folded = other.toLowerCase();
  return onText((text) => text.toLowerCase() === folded);
}

/**
 * "*" stands for any characters, "\*" for itself and "\\" for a backslash.
 * AWS: "Matching using wildcards": no two wildcards in a row.
 */
function wildcard(pattern: string): ValueTest {
  const parts = [""];
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    if (character === "*") {
      if (pattern.charAt(at + 1) === "*")
        throw new EventPatternError(`Consecutive wildcard characters at pos ${at + 1}`);
      parts.push("");
      continue;
    }
    if (character === "\\") {
      at++;
      if (!"*\\".includes(pattern.charAt(at)) || at === pattern.length)
        throw new EventPatternError(`Invalid escape character at pos ${at - 1}`);
    }
    parts[parts.length - 1] += pattern.charAt(at);
  }
  const [first = "", ...rest] = parts;
  const last = rest.pop();
  return onText((text) => (last === undefined ? text === first : hasInOrder(text, first, rest, last)));
}

/** Whether `text` begins with `first`, ends with `last`, and has the middles between them in order. Linear. */
function hasInOrder(text: string, first: string, middles: readonly string[], last: string): boolean {
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let at = first.length;
  for (const middle of middles) {
    const found = text.indexOf(middle, at);
    if (found === -1) return false;
    at = found + middle.length;
  }
  return at <= end;
}

function anythingBut(operand: unknown): ValueTest {
  const prefix = soleMember(operand, "prefix");
  if (prefix !== undefined) return noneOf(listOf(prefix.operand), (part) => affix("prefix", requireText(part)));
  const suffix = soleMember(operand, "suffix");
  if (suffix !== undefined) return noneOf(listOf(suffix.operand), (part) => affix("suffix", requireText(part)));
  const folded = soleMember(operand, "equals-ignore-case");
  if (folded !== undefined) {
    const texts = listOf(folded.operand);
    if (texts.some((text) => typeof text !== "string")) {
      throw new EventPatternError(
        "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.",
      );
    }
    return noneOf(texts, (text) => equalsIgnoringCase(String(text)));
  }
  const wild = soleMember(operand, "wildcard");
  if (wild !== undefined) return noneOf(listOf(wild.operand), (text) => wildcard(textOf(text, "wildcard")));
  if (isObject(operand))
    throw new EventPatternError(`Unsupported anything-but pattern: ${Object.keys(operand)[0] ?? ""}`);
  if (!Array.isArray(operand) && typeof operand !== "string" && typeof operand !== "number")
    throw new EventPatternError("Value of anything-but must be an array or single string/number value.");
  return anythingButValues(listOf(operand));
}

function anythingButValues(excluded: readonly unknown[]): ValueTest {
  const texts = excluded.filter((value) => typeof value === "string");
  const numbers = excluded.filter((value) => typeof value === "number");
  if (texts.length + numbers.length < excluded.length)
    throw new EventPatternError("Inside anything but list, start|null|boolean is not supported.");
  if (texts.length > 0 === numbers.length > 0) {
    throw new EventPatternError(
      "Inside anything but list, either all values are number or string, mixed type is not supported",
    );
  }
  for (const number of numbers) requireComparable(number);
  const set = new Set<unknown>(excluded);
  return (value) => !set.has(value);
}

function noneOf(operands: readonly unknown[], compile: (operand: unknown) => ValueTest): ValueTest {
  const tests = operands.map(compile);
  return (value) => !tests.some((test) => test(value));
}

/** A part that a text may not begin or end with. */
function requireText(part: unknown): string {
  if (typeof part !== "string") throw new EventPatternError("prefix/suffix match pattern must be a string");
  if (part === "") throw new EventPatternError("Null prefix/suffix not allowed");
  return part;
}

function numeric(operand: unknown): ValueTest {
  if (!Array.isArray(operand)) throw new EventPatternError("Value of numeric must be an array.");
  const [operator, bound, ...rest]: readonly unknown[] = operand;
  if (typeof operator !== "string")
    throw new EventPatternError(`Invalid member in numeric match: ${JSON.stringify(operator) ?? "]"}`);
  const compare = COMPARISONS[operator];
  if (compare === undefined) throw new EventPatternError(`Unrecognized numeric range operator: ${operator}`);
  const value = boundOf(bound, operator === "=" ? "equals" : operator);
  const isFirst = compare(value);
  if (rest.length === 0) return isFirst;
  if (!operator.startsWith(">")) throw new EventPatternError("Too many elements in numeric expression");
  const isSecond = upperBound(rest);
  if (value >= Number(rest[1])) throw new EventPatternError("Bottom must be less than top");
  return (number) => isFirst(number) && isSecond(number);
}

/** The second half of a range: "<" or "<=", and a number. */
function upperBound([operator, bound, ...more]: readonly unknown[]): ValueTest {
  if (typeof operator !== "string") throw new EventPatternError(`Bad value in numeric range: ${String(operator)}`);
  const compare = COMPARISONS[operator];
  if (compare === undefined || !operator.startsWith("<"))
    throw new EventPatternError(`Bad numeric range operator: ${operator}`);
  const test = compare(boundOf(bound, operator));
  if (more.length > 0) throw new EventPatternError("Too many terms in numeric range expression");
  return test;
}

const COMPARISONS: Readonly<Record<string, (bound: number) => ValueTest>> = {
  "=": (bound) => (value) => value === bound,
  "<": (bound) => (value) => typeof value === "number" && value < bound,
  "<=": (bound) => (value) => typeof value === "number" && value <= bound,
  ">": (bound) => (value) => typeof value === "number" && value > bound,
  ">=": (bound) => (value) => typeof value === "number" && value >= bound,
};

function boundOf(bound: unknown, operator: string): number {
  if (typeof bound !== "number") throw new EventPatternError(`Value of ${operator} must be numeric`);
  requireComparable(bound);
  return bound;
}

// AWS: "Numeric matching": between -5.0e9 and +5.0e9 inclusive.
function requireComparable(value: number): void {
  if (Math.abs(value) > 5e9) throw new EventPatternError("Value must be between -5.0E9 and 5.0E9, inclusive");
}

function exists(operand: unknown): ValueTest | "absent" {
  if (typeof operand !== "boolean") throw new EventPatternError("exists match pattern must be either true or false.");
  return operand ? () => true : "absent";
}

function cidr(operand: unknown): ValueTest {
  if (typeof operand !== "string") throw new EventPatternError("prefix match pattern must be a string");
  const [network = "", bits = "", ...rest] = operand.split("/");
  const version = isIP(network);
  if (version === 0) throw new EventPatternError(`Malformed CIDR: ${operand}`);
  if (rest.length > 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > (version === 4 ? 32 : 128))
    throw new EventPatternError(`Malformed CIDR: ${operand}`);
  const block = new BlockList();
  block.addSubnet(network, Number(bits), version === 4 ? "ipv4" : "ipv6");
  return onText((text) => isIP(text) === version && block.check(text, version === 4 ? "ipv4" : "ipv6"));
}

/** The operand of `{NAME: operand}`; undefined for anything else. */
function soleMember(operand: unknown, name: string): { readonly operand: unknown } | undefined {
  if (!isObject(operand)) return undefined;
  const entries = Object.entries(operand);
  return entries.length === 1 && entries[0]?.[0] === name ? { operand: entries[0][1] } : undefined;
}

function listOf(operand: unknown): readonly unknown[] {
  return Array.isArray(operand) ? operand : [operand];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
