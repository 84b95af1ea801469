// The language of `--only`: which units a command is about. Pure.
//
//   payment            the unit
//   payment...         and all that depend on it, directly or not
//   ...payment         and all that it depends on
//   ...payment...      both
//   pay*               every unit whose name matches
//   !ui                without it; `!` goes with each of the above
//   a,b                one or the other; only exclusions mean "all but"

import { OperatorError } from "../../kernel/errors.ts";
import type { Graph } from "./graph.ts";

/** What of a graph decides a selection. */
export type SelectionGraph = Pick<Graph, "order" | "dependenciesOf" | "dependantsOf">;

interface Term {
  readonly text: string;
  readonly pattern: string;
  readonly isExclusion: boolean;
  readonly withDependencies: boolean;
  readonly withDependants: boolean;
}

/** The units that the expressions mean, in the graph's order. Throws ERR_UNKNOWN_UNIT for a name that means none. */
export function selectUnits(expressions: readonly string[], graph: SelectionGraph): readonly string[] {
  const terms = expressions
    .flatMap((each) => each.split(","))
    .map((each) => each.trim())
    .filter((each) => each !== "")
    .map(parseTerm);
  const meant = (isExclusion: boolean): ReadonlySet<string> =>
    new Set(terms.filter((term) => term.isExclusion === isExclusion).flatMap((term) => unitsOf(term, graph)));
  const excluded = meant(true);
  const included = terms.some((term) => !term.isExclusion) ? meant(false) : new Set(graph.order);
  return graph.order.filter((unit) => included.has(unit) && !excluded.has(unit));
}

function parseTerm(text: string): Term {
  const isExclusion = text.startsWith("!");
  const rest = isExclusion ? text.slice(1) : text;
  const withDependencies = rest.startsWith("...");
  const withDependants = rest.length > 3 && rest.endsWith("...");
  const pattern = rest.slice(withDependencies ? 3 : 0, withDependants ? -3 : undefined);
  return { text, pattern, isExclusion, withDependencies, withDependants };
}

function unitsOf(term: Term, graph: SelectionGraph): readonly string[] {
  const matches = matcherOf(term.pattern);
  const found = graph.order.filter((unit) => matches.test(unit));
  if (found.length === 0) throw unknownUnit(term, graph.order);
  return [
    ...found,
    ...(term.withDependencies ? reachable(found, (unit) => graph.dependenciesOf(unit)) : []),
    ...(term.withDependants ? reachable(found, (unit) => graph.dependantsOf(unit)) : []),
  ];
}

function matcherOf(pattern: string): RegExp {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`);
}

function reachable(start: readonly string[], next: (unit: string) => readonly string[]): readonly string[] {
  const seen = new Set(start);
  for (const unit of seen) for (const other of next(unit)) seen.add(other);
  return [...seen];
}

function unknownUnit({ text, pattern }: Term, units: readonly string[]): OperatorError {
  const near = nearestName(pattern, units);
  const known = units.map((unit) => `"${unit}"`).join(", ");
  return new OperatorError({
    code: "ERR_UNKNOWN_UNIT",
    message: /[*?]/.test(pattern)
      ? `"${text}" matches no unit. The system has ${known}.`
      : `The system has no unit "${pattern}". It has ${known}.`,
    hints: near === undefined ? ["stackyard graph"] : [`Did you mean "${text.replace(pattern, near)}"?`],
  });
}

/** The name that someone most likely meant; undefined if none is near. */
function nearestName(wanted: string, names: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  const scored = names
    .map((name) => ({ name, distance: name.startsWith(wanted) && wanted !== "" ? 0 : distanceOf(wanted, name) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance);
  return scored[0]?.name;
}

// How many letters must be inserted, removed, replaced, or swapped with their neighbour (restricted Damerau-Levenshtein).
function distanceOf(one: string, other: string): number {
  const rows = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? 0;
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const isEqual = one[row - 1] === other[column - 1];
      let best = Math.min(
        at(row - 1, column) + 1,
        (current[column - 1] ?? 0) + 1,
        at(row - 1, column - 1) + (isEqual ? 0 : 1),
      );
      if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1])
        best = Math.min(best, at(row - 2, column - 2) + 1);
      current.push(best);
    }
    rows.push(current);
  }
  return at(one.length, other.length);
}
