// The conditions of filter policies: what the values of one property must be like. Pure.
// AWS: "String value matching", "Numeric value matching" and "Attribute key matching" in the SNS developer guide; the wording of
// refusals is recorded from the service.

import { isIP } from "node:net";

/** A policy that SNS does not accept; the message says why in AWS's words, without their beginning. */
export class FilterPolicyError extends Error {
  override readonly name = "FilterPolicyError";
}

type Scalar = string | number | boolean | null;

/** A test of one property's values; undefined stands for a property that is not there. */
export type Test = (values: readonly Scalar[] | undefined) => boolean;

const OPERATORS = new Set([
  "anything-but",
  "cidr",
  "equals-ignore-case",
  "exists",
  "numeric",
  "prefix",
  "suffix",
  "wildcard",
]);

/** Whether this is the name of an operator. */
export function isOperator(name: string): boolean {
  return OPERATORS.has(name);
}

/** Compiles one element of a property's array; throws a FilterPolicyError. */
export function parseCondition(condition: unknown): Test {
  if (isScalar(condition)) return anyValue((value) => value === condition);
  if (!isObject(condition))
    throw new FilterPolicyError("FilterPolicy: Match value must be String, number, true, false, or null");
  const [entry, ...others] = Object.entries(condition);
  if (entry === undefined || others.length > 0)
    throw new FilterPolicyError("FilterPolicy: Only one key allowed in match expression");
  const [operator, operand] = entry;
  if (operator === "exists") {
    if (typeof operand !== "boolean")
      throw new FilterPolicyError("FilterPolicy: exists match pattern must be either true or false.");
    return (values) => (values !== undefined) === operand;
  }
  if (operator === "anything-but") return parseAnythingBut(operand);
  if (operator === "numeric") return anyValue(parseNumeric(operand));
  return anyValue(parseTextTest(operator, operand));
}

function anyValue(test: (value: Scalar) => boolean): Test {
  return (values) => values?.some(test) === true;
}

function parseTextTest(operator: string, operand: unknown): (value: Scalar) => boolean {
  if (!OPERATORS.has(operator)) throw new FilterPolicyError(`FilterPolicy: Unrecognized match type ${operator}`);
  if (typeof operand !== "string")
    throw new FilterPolicyError(`FilterPolicy: ${operator} match pattern must be a string`);
  if (operator === "prefix") return (value) => typeof value === "string" && value.startsWith(operand);
  if (operator === "suffix") return (value) => typeof value === "string" && value.endsWith(operand);
  if (operator === "cidr") return parseCidr(operand);
  if (operator === "wildcard") return parseWildcard(operand);
  const folded = operand.toLowerCase();
  return (value) => typeof value === "string" && value.toLowerCase() === folded;
}

// AWS: "Anything-but matching": with a prefix, a suffix, or a wildcard; others are refused.
const NEGATABLE = new Set(["prefix", "suffix", "wildcard"]);

// AWS: of an array, none of the elements may be among the operands.
function parseAnythingBut(operand: unknown): Test {
  let isExcluded: (value: Scalar) => boolean;
  if (isObject(operand)) {
    const [entry, ...others] = Object.entries(operand);
    if (entry === undefined || others.length > 0 || !NEGATABLE.has(entry[0]))
      throw new FilterPolicyError("FilterPolicy: Unsupported anything-but pattern");
    const [operator, operands] = entry;
    const tests = (Array.isArray(operands) ? operands : [operands]).map((one: unknown) => parseTextTest(operator, one));
    if (tests.length === 0) throw new FilterPolicyError("FilterPolicy: Unsupported anything-but pattern");
    isExcluded = (value) => tests.some((test) => test(value));
  } else {
    const excluded: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
    if (excluded.length === 0 || !excluded.every((value) => typeof value === "string" || typeof value === "number"))
      throw new FilterPolicyError("FilterPolicy: Inside anything but list, start|null|boolean is not supported.");
    const values = new Set<unknown>(excluded);
    isExcluded = (value) => values.has(value);
  }
  return (values) => values !== undefined && values.length > 0 && !values.some(isExcluded);
}

