// Who depends on whom: edges between units from what their templates take from each other, bound parameters, tiers and
// declarations; circles and references to nothing are diagnostics. Pure.

import type { Diagnostic, SourcePosition } from "../../kernel/diagnostics.ts";
import type { Tier } from "../system/define-system.ts";
import { boundValuesOf, pathOfParameter } from "../system/parameters.ts";
import type { BoundValue } from "../system/parameters.ts";
import { placeInConfig } from "../system/system.ts";
import type { Environment, System, Unit } from "../system/system.ts";
import { objectAt } from "../system/template.ts";
import { checkDeclarations } from "./declarations.ts";
import { cycleDiagnostic, findCycles } from "./cycles.ts";
import type { Cycle } from "./cycles.ts";
import { placeText } from "./edges.ts";
import type { Edge } from "./edges.ts";
import { allUnitsOf, evaluateSystem } from "./evaluate.ts";
import type { EvaluatedSystem, EvaluatedUnit } from "./evaluated-system.ts";
import { indexIdentifiers } from "./identifiers.ts";
import type { NamedResource } from "./identifiers.ts";
import { inferEdges } from "./infer.ts";

export interface Graph {
  /** In an order in which each unit comes after those that it waits for (if there is no circle). */
  readonly order: readonly string[];
  /** Every reason for which one unit depends on another. Units of other environments may be at the far end. */
  readonly edges: readonly Edge[];
  /** Edges that do not decide the order, since they would close a circle, and are needed at run time only. */
  readonly runtimeOnly: readonly Edge[];
  readonly cycles: readonly Cycle[];
  /** The units that a unit waits for, each once. */
  dependenciesOf(unit: string): readonly string[];
  /** The units that wait for a unit, each once. */
  dependantsOf(unit: string): readonly string[];
}

/** Builds the graph of a system in one environment; of an unknown region, names that contain it are equal all the same. */
export function buildGraph(
  system: System,
  environment: Environment,
  region: string | undefined,
): { graph: Graph; diagnostics: readonly Diagnostic[]; evaluated: EvaluatedSystem } {
  const diagnostics: Diagnostic[] = [];
  const account = environment.target === "aws" ? environment.account : undefined;
  const evaluated = evaluateSystem(system, environment, { region, account });
  const identifiers = indexIdentifiers(evaluated);
  reportExports(evaluated, diagnostics);
  for (const { first, second } of identifiers.twice) diagnostics.push(nameTwice(system, first, second));

  const edges = system.units.flatMap((unit) => {
    const own = evaluated.units.get(unit.name);
    if (own !== undefined) reportUses(evaluated, own, diagnostics);
    checkBindings(system, environment, unit, diagnostics);
    return [
      ...(own === undefined ? [] : inferEdges(evaluated, identifiers, own)),
      ...declaredEdges(system, unit, diagnostics),
      ...tierEdges(system, unit),
    ];
  });

  diagnostics.push(...checkDeclarations(system, edges));
  const names = system.units.map((unit) => unit.name);
  const { deciding, runtimeOnly } = withoutLooseCircles(edges);
  const forward = adjacency(names, deciding, (edge) => [edge.from, edge.to]);
  const backward = adjacency(names, deciding, (edge) => [edge.to, edge.from]);
  const cycles = findCycles(names, deciding);
  for (const cycle of cycles) {
    const first = system.units.find((unit) => unit.name === cycle.units[0]);
    diagnostics.push(cycleDiagnostic(cycle, deciding, first?.template.file));
  }
  const graph: Graph = {
    order: sortByDependency(names, forward),
    edges,
    runtimeOnly,
    cycles,
    dependenciesOf: (unit) => forward.get(unit) ?? [],
    dependantsOf: (unit) => backward.get(unit) ?? [],
  };
  return { graph, diagnostics, evaluated };
}

