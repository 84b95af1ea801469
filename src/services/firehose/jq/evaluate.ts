// What a query in JQ gives of a value: none, one or several results. Pure.

import { FUNCTIONS } from "./functions.ts";
import { JqError, type Node } from "./parse.ts";

/** Functions that get their parameters as queries. */
const SPECIAL = ["empty/0", "select/1", "map/1"];
// LIMIT: so many results of one record: queries that multiply end here.
const MOST_RESULTS = 10_000;

/** Throws JqError for a query that calls what is not there. */
export function requireKnown(node: Node): void {
  if (node.kind === "call") {
    const name = `${node.name}/${node.parameters.length}`;
    if (FUNCTIONS[name] === undefined && !SPECIAL.includes(name))
      throw new JqError(`The function ${name} is not implemented.`);
    for (const parameter of node.parameters) requireKnown(parameter);
    return;
  }
  for (const child of childrenOf(node)) requireKnown(child);
}

function childrenOf(node: Node): readonly Node[] {
  if (node.kind === "field") return [node.of, node.name];
  if (node.kind === "iterate" || node.kind === "negation") return [node.of];
  if (node.kind === "array") return node.of === undefined ? [] : [node.of];
  if (node.kind === "object") return node.entries.flat();
  if (node.kind === "binary") return [node.left, node.right];
  return node.kind === "if" ? [node.condition, node.yes, node.no] : [];
}

/** All results; throws JqError. */
export function evaluateJq(node: Node, input: unknown): readonly unknown[] {
  const results = resultsOf(node, input);
  if (results.length > MOST_RESULTS) throw new JqError("The query has too many results.");
  return results;
}

function resultsOf(node: Node, input: unknown): readonly unknown[] {
  if (node.kind === "identity") return [input];
  if (node.kind === "literal") return [node.value];
  if (node.kind === "field")
    return evaluateJq(node.of, input).flatMap((value) =>
      evaluateJq(node.name, input).flatMap((name) => fieldOf(value, name, node.isOptional)),
    );
  if (node.kind === "iterate") return evaluateJq(node.of, input).flatMap((value) => elementsOf(value, node.isOptional));
  if (node.kind === "negation") return evaluateJq(node.of, input).map((value) => -Number(value));
  if (node.kind === "array") return [node.of === undefined ? [] : evaluateJq(node.of, input)];
  if (node.kind === "object") return objectsOf(node.entries, input);
  if (node.kind === "if")
    return evaluateJq(node.condition, input).flatMap((value) => evaluateJq(isTrue(value) ? node.yes : node.no, input));
  if (node.kind === "call") return callResults(node.name, node.parameters, input);
  return binaryResults(node.operator, node.left, node.right, input);
}

function fieldOf(value: unknown, name: unknown, isOptional: boolean): readonly unknown[] {
  if (value === null || value === undefined) return [null];
  if (Array.isArray(value) && typeof name === "number") return [(value as unknown[]).at(name) ?? null];
  if (typeof value === "object" && !Array.isArray(value) && typeof name === "string")
    return [Object.hasOwn(value, name) ? ((value as Readonly<Record<string, unknown>>)[name] ?? null) : null];
  if (isOptional) return [];
  throw new JqError(`Cannot index ${JSON.stringify(value)} with ${JSON.stringify(name)}.`);
}

function elementsOf(value: unknown, isOptional: boolean): readonly unknown[] {
  if (typeof value === "object" && value !== null) return Object.values(value);
  if (isOptional) return [];
  throw new JqError(`Cannot iterate over ${JSON.stringify(value)}.`);
}

/** AWS: JQ: several results of a member make several objects. */
function objectsOf(entries: readonly (readonly [Node, Node])[], input: unknown): readonly unknown[] {
  let objects: readonly Readonly<Record<string, unknown>>[] = [{}];
  for (const [key, value] of entries) {
    const pairs = evaluateJq(key, input).flatMap((name) =>
      evaluateJq(value, input).map((each) => [name, each] as const),
    );
    objects = objects.flatMap((object) => pairs.map(([name, each]) => ({ ...object, [String(name)]: each })));
    if (objects.length > MOST_RESULTS) throw new JqError("The query has too many results.");
  }
  return objects;
}

function callResults(name: string, parameters: readonly Node[], input: unknown): readonly unknown[] {
  const [first] = parameters;
  if (name === "empty") return [];
  if (name === "select" && first !== undefined)
    return evaluateJq(first, input).flatMap((value) => (isTrue(value) ? [input] : []));
  if (name === "map" && first !== undefined)
    return [elementsOf(input, false).flatMap((each) => evaluateJq(first, each))];
  const apply = FUNCTIONS[`${name}/${parameters.length}`];
  if (apply === undefined) throw new JqError(`The function ${name} is not implemented.`);
  // No function here has more than one parameter.
  if (first === undefined) return [apply(input)];
  return evaluateJq(first, input).map((value) => apply(input, value));
}

function binaryResults(operator: string, left: Node, right: Node, input: unknown): readonly unknown[] {
  if (operator === "|") return evaluateJq(left, input).flatMap((value) => evaluateJq(right, value));
  if (operator === ",") return [...evaluateJq(left, input), ...evaluateJq(right, input)];
  if (operator === "//") {
    const found = alternatives(left, input).filter(isTrue);
    return found.length > 0 ? found : evaluateJq(right, input);
  }
  return evaluateJq(left, input).flatMap((one) => {
    if (operator === "and" && !isTrue(one)) return [false];
    if (operator === "or" && isTrue(one)) return [true];
    return evaluateJq(right, input).map((other) => combine(operator, one, other));
  });
}

/** AWS: JQ: errors on the left of "//" are no results. */
function alternatives(node: Node, input: unknown): readonly unknown[] {
  try {
    return evaluateJq(node, input);
  } catch (error) {
    if (error instanceof JqError) return [];
    throw error;
  }
}

function combine(operator: string, one: unknown, other: unknown): unknown {
  if (operator === "and" || operator === "or") return isTrue(other);
  if (operator === "==") return JSON.stringify(one) === JSON.stringify(other);
  if (operator === "!=") return JSON.stringify(one) !== JSON.stringify(other);
  if (operator === "+" && one === null) return other;
  if (operator === "+" && other === null) return one;
  if (typeof one === "string" && typeof other === "string") {
    if (operator === "+") return one + other;
    if (operator in COMPARISONS) return COMPARISONS[operator]?.(one < other ? -1 : one > other ? 1 : 0);
  }
  if (typeof one === "number" && typeof other === "number") {
    if (operator in COMPARISONS) return COMPARISONS[operator]?.(one - other);
    return arithmetic(operator, one, other);
  }
  throw new JqError(`${JSON.stringify(one)} and ${JSON.stringify(other)} cannot be combined by "${operator}".`);
}

const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};

function arithmetic(operator: string, one: number, other: number): number {
  if (operator === "+") return one + other;
  if (operator === "-") return one - other;
  if (operator === "*") return one * other;
  if (other === 0) throw new JqError("A number cannot be divided by zero.");
  return operator === "/" ? one / other : Math.trunc(one) % Math.trunc(other);
}

function isTrue(value: unknown): boolean {
  return value !== null && value !== false && value !== undefined;
}
