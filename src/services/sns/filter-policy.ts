// Filter policies: which messages a subscription wants. Parsed once into a tree of tests, then asked for each message.
// Pure. AWS: "Amazon SNS subscription filter policies" and its pages on keys, strings, numbers and $or; the wording of
// refusals is recorded from the service.
//
// DEVIATION: AWS adds the line and column of a mistake to its message; here the message ends before that.

import { LIMITS } from "./constraints.ts";
import { FilterPolicyError, isOperator, isScalar, parseCondition, type Test } from "./filter-conditions.ts";
import type { MessageAttributes } from "./records.ts";

export type FilterPolicyScope = "MessageAttributes" | "MessageBody";

/** A compiled policy. */
export interface FilterPolicy {
  matches(message: { readonly body: string; readonly attributes: MessageAttributes | undefined }): boolean;
}

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
  if (Buffer.byteLength(text) > LIMITS.filterPolicyBytes)
    throw new FilterPolicyError("FilterPolicy: Filter policy is too large");
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
    value.every((branch) => isObject(branch) && !Object.keys(branch).some(isOperator))
  );
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