function parseNumeric(operand: unknown): (value: Scalar) => boolean {
  if (!Array.isArray(operand)) throw new FilterPolicyError("FilterPolicy: Value of numeric must be an array.");
  const [operator, bound, secondOperator, secondBound, ...rest]: readonly unknown[] = operand;
  if (typeof operator !== "string")
    throw new FilterPolicyError(
      `FilterPolicy: Invalid member in numeric match: ${operator === undefined ? "]" : JSON.stringify(operator)}`,
    );
  const compare = COMPARISONS[operator];
  if (compare === undefined)
    throw new FilterPolicyError(`FilterPolicy: Unrecognized numeric range operator: ${operator}`);
  const number = requireNumber(bound, operator === "=" ? "equals" : operator);
  if (operand.length === 2) return (value) => typeof value === "number" && compare(value, number);
  if (operator !== ">" && operator !== ">=")
    throw new FilterPolicyError("FilterPolicy: Too many elements in numeric expression");
  if (typeof secondOperator !== "string")
    throw new FilterPolicyError(`FilterPolicy: Bad value in numeric range: ${JSON.stringify(secondOperator)}`);
  const compareSecond = COMPARISONS[secondOperator];
  if (compareSecond === undefined || (secondOperator !== "<" && secondOperator !== "<="))
    throw new FilterPolicyError(`FilterPolicy: Bad numeric range operator: ${secondOperator}`);
  const top = requireNumber(secondBound, secondOperator);
  if (rest.length > 0) throw new FilterPolicyError("FilterPolicy: Too many terms in numeric range expression");
  if (number >= top) throw new FilterPolicyError("FilterPolicy: Bottom must be less than top");
  return (value) => typeof value === "number" && compare(value, number) && compareSecond(value, top);
}

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  "=": (value, bound) => value === bound,
  "<": (value, bound) => value < bound,
  "<=": (value, bound) => value <= bound,
  ">": (value, bound) => value > bound,
  ">=": (value, bound) => value >= bound,
};

function requireNumber(value: unknown, operator: string): number {
  if (typeof value !== "number") throw new FilterPolicyError(`FilterPolicy: Value of ${operator} must be numeric`);
  // LIMIT: AWS compares numbers from -10^9 to 10^9.
  if (Math.abs(value) > 1e9)
    throw new FilterPolicyError("FilterPolicy: Value must be between -1.0E9 and 1.0E9, inclusive");
  return value;
}

// AWS: "Wildcard matching": "*" stands for any characters, "\\*" and "\\\\" for themselves; two in a row are refused.
function parseWildcard(pattern: string): (value: Scalar) => boolean {
  if (pattern.replaceAll(/\\[*\\]/g, "").includes("**"))
    throw new FilterPolicyError("FilterPolicy: Consecutive wildcard characters");
  const parts = [""];
  for (const [token] of pattern.matchAll(/\\[*\\]|\*|[^*]/gs)) {
    if (token === "*") parts.push("");
    else parts.push(`${parts.pop() ?? ""}${token.length > 1 && token.startsWith("\\") ? token.slice(1) : token}`);
  }
  return (value) => typeof value === "string" && hasParts(value, parts);
}

// The parts in their order: the first at the beginning, the last at the end, each of the others as early as it can be.
function hasParts(value: string, parts: readonly string[]): boolean {
  const [first = "", ...others] = parts;
  const last = others.pop();
  if (last === undefined) return value === first;
  if (!value.startsWith(first)) return false;
  let at = first.length;
  for (const part of others) {
    const found = value.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return value.length - last.length >= at && value.endsWith(last);
}

function parseCidr(range: string): (value: Scalar) => boolean {
  const [address = "", length = ""] = range.split("/");
  const family = isIP(address);
  const bits = Number(length);
  const width = family === 4 ? 32 : 128;
  if (family === 0 || !/^\d{1,3}$/.test(length) || bits > width)
    throw new FilterPolicyError(`FilterPolicy: Malformed CIDR, one '/' required`);
  const shift = BigInt(width - bits);
  const network = addressBits(address) >> shift;
  return (value) => typeof value === "string" && isIP(value) === family && addressBits(value) >> shift === network;
}

function addressBits(address: string): bigint {
  if (isIP(address) === 4) return address.split(".").reduce((bits, part) => (bits << 8n) | BigInt(part), 0n);
  const [head = "", tail] = address.split("::");
  const groups = (text: string): string[] => (text === "" ? [] : text.split(":"));
  const before = groups(head);
  const after = groups(tail ?? "");
  const zeros = Array.from({ length: tail === undefined ? 0 : 8 - before.length - after.length }, () => "0");
  return [...before, ...zeros, ...after].reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether this is one value and no list or object. */
export function isScalar(value: unknown): value is Scalar {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}
