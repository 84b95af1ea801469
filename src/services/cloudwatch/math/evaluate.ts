// Evaluates metric math over the results of a request's other queries. Pure.

import type { TimeGrid } from "../metrics/series.ts";
import { mathFunction } from "./functions.ts";
import { negate, operate } from "./operators.ts";
import type { Expression } from "./parse.ts";
import { MathError, scalar, type Series, type Value } from "./values.ts";

/** What an expression may look at. */
export interface MathScope {
  /** The result of the query with this id; throws if there is none. */
  readonly resultOf: (id: string) => Value;
  /** The request's metrics, without its expressions, by their ids. */
  readonly metrics: () => readonly (readonly [id: string, series: Series])[];
  /** The request's time, in the expression's period. */
  readonly grid: TimeGrid;
}

/** The value of an expression; throws MathError. */
export function evaluate(expression: Expression, scope: MathScope): Value {
  switch (expression.kind) {
    case "number":
      return scalar(expression.value);
    case "text":
      return { kind: "text", text: expression.text };
    case "word":
      return { kind: "word", word: expression.word };
    case "id":
      return scope.resultOf(expression.id);
    case "array":
      return { kind: "array", series: expression.items.flatMap((item) => flat(evaluate(item, scope))) };
    case "negative":
      return negate(evaluate(expression.of, scope));
    case "binary":
      return operate(expression.operator, evaluate(expression.left, scope), evaluate(expression.right, scope));
    default:
      return call(expression.name, expression.inputs, scope);
  }
}

function call(name: string, inputs: readonly Expression[], scope: MathScope): Value {
  const values = (): readonly Value[] => inputs.map((input) => evaluate(input, scope));
  if (name !== "METRICS") return mathFunction(name)(values(), scope.grid);
  const [wanted] = values();
  if (wanted !== undefined && wanted.kind !== "text") throw new MathError("The function METRICS takes a string.");
  const chosen = scope.metrics().filter(([id]) => wanted === undefined || id.includes(wanted.text));
  return { kind: "array", series: chosen.map(([, series]) => series) };
}

function flat(value: Value): readonly Series[] {
  if (value.kind === "series") return [value];
  if (value.kind === "array") return value.series;
  throw new MathError("An array consists of time series.");
}