function reportExports({ units, doubleExports }: EvaluatedSystem, diagnostics: Diagnostic[]): void {
  for (const { name, first, second } of doubleExports) {
    const position = units.get(second.unit)?.unit.template.positionOf(["Outputs", second.output, "Export", "Name"]);
    diagnostics.push({
      severity: "error",
      code: "GRAPH_EXPORT_TWICE",
      summary: "Two outputs export the same name.",
      detail: `"${name}" is exported by unit "${first.unit}" (output "${first.output}") and by unit "${second.unit}" (output "${second.output}"). Export names are unique in an account and region: put the stack's name into one of them.`,
      ...place(position),
    });
  }
}

function reportUses({ exports, units }: EvaluatedSystem, evaluated: EvaluatedUnit, diagnostics: Diagnostic[]): void {
  const { unit, uses, unknown } = evaluated;
  for (const { reason, to, path } of uses) {
    if (reason.kind !== "import" || to !== unit.name) continue;
    diagnostics.push({
      severity: "error",
      code: "GRAPH_IMPORTS_ITSELF",
      summary: "A unit imports what it exports itself.",
      detail: `Unit "${unit.name}" imports "${reason.export}", which it exports. Refer to the resource by Ref or Fn::GetAtt.`,
      ...place(unit.template.positionOf(path)),
    });
  }
  for (const { kind, name, unit: from, path } of unknown) {
    const position = unit.template.positionOf(path);
    const giver = from === undefined ? undefined : units.get(from)?.unit;
    if (kind === "import") {
      diagnostics.push({
        severity: "warning",
        code: "GRAPH_UNKNOWN_EXPORT",
        summary: "No unit of the system exports an imported name.",
        detail: `Unit "${unit.name}" imports "${name}". It must be exported by a stack outside the system, or the deployment fails. The system's exports are: ${list([...exports.keys()])}.`,
        ...place(position),
      });
    } else if (giver !== undefined) {
      diagnostics.push(unknownOutput(giver, name, `Unit "${unit.name}" reads`, position));
    }
  }
}

function checkBindings(system: System, environment: Environment, unit: Unit, diagnostics: Diagnostic[]): void {
  for (const [parameter, value] of Object.entries(boundValuesOf(environment, unit))) {
    if (!isReference(value)) continue;
    const to = allUnitsOf(system).find((each) => each.name === value.unit);
    const who = `Parameter "${parameter}" of unit "${unit.name}"`;
    const { position } = placeInConfig(system, pathOfParameter(environment, unit, parameter));
    if (to === undefined) diagnostics.push(unknownUnit(system, who, value.unit, position));
    else if (value.kind === "output" && !Object.hasOwn(objectAt(to.template.body, "Outputs"), value.output))
      diagnostics.push(unknownOutput(to, value.output, `${who} is bound to`, position));
  }
}

function declaredEdges(system: System, unit: Unit, diagnostics: Diagnostic[]): readonly Edge[] {
  return unit.dependsOn.flatMap((to): Edge[] => {
    const kind = unit.appDependsOn?.includes(to) === true ? "manifest" : "declared";
    if (allUnitsOf(system).some((each) => each.name === to))
      return [{ from: unit.name, to, reason: { kind }, kind: "order", evidence: [] }];
    const { position } = placeInConfig(system, ["units", unit.name, "dependsOn"]);
    diagnostics.push(unknownUnit(system, `"dependsOn" of unit "${unit.name}"`, to, position));
    return [];
  });
}

const TIER_RANK: Readonly<Record<Tier, number>> = { shared: 0, infrastructure: 1, business: 2, edge: 2 };

function tierEdges(system: System, unit: Unit): readonly Edge[] {
  return system.units
    .filter((other) => TIER_RANK[other.tier] < TIER_RANK[unit.tier])
    .map((other) => ({ from: unit.name, to: other.name, reason: { kind: "tier" }, kind: "order", evidence: [] }));
}

