// Filter policies: which messages a subscription wants. Parsed once into a tree of tests, then asked for each message.
// Pure. AWS: "Amazon SNS subscription filter policies" and its pages on keys, strings, numbers and $or; the wording of
// refusals is recorded from the service.
//
// DEVIATION: AWS adds the line and column of a mistake to its message; here the message ends before that.

import { isIP } from "node:net";
import { LIMITS } from "./constraints.ts";
import type { MessageAttributes } from "./records.ts";

export type FilterPolicyScope = "MessageAttributes" | "MessageBody";

/** A policy that SNS does not accept; the message says why in AWS's words, without their beginning. */
export class FilterPolicyError extends Error {
  override readonly name = "FilterPolicyError";
}

/** A compiled policy. */
export interface FilterPolicy {
  matches(message: { readonly body: string; readonly attributes: MessageAttributes | undefined }): boolean;
}

type Scalar = string | number | boolean | null;

/** A test of one property's values; undefined stands for a property that is not there. */
type Test = (values: readonly Scalar[] | undefined) => boolean;

/** A policy object: all keys must match, and of each `or` at least one branch. */
interface Node {
  readonly keys: ReadonlyMap<string, Node | readonly Test[]>;
  readonly or: readonly Node[];
}

/** Checks and compiles a policy; throws a FilterPolicyError. */
export function parseFilterPolicy(text: string, scope: FilterPolicyScope): FilterPolicy {
  const policy = parseJson(text);
  if (!isObject(policy)) throw new FilterPolicyError("FilterPolicy: Filter policy must be a JSON object");
  const root = parseNode(policy, scope);
  requireWithinLimits(policy, scope);
  return scope === "MessageAttributes"
    ? { matches: ({ attributes }) => matchesNode(root, valuesOfAttributes(attributes)) }
    : { matches: ({ body }) => matchesBody(root, body) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new FilterPolicyError("FilterPolicy: failed to parse JSON.");
  }
}

function parseNode(object: Readonly<Record<string, unknown>>, scope: FilterPolicyScope): Node {
  const keys = new Map<string, Node | readonly Test[]>();
  let or: readonly Node[] = [];
  for (const [key, value] of Object.entries(object)) {
    if (key === "$or" && isBranches(value)) {
      or = value.map((branch) => parseNode(branch, scope));
    } else if (Array.isArray(value)) {
      if (value.length === 0) throw new FilterPolicyError("FilterPolicy: Empty arrays are not allowed");
      keys.set(
        key,
        value.map((condition: unknown) => parseCondition(condition)),
      );
    } else if (isObject(value)) {
      keys.set(key, parseNode(value, scope));
    } else {
      throw new FilterPolicyError(`FilterPolicy: "${key}" must be an object or an array`);
    }
  }
  const isNested = [...keys.values()].some((child) => !Array.isArray(child));
  if (isNested && scope === "MessageAttributes")
    throw new FilterPolicyError("Filter policy scope MessageAttributes does not support nested filter policy");
  return { keys, or };
}

// AWS: "$or" is the operator only before at least two objects, none of which has an operator's name as a key.
function isBranches(value: unknown): value is readonly Readonly<Record<string, unknown>>[] {
  return (
    Array.isArray(value) &&
    value.length >= 2 &&
    value.every((branch) => isObject(branch) && !Object.keys(branch).some((key) => OPERATORS.has(key)))
  );
}

const OPERATORS = new Set(["prefix", "suffix", "anything-but", "numeric", "exists", "equals-ignore-case", "cidr"]);

function parseCondition(condition: unknown): Test {
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
  const folded = operand.toLowerCase();
  return (value) => typeof value === "string" && value.toLowerCase() === folded;
}

// AWS: of an array, none of the elements may be among the operands.
function parseAnythingBut(operand: unknown): Test {
  let isExcluded: (value: Scalar) => boolean;
  if (isObject(operand)) {
    const [entry, ...others] = Object.entries(operand);
    if (entry === undefined || others.length > 0 || !["prefix", "suffix"].includes(entry[0]))
      throw new FilterPolicyError("FilterPolicy: Unsupported anything-but pattern");
    isExcluded = parseTextTest(entry[0], entry[1]);
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

// AWS: "Filter policy constraints". Keys are counted where they have values; combinations are the product of the
// numbers of values, of nested keys each multiplied by its depth; branches of $or add up.
function requireWithinLimits(policy: Readonly<Record<string, unknown>>, scope: FilterPolicyScope): void {
  if (countKeys(policy) > LIMITS.filterPolicyKeys)
    throw new FilterPolicyError("FilterPolicy: Filter policy can not have more than 5 keys");
  const combinations = countCombinations(policy, scope === "MessageBody" ? 1 : undefined);
  if (combinations > LIMITS.filterPolicyCombinations)
    throw new FilterPolicyError("FilterPolicy: Filter policy is too complex");
}

function countKeys(object: Readonly<Record<string, unknown>>): number {
  const names = new Set<string>();
  const visit = (node: Readonly<Record<string, unknown>>, path: string): void => {
    for (const [key, value] of Object.entries(node)) {
      if (key === "$or" && isBranches(value)) for (const branch of value) visit(branch, path);
      else if (isObject(value)) visit(value, `${path}${key}\0`);
      else names.add(path + key);
    }
  };
  visit(object, "");
  return names.size;
}

function countCombinations(object: Readonly<Record<string, unknown>>, depth: number | undefined): number {
  let product = 1;
  for (const [key, value] of Object.entries(object)) {
    if (key === "$or" && isBranches(value))
      product *= value.reduce((sum, branch) => sum + countCombinations(branch, depth), 0);
    else if (Array.isArray(value)) product *= value.length * (depth ?? 1);
    else if (isObject(value)) product *= countCombinations(value, depth === undefined ? undefined : depth + 1);
  }
  return product;
}

type Lookup = (key: string) => unknown;

function matchesNode(node: Node, lookup: Lookup): boolean {
  for (const [key, child] of node.keys) {
    if (!matchesChild(child, lookup(key))) return false;
  }
  return node.or.length === 0 || node.or.some((branch) => matchesNode(branch, lookup));
}

function matchesChild(child: Node | readonly Test[], value: unknown): boolean {
  if (isTests(child)) {
    const values = value === undefined || isObject(value) ? undefined : [value].flat(Infinity).filter(isScalar);
    return child.some((test) => test(values));
  }
  // Of a list of objects, one must match as a whole.
  if (Array.isArray(value)) return value.some((element) => matchesChild(child, element));
  const object = isObject(value) ? value : {};
  return matchesNode(child, (key) => object[key]);
}

function matchesBody(root: Node, body: string): boolean {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return false;
  }
  return isObject(value) && matchesChild(root, value);
}

// AWS: strings, numbers and String.Array count; binary attributes are ignored.
function valuesOfAttributes(attributes: MessageAttributes | undefined): Lookup {
  return (name) => {
    const attribute = attributes?.[name];
    if (attribute === undefined || typeof attribute.value !== "string") return undefined;
    if (attribute.dataType.startsWith("Number")) return Number(attribute.value);
    if (attribute.dataType !== "String.Array") return attribute.value;
    try {
      return JSON.parse(attribute.value) as unknown;
    } catch {
      return undefined;
    }
  };
}

function isTests(child: Node | readonly Test[]): child is readonly Test[] {
  return Array.isArray(child);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}
