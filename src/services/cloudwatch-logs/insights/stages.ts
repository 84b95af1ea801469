// The commands of a query as stages of its pipeline: each gets rows and gives them on, some of them only at the end.

import { malformedQuery } from "../errors.ts";
import { type Accumulator, AGGREGATES } from "./aggregates.ts";
import { compile, type Evaluate, type QueryContext } from "./evaluate.ts";
import { Row } from "./row.ts";
import type { Column, Command, Expression } from "./syntax.ts";
import { compare, numberOf, textOf, truthOf, type Value } from "./values.ts";

export interface Stage {
  push(row: Row): void;
  end(): void;
}

/** LIMIT: ours: rows that are held to be sorted, groups of stats, keys of dedup. */
const MOST_HELD = 1_000_000;

/** A query has more rows to hold than there is room for: it fails. */
export class QueryTooLargeError extends Error {
  override readonly name = "QueryTooLargeError";
}

/** The stage of a command, before `next`. */
export function compileStage(command: Command, next: Stage, context: QueryContext): Stage {
  switch (command.kind) {
    case "display":
    case "fields":
      return ofFields(command.columns, next, context);
    case "filter":
      return ofFilter(compile(command.condition, context), next);
    case "stats":
      return ofStats(command.columns, command.by, next, context);
    case "sort":
      return ofSort(
        command.keys.map(({ expression, isDescending }) => ({ key: compile(expression, context), isDescending })),
        next,
      );
    case "limit":
      return limited(command.count, next);
    case "dedup":
      return ofDedup(
        command.keys.map((key) => compile(key, context)),
        next,
      );
    default:
      return ofParse(compile(command.source, context), command.regex, command.names, next);
  }
}

/** Lets so many rows through. */
export function limited(count: number, next: Stage): Stage {
  let passed = 0;
  return {
    push(row) {
      if (passed === count) return;
      passed += 1;
      next.push(row);
    },
    end: () => next.end(),
  };
}

function ofFields(columns: readonly Column[], next: Stage, context: QueryContext): Stage {
  // A plain field has its value already, under its own name.
  const made = columns
    .filter(({ name, expression }) => expression.kind !== "field" || expression.name !== name)
    .map(({ name, expression }) => ({ name, value: compile(expression, context) }));
  return {
    push(row) {
      for (const { name, value } of made) row.set(name, value(row));
      next.push(row);
    },
    end: () => next.end(),
  };
}

function ofFilter(condition: Evaluate, next: Stage): Stage {
  return {
    push(row) {
      if (truthOf(condition(row)) === true) next.push(row);
    },
    end: () => next.end(),
  };
}

function ofParse(source: Evaluate, regex: RegExp, names: readonly string[], next: Stage): Stage {
  return {
    push(row) {
      const value = source(row);
      const match = value === null ? null : regex.exec(textOf(value));
      if (match !== null) {
        for (const [name, text] of Object.entries(match.groups ?? {})) row.set(name, text ?? null);
        for (const [at, name] of names.entries()) row.set(name, match[at + 1] ?? null);
      }
      next.push(row);
    },
    end: () => next.end(),
  };
}

interface SortKey {
  readonly key: Evaluate;
  readonly isDescending: boolean;
}

function ofSort(keys: readonly SortKey[], next: Stage): Stage {
  const held: { readonly row: Row; readonly values: readonly Value[] }[] = [];
  return {
    push(row) {
      if (held.length === MOST_HELD) throw new QueryTooLargeError("The query sorts too many rows.");
      held.push({ row, values: keys.map(({ key }) => key(row)) });
    },
    end() {
      held.sort((one, other) => {
        for (const [at, { isDescending }] of keys.entries()) {
          const order = sortOrder(one.values[at] ?? null, other.values[at] ?? null, isDescending);
          if (order !== 0) return order;
        }
        return 0;
      });
      for (const { row } of held) next.push(row);
      next.end();
    },
  };
}

