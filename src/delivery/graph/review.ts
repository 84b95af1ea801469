// What a graph says about the design: calls between business units, business units that need each other, declarations that
// nothing shows. None of it prevents a deployment. Pure.

import type { SourcePosition } from "../../kernel/diagnostics.ts";
import { placeInConfig } from "../system/system.ts";
import type { System, Unit } from "../system/system.ts";
import { placeText } from "./edges.ts";
import type { Edge, Evidence } from "./edges.ts";
import type { Graph } from "./graph.ts";

/** Something to think about. A warning contradicts what the units are for; a hint may well be meant so. */
export interface Finding {
  readonly severity: "warning" | "hint";
  /** Stable and searchable. */
  readonly code: string;
  readonly summary: string;
  /** What was found. */
  readonly detail: string;
  /** What can be done about it, the same for every finding of the code. */
  readonly remedy: string;
  readonly position?: SourcePosition;
}

/** Reviews the graph of a system. */
export function reviewGraph(system: System, graph: Graph): readonly Finding[] {
  const units = new Map(system.units.map((unit) => [unit.name, unit]));
  const findings: Finding[] = [];
  const seen = new Set<string>();
  // A call says it all: that the units need each other besides is no news.
  const calls = new Set(graph.edges.filter((edge) => edge.kind === "call").map(({ from, to }) => `${from} ${to}`));
  for (const edge of graph.edges) {
    const from = units.get(edge.from);
    const to = units.get(edge.to);
    if (from === undefined || to === undefined) continue;
    const call = edge.evidence.find((each) => each.kind === "call");
    const areBusiness = from.tier === "business" && to.tier === "business";
    if (areBusiness && call !== undefined) addOnce(findings, seen, synchronousCall(edge, call));
    else if (areBusiness && edge.kind !== "order" && !calls.has(`${edge.from} ${edge.to}`))
      addOnce(findings, seen, businessDependency(edge));
    if (edge.reason.kind === "declared") {
      const isShown = graph.edges.some(
        (other) => other.from === edge.from && other.to === edge.to && other.reason.kind !== "declared",
      );
      // Where declarations are asked for, this is a diagnostic already.
      if (!isShown && system.declare === undefined) findings.push(declaredOnly(system, from, edge));
    }
  }
  for (const edge of graph.runtimeOnly) addOnce(findings, seen, mutualNames(edge));
  return findings;
}

// One for each pair of units: the further places are in the graph.
function addOnce(findings: Finding[], seen: Set<string>, finding: Finding & { pair: string }): void {
  const { pair, ...rest } = finding;
  const key = `${finding.code} ${pair}`;
  if (seen.has(key)) return;
  seen.add(key);
  findings.push(rest);
}

function synchronousCall(edge: Edge, call: Evidence): Finding & { pair: string } {
  return {
    pair: `${edge.from} ${edge.to}`,
    severity: "warning",
    code: "GRAPH_SYNCHRONOUS_CALL",
    summary: "A business unit calls another one and waits for its answer.",
    detail: `Unit "${edge.from}" calls ${subject(edge, call)}. If "${edge.to}" is slow or away, so is "${edge.from}".`,
    remedy: "Let the caller react to events, or keep a copy of what it needs to know.",
    ...place(call.position),
  };
}

function businessDependency(edge: Edge): Finding & { pair: string } {
  const [first] = edge.evidence;
  return {
    pair: `${edge.from} ${edge.to}`,
    severity: "hint",
    code: "GRAPH_BUSINESS_DEPENDENCY",
    summary: "A business unit needs another one to be deployed first.",
    detail: `Unit "${edge.from}" uses ${subject(edge, first)} (${edge.kind}).`,
    remedy:
      'A unit of tier "infrastructure" that owns the topics between the others would let them roll out in any order.',
    ...place(first?.position),
  };
}

function declaredOnly(system: System, unit: Unit, edge: Edge): Finding {
  return {
    severity: "hint",
    code: "GRAPH_DECLARED_ONLY",
    summary: "A declared dependency shows in no template.",
    detail: `Unit "${edge.from}" is declared to depend on "${edge.to}", but takes nothing from it.`,
    remedy: 'Remove it from "dependsOn", unless the code needs that unit in a way that no template shows.',
    ...placeInConfig(system, ["units", unit.name, "dependsOn"]),
  };
}

function mutualNames(edge: Edge): Finding & { pair: string } {
  const [first] = edge.evidence;
  return {
    pair: `${edge.from} ${edge.to}`,
    severity: "hint",
    code: "GRAPH_RUNTIME_CIRCLE",
    summary: "Two units name each other; only one of them can be deployed first.",
    detail: `Unit "${edge.from}" names ${subject(edge, first)}, which depends on "${edge.from}" itself.`,
    remedy: "Nothing fails at deployment, but until both are deployed the first one runs without the other.",
    ...place(first?.position),
  };
}

function subject(edge: Edge, evidence: Evidence | undefined): string {
  const target = evidence?.target;
  const where = placeText(evidence?.position);
  const what =
    target === undefined
      ? `unit "${edge.to}"`
      : `"${target.logicalId}" (${target.type ?? "resource"}) of unit "${target.unit}"`;
  return where === "" ? what : `${what} at ${where}`;
}

function place(position: SourcePosition | undefined): { position?: SourcePosition } {
  return position === undefined ? {} : { position };
}
