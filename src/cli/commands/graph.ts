// `stackyard graph [DIR]`: who depends on whom, why, and where that stands, as text, Mermaid, SVG or JSON.

import { buildGraph } from "../../delivery/graph/graph.ts";
import { placeText } from "../../delivery/graph/edges.ts";
import type { EdgeKind } from "../../delivery/graph/edges.ts";
import { renderMermaid } from "../../delivery/graph/render-mermaid.ts";
import { renderSvg } from "../../delivery/graph/render-svg.ts";
import { reviewGraph } from "../../delivery/graph/review.ts";
import type { Finding } from "../../delivery/graph/review.ts";
import { viewOf } from "../../delivery/graph/view.ts";
import type { EdgeView, GraphView, UnitView } from "../../delivery/graph/view.ts";
import { requireEnvironment, systemIn } from "../../delivery/system/system.ts";
import type { System } from "../../delivery/system/system.ts";
import { Exit, EXIT } from "../exit-codes.ts";
import { note, pc, print, printDiagnostic, printJson } from "../terminal.ts";
import { selectedUnits } from "../selection.ts";
import { openSystem, openWorkspace } from "../workspace.ts";
import type { CommonOptions, Workspace } from "../workspace.ts";

export interface GraphOptions extends CommonOptions {
  readonly format?: string;
  readonly resources?: boolean;
  readonly paths?: boolean;
}

/** Runs the command. It needs no server: all is worked out from the templates. */
export async function runGraph(directory: string | undefined, options: GraphOptions): Promise<void> {
  const format = options.json === true ? "json" : (options.format ?? "text");
  const { system, environment, only } = await openForGraph(directory, { ...options, json: format !== "text" });
  if (options.paths === true) {
    await printPaths(system, only, format === "json");
    return;
  }
  const { graph, diagnostics, evaluated } = buildGraph(system, environment, environment.region);
  const findings = reviewGraph(system, graph);
  const view = viewOf({ system, environment, graph, evaluated, findings }, only);
  if (format === "json") printJson({ ...view, diagnostics });
  else if (format === "mermaid") process.stdout.write(renderMermaid(view, options.resources === true));
  else if (format === "svg") process.stdout.write(renderSvg(view, options.resources === true));
  else printText(view, options.resources === true);
  if (format !== "json") for (const diagnostic of diagnostics) printDiagnostic(diagnostic);
  if (diagnostics.some((each) => each.severity === "error")) throw new Exit(EXIT.usage.code);
}

// An environment of the configuration needs no server: what its units read from other environments is known by its origin.
async function openForGraph(directory: string | undefined, options: CommonOptions): Promise<Workspace> {
  const all = await openSystem(directory, options);
  const isConfigured = options.env === undefined || all.environments.some((each) => each.name === options.env);
  if (!isConfigured) return openWorkspace(directory, options);
  const environment = requireEnvironment(all, options.env);
  const system = systemIn(all, environment);
  const only = await selectedUnits(system, environment, options);
  return { system, environment, ...(only === undefined ? {} : { only }) };
}

const TIERS = ["shared", "infrastructure", "business", "edge"] as const;
const COLOURS: Readonly<Record<EdgeKind, (text: string) => string>> = {
  call: pc.red,
  data: pc.yellow,
  event: pc.blue,
  value: pc.dim,
  order: pc.dim,
};

function printText(view: GraphView, withResources: boolean): void {
  const resources = view.units.reduce((sum, unit) => sum + unit.resources, 0);
  const real = view.edges.filter(isDrawn);
  print(
    `${view.system} in ${view.environment}: ${count(view.units.length, "unit")}, ${count(resources, "resource")}, ${count(real.length, "dependency", "dependencies")}`,
  );
  for (const tier of TIERS) {
    const units = view.units.filter((unit) => unit.tier === tier);
    if (units.length > 0) print(`\n${pc.dim(tier)}`);
    for (const unit of units)
      printUnit(
        unit,
        real.filter((edge) => edge.from === unit.name),
        withResources,
      );
  }
  printFindings(view.findings);
}

function printUnit(unit: UnitView, edges: readonly EdgeView[], withResources: boolean): void {
  const kinds = Object.entries(unit.coupling.kinds)
    .filter(([, { in: incoming, out }]) => incoming + out > 0)
    .map(([kind, { in: incoming, out }]) => `${kind} ${incoming}/${out}`);
  const coupling = `in ${unit.coupling.in}, out ${unit.coupling.out}${kinds.length > 0 ? `: ${kinds.join(", ")}` : ""}`;
  const home = unit.borrowedFrom === undefined ? "" : `in ${unit.borrowedFrom}, `;
  print(`  ${pc.bold(unit.name)}  ${pc.dim(`${home}${count(unit.resources, "resource")}, ${coupling}`)}`);
  edges.forEach((edge, index) => {
    const isLast = index === edges.length - 1;
    const when = edge.decidesOrder ? "" : pc.dim("  (at run time only)");
    print(`  ${isLast ? "└─" : "├─"} ${edge.to}  ${edge.kinds.map((kind) => COLOURS[kind](kind)).join(", ")}${when}`);
    const bar = isLast ? "   " : "│  ";
    for (const { text, evidence } of edge.reasons) {
      const [first] = evidence;
      const more = evidence.length > 1 ? ` and ${count(evidence.length - 1, "more place")}` : "";
      print(
        `  ${bar}   ${text}${withResources || first === undefined ? "" : pc.dim(`  ${placeText(first.position)}${more}`)}`,
      );
      if (!withResources) continue;
      for (const each of evidence) {
        const reader = each.reader === undefined ? each.path : `${each.reader.logicalId}.${each.path}`;
        const target =
          each.target === undefined ? "" : ` → ${each.target.logicalId} (${each.target.type ?? "resource"})`;
        print(`  ${bar}     ${reader}${target}  ${COLOURS[each.kind](each.kind)}  ${pc.dim(placeText(each.position))}`);
      }
    }
  });
}

// By code: what is the same for all is said once.
function printFindings(findings: readonly Finding[]): void {
  for (const code of new Set(findings.map((each) => each.code))) {
    const found = findings.filter((each) => each.code === code);
    const [{ severity, summary, remedy } = { severity: "hint", summary: "", remedy: "" }] = found;
    const head = `${severity} ${code}: ${summary}`;
    print(`\n${severity === "warning" ? pc.yellow(head) : pc.cyan(head)}`);
    for (const each of found) print(`  ${each.detail}`);
    print(pc.dim(`  ${remedy}`));
  }
}

function isDrawn(edge: EdgeView): boolean {
  return edge.reasons.some((each) => each.reason.kind !== "tier");
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

// As CI's path filters want it: YAML with one list of patterns a unit, relative to the current folder.
async function printPaths(system: System, only: readonly string[] | undefined, isJson: boolean): Promise<void> {
  const { createBuilder } = await import("../../delivery/build/build.ts");
  const { pathFilters } = await import("../../delivery/graph/path-filters.ts");
  const { readFilesOfUnits } = await import("../../delivery/graph/unit-files.ts");
  const builder = createBuilder(system.base);
  try {
    const units = system.units.filter((unit) => only === undefined || only.includes(unit.name));
    const filters = pathFilters(await readFilesOfUnits({ ...system, units }, builder), process.cwd());
    if (isJson) {
      printJson(filters);
      return;
    }
    note("Paths are relative to the current folder; the repository's root is where a CI wants them.");
    for (const [unit, paths] of Object.entries(filters)) {
      print(`${unit}:`);
      for (const path of paths) print(`  - ${JSON.stringify(path)}`);
    }
  } finally {
    await builder.dispose();
  }
}
