// The graph as a Mermaid flowchart, which GitHub and most editors draw. An arrow points to what is depended on. Pure.

import type { EdgeKind } from "./edges.ts";
import type { EdgeView, GraphView, UnitView } from "./view.ts";

const TIERS = ["edge", "business", "infrastructure", "shared"] as const;

const ARROWS: Readonly<Record<EdgeKind, string>> = {
  call: "==>",
  data: "-->",
  event: "-->",
  value: "-->",
  order: "-.->",
};

/** Draws units, or with `withResources` the resources at both ends of each edge. */
export function renderMermaid(view: GraphView, withResources: boolean): string {
  return `flowchart TD\n${(withResources ? resourceLines(view) : unitLines(view)).join("\n")}\n`;
}

function unitLines(view: GraphView): readonly string[] {
  const groups = TIERS.flatMap((tier) => {
    const units = view.units.filter((unit) => unit.tier === tier);
    if (units.length === 0) return [];
    return [`  subgraph ${idOf("tier", tier)}["${tier}"]`, ...units.map((unit) => `    ${node(unit)}`), "  end"];
  });
  const edges = drawnEdges(view).map(
    ({ from, to, kind, kinds }) => `  ${idOf(from)} ${ARROWS[kind]}|${kinds.join(", ")}| ${idOf(to)}`,
  );
  return [...groups, ...edges];
}

function resourceLines(view: GraphView): readonly string[] {
  const members = new Map<string, Map<string, string>>(view.units.map((unit) => [unit.name, new Map()]));
  const edges = new Set<string>();
  const add = (unit: string, logicalId: string, type: string | undefined): string => {
    const id = idOf(unit, logicalId);
    const label = type === undefined ? logicalId : `${logicalId}<br/><small>${type}</small>`;
    members.get(unit)?.set(id, `    ${id}["${label}"]`);
    return id;
  };
  for (const { from, to, kind, reasons } of drawnEdges(view)) {
    const evidence = reasons.flatMap((each) => each.evidence);
    if (evidence.length === 0) edges.add(`  ${idOf("unit", from)} ${ARROWS[kind]} ${idOf("unit", to)}`);
    for (const each of evidence) {
      const start = each.reader === undefined ? idOf("unit", from) : add(from, each.reader.logicalId, each.reader.type);
      const { target } = each;
      const isShown = target !== undefined && members.has(target.unit);
      const end = isShown ? add(target.unit, target.logicalId, target.type) : idOf("unit", to);
      edges.add(`  ${start} ${ARROWS[each.kind]}|${each.kind}| ${end}`);
    }
  }
  const groups = view.units.flatMap((unit) => [
    `  subgraph ${idOf("unit", unit.name)}["${unit.name}"]`,
    ...[...(members.get(unit.name)?.values() ?? [])],
    "  end",
  ]);
  return [...groups, ...edges];
}

/** The edges that pictures show: what a tier alone decides shows by the place. */
export function drawnEdges(view: GraphView): readonly EdgeView[] {
  const units = new Set(view.units.map((unit) => unit.name));
  return view.edges.filter(
    ({ from, to, reasons }) => units.has(from) && units.has(to) && reasons.some((each) => each.reason.kind !== "tier"),
  );
}

function node(unit: UnitView): string {
  return `${idOf(unit.name)}["${unit.name}<br/><small>${unit.resources} ${unit.resources === 1 ? "resource" : "resources"}</small>"]`;
}

// Mermaid's identifiers have no hyphens at the edges of arrows, and "end" is one of its words.
function idOf(...parts: readonly string[]): string {
  return `n_${parts.join("_").replaceAll(/[^A-Za-z0-9]/g, "_")}`;
}
