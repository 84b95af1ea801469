// JSON paths with wildcards, slices, filters and deep scans, over the values of templates. Pure.
// AWS: $input.path and $input.json take JSON paths; their dialect is Jayway's ("JSONPath for Java"), to which "Variables for
// data transformations for API Gateway" points.

import { boundedWork } from "../../kernel/bounded-pattern.ts";
import { parseJsonPath, type Operand, type Segment, type Selector, type Test } from "./json-path-syntax.ts";
import { VtlError } from "./syntax.ts";
import { areEqual, isNumber, type List, type Meter, type Value } from "./values.ts";

/** What a path finds: one value, several in a list where it may mean several, undefined where there is nothing. */
export function findByPath(root: Value, text: string, meter: Meter): Value | undefined {
  const path = parseJsonPath(text);
  const found = select(root, root, path.segments, meter);
  const isDefinite = path.segments.every(isSingle);
  const value = isDefinite ? found[0] : found;
  return path.measure === undefined || value === undefined ? value : measure(path.measure, value);
}

/** AWS: Jayway: a path is definite if each part names one thing; several names at its end make one object. */
function isSingle({ selector, isDeep }: Segment, at: number, segments: readonly Segment[]): boolean {
  if (isDeep) return false;
  if (selector.kind === "names") return selector.names.length === 1 || at === segments.length - 1;
  return selector.kind === "positions" && selector.positions.length === 1;
}

const MEASURES: ReadonlyMap<string, (numbers: readonly number[]) => number> = new Map([
  ["min", (numbers: readonly number[]) => numbers.reduce((a, b) => Math.min(a, b), Infinity)],
  ["max", (numbers: readonly number[]) => numbers.reduce((a, b) => Math.max(a, b), -Infinity)],
  ["sum", (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)],
  ["avg", (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0) / numbers.length],
]);

function measure(name: string, value: Value): Value | undefined {
  if (name === "length" || name === "size") {
    if (typeof value === "string" || Array.isArray(value)) return BigInt(value.length);
    return value instanceof Map ? BigInt(value.size) : undefined;
  }
  if (name === "keys") return value instanceof Map ? [...value.keys()] : undefined;
  if (!Array.isArray(value) || value.length === 0) return undefined;
  return MEASURES.get(name)?.(value.filter(isNumber).map(Number));
}

function select(value: Value, root: Value, segments: readonly Segment[], meter: Meter): List {
  let current: List = [value];
  for (const { selector, isDeep } of segments) {
    const next: List = [];
    for (const each of isDeep ? current.flatMap((one) => descendants(one, meter)) : current) {
      meter.step();
      next.push(...pick(each, root, selector, meter));
      if (next.length > 100_000) throw new VtlError("A JSON path finds too much");
    }
    current = next;
  }
  return current;
}

/** The value itself, and all that is below it. */
function descendants(value: Value, meter: Meter): List {
  const found: List = [];
  const waiting: List = [value];
  for (let each = waiting.pop(); each !== undefined; each = waiting.pop()) {
    meter.step();
    found.push(each);
    const children = childrenOf(each);
    for (let at = children.length - 1; at >= 0; at--) waiting.push(children[at] ?? null);
  }
  return found;
}

function childrenOf(value: Value): List {
  if (Array.isArray(value)) return value;
  return value instanceof Map ? [...value.values()] : [];
}

function pick(value: Value, root: Value, selector: Selector, meter: Meter): List {
  switch (selector.kind) {
    case "names": {
      if (!(value instanceof Map)) return [];
      // AWS: Jayway: several names make one object of these members.
      if (selector.names.length > 1) {
        return [
          new Map(
            selector.names.flatMap((name) => (value.has(name) ? [[name, value.get(name) ?? null] as const] : [])),
          ),
        ];
      }
      const [name = ""] = selector.names;
      return value.has(name) ? [value.get(name) ?? null] : [];
    }
    case "positions":
      if (!Array.isArray(value)) return [];
      return selector.positions.flatMap((at) => {
        const item = value.at(at);
        return item === undefined ? [] : [item];
      });
    case "slice":
      if (!Array.isArray(value)) return [];
      return value.slice(selector.from, selector.to).filter((_item, at) => at % Math.max(selector.step, 1) === 0);
    case "all":
      return childrenOf(value);
  }
  return (Array.isArray(value) ? value : [value]).filter((item) => passes(item, root, selector.test, meter));
}

function passes(item: Value, root: Value, test: Test, meter: Meter): boolean {
  meter.step();
  switch (test.kind) {
    case "and":
      return passes(item, root, test.left, meter) && passes(item, root, test.right, meter);
    case "or":
      return passes(item, root, test.left, meter) || passes(item, root, test.right, meter);
    case "not":
      return !passes(item, root, test.of, meter);
    case "exists":
      return operandOf(item, root, test.operand, meter) !== undefined;
  }
  return compares(item, root, test, meter);
}

function compares(item: Value, root: Value, test: Extract<Test, { kind: "compare" }>, meter: Meter): boolean {
  const left = operandOf(item, root, test.left, meter);
  const { operator } = test;
  if (operator === "=~") return test.right.kind === "pattern" && typeof left === "string" && matches(left, test.right);
  const right = operandOf(item, root, test.right, meter);
  if (left === undefined || right === undefined) return operator === "!=" && left !== right;
  if (operator === "==") return areEqual(left, right, meter);
  if (operator === "!=") return !areEqual(left, right, meter);
  if (operator === "in") return Array.isArray(right) && right.some((each) => areEqual(each, left, meter));
  if (operator === "nin") return Array.isArray(right) && !right.some((each) => areEqual(each, left, meter));
  if (operator === "contains") {
    if (typeof left === "string") return typeof right === "string" && left.includes(right);
    return Array.isArray(left) && left.some((each) => areEqual(each, right, meter));
  }
  if (operator === "size") return areEqual(measure("size", left) ?? null, right, meter);
  if (operator === "empty") return (measure("size", left) === 0n) === right;
  if (Array.isArray(left) && Array.isArray(right)) {
    const has = (each: Value): boolean => right.some((other) => areEqual(each, other, meter));
    return operator === "subsetof" ? left.every(has) : operator === "anyof" ? left.some(has) : !left.some(has);
  }
  if (!isNumber(left) || !isNumber(right)) {
    return (
      typeof left === "string" &&
      typeof right === "string" &&
      isOrdered(operator, left < right ? -1 : left > right ? 1 : 0)
    );
  }
  return isOrdered(operator, left < right ? -1 : left > right ? 1 : 0);
}

function isOrdered(operator: string, order: number): boolean {
  if (operator === "<") return order < 0;
  if (operator === "<=") return order <= 0;
  return operator === ">" ? order > 0 : operator === ">=" && order >= 0;
}

function matches(text: string, { source, flags }: Extract<Operand, { kind: "pattern" }>): boolean {
  try {
    const expression = new RegExp(`^(?:${source})$`, flags);
    return boundedWork(() => expression.test(text));
  } catch (cause) {
    throw new VtlError(`The regular expression ${source} cannot be used`, { cause });
  }
}

function operandOf(item: Value, root: Value, operand: Operand, meter: Meter): Value | undefined {
  if (operand.kind === "value") return operand.value;
  if (operand.kind === "pattern") return undefined;
  const found = select(operand.isRooted ? root : item, root, operand.path.segments, meter);
  const value = operand.path.segments.every(isSingle) ? found[0] : found.length === 0 ? undefined : found;
  return operand.path.measure === undefined || value === undefined ? value : measure(operand.path.measure, value);
}