// A name in a policy or a variable orders units only as long as they do not name each other: nothing at deployment asks
// whether what is named exists.
function withoutLooseCircles(edges: readonly Edge[]): { deciding: readonly Edge[]; runtimeOnly: readonly Edge[] } {
  const isFirm = ({ evidence }: Edge): boolean =>
    evidence.length === 0 || evidence.some((each) => each.isNeededToDeploy);
  const deciding = edges.filter(isFirm);
  const loose = edges.filter((edge) => !isFirm(edge));
  const next = new Map<string, Set<string>>();
  const note = ({ from, to }: Edge): void => void next.set(from, (next.get(from) ?? new Set()).add(to));
  deciding.forEach(note);
  const runtimeOnly: Edge[] = [];
  for (const edge of loose) {
    if (reaches(next, edge.to, edge.from)) {
      runtimeOnly.push(edge);
    } else {
      deciding.push(edge);
      note(edge);
    }
  }
  return { deciding, runtimeOnly };
}

function reaches(next: ReadonlyMap<string, ReadonlySet<string>>, start: string, end: string): boolean {
  const seen = new Set([start]);
  for (const name of seen) {
    if (name === end) return true;
    for (const other of next.get(name) ?? []) seen.add(other);
  }
  return false;
}

function isReference(value: BoundValue): value is Extract<BoundValue, { kind: string }> {
  return typeof value === "object" && "kind" in value;
}

function unknownOutput(unit: Unit, output: string, who: string, position?: SourcePosition): Diagnostic {
  return {
    severity: "error",
    code: "GRAPH_UNKNOWN_OUTPUT",
    summary: "A unit does not have an output that another one reads.",
    detail: `${who} output "${output}" of unit "${unit.name}", whose template has ${list(Object.keys(objectAt(unit.template.body, "Outputs")))}. Correct the name, or add the output to ${unit.template.file}.`,
    ...place(position),
  };
}

function unknownUnit(system: System, who: string, unit: string, position: SourcePosition | undefined): Diagnostic {
  return {
    severity: "error",
    code: "GRAPH_UNKNOWN_UNIT",
    summary: "The configuration refers to a unit that does not exist.",
    detail: `${who} refers to unit "${unit}". In this environment the system has ${list(system.units.map((each) => each.name))}.`,
    ...place(position),
  };
}

function nameTwice(system: System, first: NamedResource, second: NamedResource): Diagnostic {
  const positionOf = ({ unit, path }: NamedResource): SourcePosition | undefined =>
    allUnitsOf(system)
      .find((each) => each.name === unit)
      ?.template.positionOf(path);
  return {
    severity: "warning",
    code: "GRAPH_NAME_TWICE",
    summary: "Two units give resources the same name.",
    detail: `${second.type} "${second.logicalId}" of unit "${second.unit}" and "${first.logicalId}" of unit "${first.unit}" (${placeText(positionOf(first))}) are both named "${second.name}". In one account and region the second one cannot be created: put the stack's name into one of them.`,
    logicalId: second.logicalId,
    ...place(positionOf(second)),
  };
}

function adjacency(
  names: readonly string[],
  edges: readonly Edge[],
  ends: (edge: Edge) => readonly [string, string],
): ReadonlyMap<string, readonly string[]> {
  const sets = new Map(names.map((name) => [name, new Set<string>()]));
  for (const edge of edges) {
    const [from, to] = ends(edge);
    sets.get(from)?.add(to);
  }
  return new Map([...sets].map(([name, set]) => [name, [...set]]));
}

// Depth-first; in a circle somebody comes first.
function sortByDependency(
  names: readonly string[],
  dependencies: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const order: string[] = [];
  const entered = new Set<string>();
  function enter(name: string): void {
    // A unit of another environment is not deployed from here.
    if (entered.has(name) || !dependencies.has(name)) return;
    entered.add(name);
    for (const dependency of dependencies.get(name) ?? []) enter(dependency);
    order.push(name);
  }
  for (const name of names) enter(name);
  return order;
}

// LIMIT: nobody looks for a name among more than these.
const MOST_LISTED = 12;

function list(names: readonly string[]): string {
  if (names.length === 0) return "none";
  const more = names.length > MOST_LISTED ? ` and ${names.length - MOST_LISTED} more` : "";
  return (
    names
      .slice(0, MOST_LISTED)
      .map((name) => `"${name}"`)
      .join(", ") + more
  );
}

function place(position: SourcePosition | undefined): { position?: SourcePosition } {
  return position === undefined ? {} : { position };
}