/** AWS: "sort": numbers before texts, by their size; what a row does not have comes last (inferred). */
function sortOrder(one: Value, other: Value, isDescending: boolean): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  const kinds = Number(numberOf(one) === undefined) - Number(numberOf(other) === undefined);
  const order = kinds === 0 ? (compare(one, other) ?? 0) : kinds;
  return isDescending ? -order : order;
}

/** AWS: "dedup": the first row of each key stays, and all of those that lack a field of it. */
function ofDedup(keys: readonly Evaluate[], next: Stage): Stage {
  const seen = new Set<string>();
  return {
    push(row) {
      const values = keys.map((key) => key(row));
      if (!values.includes(null)) {
        const key = JSON.stringify(values.map(textOf));
        if (seen.has(key)) return;
        if (seen.size === MOST_HELD) throw new QueryTooLargeError("The query has too many different rows.");
        seen.add(key);
      }
      next.push(row);
    },
    end: () => next.end(),
  };
}

interface Group {
  readonly keys: readonly Value[];
  readonly accumulators: readonly Accumulator[];
}

function ofStats(columns: readonly Column[], by: readonly Column[], next: Stage, context: QueryContext): Stage {
  const aggregates: { readonly name: string; readonly inputs: readonly Evaluate[] }[] = [];
  // What is around aggregates is evaluated over their results, which stand in the row under names that nobody can write.
  const placeOf = (at: number): string => `\0${at}`;
  const outer = columns.map(({ name, expression }) => {
    const before = aggregates.length;
    const value = compile(
      mapCalls(expression, (call) => {
        if (AGGREGATES[call.name] === undefined) return undefined;
        aggregates.push({ name: call.name, inputs: call.inputs.map((input) => compile(input, context)) });
        return { kind: "field", name: placeOf(aggregates.length - 1) };
      }),
      context,
    );
    if (aggregates.length === before) throw malformedQuery(`the column ${name} of stats has no aggregate`);
    return { name, value };
  });
  const keys = by.map(({ name, expression }) => ({ name, value: compile(expression, context) }));
  const groups = new Map<string, Group>();
  return {
    push(row) {
      const values = keys.map(({ value }) => value(row));
      const key = JSON.stringify(values.map((value) => (value === null ? null : textOf(value))));
      let group = groups.get(key);
      if (group === undefined) {
        if (groups.size === MOST_HELD) throw new QueryTooLargeError("The query has too many groups.");
        const accumulators = aggregates.map(({ name }) => createAccumulator(name));
        groups.set(key, (group = { keys: values, accumulators }));
      }
      const atMs = row.event?.atMs ?? 0;
      for (const [at, { inputs }] of aggregates.entries())
        group.accumulators[at]?.add(
          inputs.map((input) => input(row)),
          atMs,
        );
    },
    end() {
      for (const { keys: values, accumulators } of groups.values()) {
        const row = new Row();
        for (const [at, accumulator] of accumulators.entries()) row.set(placeOf(at), accumulator.result());
        for (const [at, { name }] of keys.entries()) row.set(name, values[at] ?? null);
        for (const { name, value } of outer) row.set(name, value(row));
        next.push(row);
      }
      next.end();
    },
  };
}

function createAccumulator(name: string): Accumulator {
  const definition = AGGREGATES[name];
  if (definition === undefined) throw malformedQuery(`there is no function ${name}`);
  return definition.create();
}

type Call = Expression & { readonly kind: "call" };

/** The expression with some of its calls replaced; what is within those is not looked at. */
function mapCalls(expression: Expression, replace: (call: Call) => Expression | undefined): Expression {
  const inner = (each: Expression): Expression => mapCalls(each, replace);
  switch (expression.kind) {
    case "call":
      return replace(expression) ?? { ...expression, inputs: expression.inputs.map(inner) };
    case "binary":
      return { ...expression, left: inner(expression.left), right: inner(expression.right) };
    case "negative":
    case "not":
    case "like":
      return { ...expression, operand: inner(expression.operand) };
    case "in":
      return { ...expression, operand: inner(expression.operand), values: expression.values.map(inner) };
    case "item":
      return { ...expression, list: inner(expression.list) };
    default:
      return expression;
  }
}
