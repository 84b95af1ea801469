// Who depends on whom: edges between units from imports, bound parameters, tiers and declarations; cycles and
// references to nothing are diagnostics. Pure.

import type { Diagnostic, SourcePosition } from "../../kernel/diagnostics.ts";
import type { ParameterValue, Tier } from "../system/define-system.ts";
import { boundValuesOf, parameterText } from "../system/parameters.ts";
import { findReferences } from "../system/references.ts";
import type { References } from "../system/references.ts";
import { stackNameOf } from "../system/system.ts";
import type { Environment, System, Unit } from "../system/system.ts";
import { objectAt } from "../system/template.ts";

/** Why one unit waits for another. */
export interface Edge {
  /** The unit that waits. */
  readonly from: string;
  /** The unit that is waited for. */
  readonly to: string;
  readonly reason:
    | { readonly kind: "import"; readonly export: string }
    | { readonly kind: "parameter"; readonly parameter: string }
    | { readonly kind: "stackOutput"; readonly output: string }
    | { readonly kind: "tier" }
    | { readonly kind: "declared" };
}

export interface Graph {
  /** In an order in which each unit comes after those that it depends on (if there is no cycle). */
  readonly order: readonly string[];
  readonly edges: readonly Edge[];
  /** The units that a unit waits for, each once. */
  dependenciesOf(unit: string): readonly string[];
  /** The units that wait for a unit, each once. */
  dependantsOf(unit: string): readonly string[];
}

/** Builds the graph of a system in one environment. */
export function buildGraph(
  system: System,
  environment: Environment,
  region: string,
): { graph: Graph; diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const references = new Map<string, References>(
    system.units.map((unit) => [unit.name, referencesOf(system, environment, unit, region)]),
  );
  const exporters = indexExports(references, diagnostics);
  const edges = system.units.flatMap((unit) => [
    ...importEdges(unit, references, exporters, diagnostics),
    ...stackOutputEdges(system, environment, unit, references, diagnostics),
    ...parameterEdges(system, environment, unit, diagnostics),
    ...declaredEdges(system, unit, diagnostics),
    ...tierEdges(system, unit),
  ]);

  const names = system.units.map((unit) => unit.name);
  const forward = adjacency(names, edges, (edge) => [edge.from, edge.to]);
  const backward = adjacency(names, edges, (edge) => [edge.to, edge.from]);
  const { order, cycle } = sortByDependency(names, forward);
  if (cycle !== undefined) diagnostics.push(cycleDiagnostic(system, edges, cycle));
  const graph: Graph = {
    order,
    edges,
    dependenciesOf: (unit) => forward.get(unit) ?? [],
    dependantsOf: (unit) => backward.get(unit) ?? [],
  };
  return { graph, diagnostics };
}

function referencesOf(system: System, environment: Environment, unit: Unit, region: string): References {
  const scope: Record<string, string> = {
    "AWS::StackName": stackNameOf(system, environment.name, unit.name),
    "AWS::Region": region,
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
  };
  for (const [name, value] of Object.entries(boundValuesOf(environment, unit))) {
    // For a value that another unit's stack will give: a placeholder that names its origin, so equal origins match.
    scope[name] = parameterText(
      value,
      (other) => stackNameOf(system, environment.name, other),
      ({ unit: other, output }) => `\${${other}.${output}}`,
    );
  }
  return findReferences(unit.template, scope);
}

function indexExports(
  references: ReadonlyMap<string, References>,
  diagnostics: Diagnostic[],
): ReadonlyMap<string, string> {
  const exporters = new Map<string, string>();
  for (const [unit, { exports }] of references) {
    for (const { name, position } of exports) {
      const other = exporters.get(name);
      if (other !== undefined) {
        diagnostics.push({
          severity: "error",
          code: "GRAPH_EXPORT_TWICE",
          summary: "Two units export the same name.",
          detail: `"${name}" is exported by unit "${other}" and by unit "${unit}". Export names are unique in an account and region: put the stack's name into one of them.`,
          ...place(position),
        });
      }
      exporters.set(name, unit);
    }
  }
  return exporters;
}

function importEdges(
  unit: Unit,
  references: ReadonlyMap<string, References>,
  exporters: ReadonlyMap<string, string>,
  diagnostics: Diagnostic[],
): readonly Edge[] {
  return (references.get(unit.name)?.imports ?? []).flatMap(({ name, position }): Edge[] => {
    const to = exporters.get(name);
    if (to === unit.name) {
      diagnostics.push({
        severity: "error",
        code: "GRAPH_IMPORTS_ITSELF",
        summary: "A unit imports what it exports itself.",
        detail: `Unit "${unit.name}" imports "${name}", which it exports. Refer to the resource by Ref or Fn::GetAtt.`,
        ...place(position),
      });
      return [];
    }
    if (to !== undefined) return [{ from: unit.name, to, reason: { kind: "import", export: name } }];
    diagnostics.push({
      severity: "warning",
      code: "GRAPH_UNKNOWN_EXPORT",
      summary: "No unit of the system exports an imported name.",
      detail: `Unit "${unit.name}" imports "${name}". It must be exported by a stack outside the system, or the deployment fails. The system's exports are: ${list([...exporters.keys()])}.`,
      ...place(position),
    });
    return [];
  });
}

