// Arithmetic and order of templates' numbers, as Java has them. Pure.

import type { Operator } from "./syntax.ts";
import { boundedInteger, type Value } from "./values.ts";

/** Whether an operator orders numbers. */
export function isComparison(operator: Operator): boolean {
  return operator.startsWith("<") || operator.startsWith(">");
}

/** Orders numbers of both kinds. */
export function compare(operator: Operator, one: bigint | number, other: bigint | number): boolean {
  if (operator === "<") return one < other;
  if (operator === "<=") return one <= other;
  return operator === ">" ? one > other : one >= other;
}

/** Integers stay integers, and nothing is divided by zero. */
export function calculate(operator: Operator, one: bigint | number, other: bigint | number): Value {
  if (typeof one === "bigint" && typeof other === "bigint") {
    if (operator === "+") return boundedInteger(one + other);
    if (operator === "-") return boundedInteger(one - other);
    if (operator === "*") return boundedInteger(one * other);
    if (other === 0n) return null;
    return operator === "/" ? one / other : one % other;
  }
  const [a, b] = [Number(one), Number(other)];
  if (operator === "+") return a + b;
  if (operator === "-") return a - b;
  if (operator === "*") return a * b;
  if (b === 0) return null;
  return operator === "/" ? a / b : a % b;
}
