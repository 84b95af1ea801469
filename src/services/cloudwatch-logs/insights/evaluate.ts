// Expressions made into functions of a row.

import { malformedQuery } from "../errors.ts";
import { FUNCTIONS } from "./functions.ts";
import type { Row } from "./row.ts";
import type { BinaryOperator, Expression, Pattern, Period } from "./syntax.ts";
import { compare, floorTime, Moment, numberOf, textOf, truthOf, type Value, valueOf } from "./values.ts";

export type Evaluate = (row: Row) => Value;

/** What a query knows beside its rows. */
export interface QueryContext {
  readonly nowMs: number;
}

/** Compiles an expression outside of aggregates; throws MalformedQueryException for an aggregate in it. */
export function compile(expression: Expression, context: QueryContext): Evaluate {
  switch (expression.kind) {
    case "literal":
      return () => expression.value;
    case "field":
      return (row) => row.get(expression.name);
    case "period":
      throw malformedQuery("a period can be the input of a function of time only");
    case "call":
      return compileCall(expression, context);
    case "item": {
      const list = compile(expression.list, context);
      return (row) => {
        const found = list(row);
        return Array.isArray(found) ? valueOf((found as readonly unknown[])[expression.index]) : null;
      };
    }
    case "negative": {
      const operand = compile(expression.operand, context);
      return (row) => negated(operand(row));
    }
    case "not": {
      const operand = compile(expression.operand, context);
      return (row) => {
        const truth = truthOf(operand(row));
        return truth === null ? null : !truth;
      };
    }
    case "binary":
      return compileBinary(expression, context);
    case "like": {
      const operand = compile(expression.operand, context);
      const matches = compilePattern(expression.pattern);
      return (row) => {
        const value = operand(row);
        return value === null ? null : matches(textOf(value));
      };
    }
    default: {
      const operand = compile(expression.operand, context);
      const values = expression.values.map((value) => compile(value, context));
      return (row) => {
        const value = operand(row);
        return value === null ? null : values.some((each) => compare(value, each(row)) === 0);
      };
    }
  }
}

function negated(value: Value): Value {
  const number = numberOf(value);
  return number === undefined ? null : -number;
}

function compilePattern(pattern: Pattern): (text: string) => boolean {
  if ("text" in pattern) return (text) => text.includes(pattern.text);
  return (text) => pattern.regex.test(text);
}

function compileCall({ name, inputs }: Expression & { readonly kind: "call" }, context: QueryContext): Evaluate {
  if (name === "now") return () => Math.floor(context.nowMs / 1_000);
  if (name === "bin") return rounded((row) => row.get("@timestamp"), periodOf(inputs[0]), 0);
  if (name === "datefloor" || name === "dateceil") {
    const [time, period] = inputs;
    if (time === undefined) throw malformedQuery(`${name} needs a time`);
    return rounded(compile(time, context), periodOf(period), name === "dateceil" ? 1 : 0);
  }
  const run = FUNCTIONS[name]?.run;
  if (run === undefined) throw malformedQuery(`the function ${name} can be used in the stats command only`);
  const compiled = inputs.map((input) => compile(input, context));
  return (row) => run(compiled.map((input) => input(row)));
}

function periodOf(expression: Expression | undefined): Period {
  if (expression?.kind !== "period" || expression.period.count < 1) throw malformedQuery("a period was expected");
  return expression.period;
}

/** AWS: dateceil rounds up "and then truncates": a time on the edge stays. */
function rounded(time: Evaluate, period: Period, steps: number): Evaluate {
  return (row) => {
    const ms = numberOf(time(row));
    if (ms === undefined) return null;
    const floorMs = floorTime(ms, period);
    return new Moment(steps === 0 || floorMs === ms ? floorMs : floorTime(ms, period, steps));
  };
}

const COMPARISONS: Readonly<Record<string, (difference: number) => boolean>> = {
  "=": (difference) => difference === 0,
  "!=": (difference) => difference !== 0,
  "<": (difference) => difference < 0,
  "<=": (difference) => difference <= 0,
  ">": (difference) => difference > 0,
  ">=": (difference) => difference >= 0,
};

const ARITHMETIC: Readonly<Record<string, (left: number, right: number) => number>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "%": (left, right) => left % right,
  "^": (left, right) => left ** right,
};

function compileBinary(expression: Expression & { readonly kind: "binary" }, context: QueryContext): Evaluate {
  const operator: BinaryOperator = expression.operator;
  const left = compile(expression.left, context);
  const right = compile(expression.right, context);
  // What decides whatever the other side is, decides; else nobody knows where one side is missing.
  if (operator === "and" || operator === "or") {
    const decides = operator === "or";
    return (row) => {
      const one = truthOf(left(row));
      if (one === decides) return decides;
      const other = truthOf(right(row));
      if (other === decides) return decides;
      return one === null || other === null ? null : !decides;
    };
  }
  const holds = COMPARISONS[operator];
  if (holds !== undefined)
    return (row) => {
      const difference = compare(left(row), right(row));
      return difference === undefined ? null : holds(difference);
    };
  const count = ARITHMETIC[operator];
  return (row) => {
    const [one, other] = [numberOf(left(row)), numberOf(right(row))];
    if (one === undefined || other === undefined || count === undefined) return null;
    const result = count(one, other);
    return Number.isFinite(result) ? result : null;
  };
}