function stackOutputEdges(
  system: System,
  environment: Environment,
  unit: Unit,
  references: ReadonlyMap<string, References>,
  diagnostics: Diagnostic[],
): readonly Edge[] {
  const unitByStack = new Map(system.units.map((each) => [stackNameOf(system, environment.name, each.name), each]));
  return (references.get(unit.name)?.stackOutputs ?? []).flatMap(({ stack, output, position }): Edge[] => {
    const to = unitByStack.get(stack);
    if (to === undefined || to.name === unit.name) return [];
    requireOutput(to, output, `Unit "${unit.name}" reads`, diagnostics, position);
    return [{ from: unit.name, to: to.name, reason: { kind: "stackOutput", output } }];
  });
}

function parameterEdges(
  system: System,
  environment: Environment,
  unit: Unit,
  diagnostics: Diagnostic[],
): readonly Edge[] {
  return Object.entries(boundValuesOf(environment, unit)).flatMap(([parameter, value]): Edge[] => {
    if (!isReference(value)) return [];
    const to = system.units.find((each) => each.name === value.unit);
    if (to === undefined) {
      diagnostics.push(unknownUnit(system, `Parameter "${parameter}" of unit "${unit.name}"`, value.unit));
      return [];
    }
    if (value.kind === "output")
      requireOutput(to, value.output, `Parameter "${parameter}" of unit "${unit.name}" is bound to`, diagnostics);
    return [{ from: unit.name, to: to.name, reason: { kind: "parameter", parameter } }];
  });
}

function declaredEdges(system: System, unit: Unit, diagnostics: Diagnostic[]): readonly Edge[] {
  return unit.dependsOn.flatMap((to): Edge[] => {
    if (system.units.some((each) => each.name === to)) return [{ from: unit.name, to, reason: { kind: "declared" } }];
    diagnostics.push(unknownUnit(system, `"dependsOn" of unit "${unit.name}"`, to));
    return [];
  });
}

const TIER_RANK: Readonly<Record<Tier, number>> = { shared: 0, infrastructure: 1, business: 2, edge: 2 };

function tierEdges(system: System, unit: Unit): readonly Edge[] {
  return system.units
    .filter((other) => TIER_RANK[other.tier] < TIER_RANK[unit.tier])
    .map((other) => ({ from: unit.name, to: other.name, reason: { kind: "tier" } }));
}

function isReference(value: ParameterValue): value is Extract<ParameterValue, { kind: string }> {
  return typeof value === "object" && "kind" in value;
}

function requireOutput(
  unit: Unit,
  output: string,
  who: string,
  diagnostics: Diagnostic[],
  position?: SourcePosition,
): void {
  const outputs = Object.keys(objectAt(unit.template.body, "Outputs"));
  if (outputs.includes(output)) return;
  diagnostics.push({
    severity: "error",
    code: "GRAPH_UNKNOWN_OUTPUT",
    summary: "A unit does not have an output that another one reads.",
    detail: `${who} output "${output}" of unit "${unit.name}", whose template has ${list(outputs)}. Correct the name, or add the output to ${unit.template.file}.`,
    ...place(position),
  });
}

function unknownUnit(system: System, who: string, unit: string): Diagnostic {
  return {
    severity: "error",
    code: "GRAPH_UNKNOWN_UNIT",
    summary: "The configuration refers to a unit that does not exist.",
    detail: `${who} refers to unit "${unit}". The system has ${list(system.units.map((each) => each.name))}.`,
    ...place(system.configFile === undefined ? undefined : { file: system.configFile, line: 1, column: 1 }),
  };
}

function cycleDiagnostic(system: System, edges: readonly Edge[], cycle: readonly string[]): Diagnostic {
  const steps = cycle.map((from, index) => {
    const to = cycle[(index + 1) % cycle.length];
    const edge = edges.find((each) => each.from === from && each.to === to);
    return `"${from}" waits for "${to}" (${edge === undefined ? "" : describeReason(edge.reason)})`;
  });
  const first = system.units.find((unit) => unit.name === cycle[0]);
  return {
    severity: "error",
    code: "GRAPH_CYCLE",
    summary: "Units wait for each other in a circle.",
    detail: `${steps.join(", ")}. Move what both need into a unit of its own, such as one of tier "infrastructure".`,
    ...place(first === undefined ? undefined : { file: first.template.file, line: 1, column: 1 }),
  };
}

/** Why an edge exists, in a few words. */
function describeReason(reason: Edge["reason"]): string {
  if (reason.kind === "import") return `imports "${reason.export}"`;
  if (reason.kind === "parameter") return `parameter "${reason.parameter}"`;
  if (reason.kind === "stackOutput") return `reads output "${reason.output}"`;
  return reason.kind;
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

// Depth-first; a unit that is met again while it is still open closes a cycle.
function sortByDependency(
  names: readonly string[],
  dependencies: ReadonlyMap<string, readonly string[]>,
): { order: readonly string[]; cycle: readonly string[] | undefined } {
  const order: string[] = [];
  const done = new Set<string>();
  const open: string[] = [];
  let cycle: readonly string[] | undefined;

  function enter(name: string): void {
    if (done.has(name)) return;
    const since = open.indexOf(name);
    if (since !== -1) {
      cycle ??= open.slice(since);
      return;
    }
    open.push(name);
    for (const dependency of dependencies.get(name) ?? []) enter(dependency);
    open.pop();
    done.add(name);
    order.push(name);
  }

  for (const name of names) enter(name);
  return { order, cycle };
}

function list(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.map((name) => `"${name}"`).join(", ");
}

function place(position: SourcePosition | undefined): { position?: SourcePosition } {
  return position === undefined ? {} : { position };
}
