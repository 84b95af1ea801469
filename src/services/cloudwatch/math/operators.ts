// The operators of metric math. Pure.
// AWS: "Basic arithmetic functions" and "Comparison and logical operators": a value that is missing where the other series has one
// counts as 0, and a data point that would divide by zero is dropped.

import { mapSeries, MathError, scalar, type Series, timesOf, type Value, withPoints } from "./values.ts";

type Operation = (left: number, right: number) => number;

const truth = (is: boolean): number => (is ? 1 : 0);

const OPERATIONS: Readonly<Record<string, Operation>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "^": (left, right) => left ** right,
  "==": (left, right) => truth(left === right),
  "!=": (left, right) => truth(left !== right),
  "<=": (left, right) => truth(left <= right),
  ">=": (left, right) => truth(left >= right),
  "<": (left, right) => truth(left < right),
  ">": (left, right) => truth(left > right),
  AND: (left, right) => truth(left !== 0 && right !== 0),
  OR: (left, right) => truth(left !== 0 || right !== 0),
};

/** Joins two values; throws MathError where the operator does not take them. */
export function operate(operator: string, left: Value, right: Value): Value {
  const operation = OPERATIONS[operator];
  if (operation === undefined) throw new MathError(`There is no operator "${operator}".`);
  if (left.kind === "scalar" && right.kind === "scalar") return scalar(operation(left.value, right.value));
  if (left.kind === "array" && right.kind === "array")
    throw new MathError(`The operator "${operator}" does not take two arrays of time series.`);
  if (left.kind === "array") return { kind: "array", series: left.series.map((each) => join(operation, each, right)) };
  if (right.kind === "array") return { kind: "array", series: right.series.map((each) => join(operation, left, each)) };
  return join(operation, left, right);
}

function join(operation: Operation, left: Value, right: Value): Series {
  if (left.kind === "series" && right.kind === "series") {
    const points: [number, number][] = [];
    for (const atS of timesOf([left, right])) {
      const value = operation(left.points.get(atS) ?? 0, right.points.get(atS) ?? 0);
      if (Number.isFinite(value)) points.push([atS, value]);
    }
    return { ...withPoints(left, points), periodS: Math.max(left.periodS, right.periodS) };
  }
  if (left.kind === "series" && right.kind === "scalar")
    return mapSeries(left, (value) => operation(value, right.value));
  if (left.kind === "scalar" && right.kind === "series")
    return mapSeries(right, (value) => operation(left.value, value));
  throw new MathError("Operators take numbers and time series.");
}

/** The value with its sign changed. */
export function negate(value: Value): Value {
  return operate("*", value, scalar(-1));
}
