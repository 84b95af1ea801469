// What `--only` and `--changed` mean for one command: which units of the system it is about.

import type { ChangeOfUnit } from "../delivery/graph/changed.ts";
import type { Environment, System, SystemOutline } from "../delivery/system/system.ts";
import { cacheFolder } from "./connection.ts";
import { note } from "./terminal.ts";

/** The options of every command that is about units. */
export interface SelectionOptions {
  /** Terms of the language of delivery/graph/selection.ts. */
  readonly only?: readonly string[];
  /** A range of git, or true for the working tree. */
  readonly changed?: string | true;
  readonly json?: boolean;
}

/**
 * The units that are meant, in the graph's order; undefined if neither option is given: all. With both options those of the changed
 * units that `--only` means.
 */
export async function selectedUnits(
  system: System,
  environment: Environment,
  options: SelectionOptions,
): Promise<readonly string[] | undefined> {
  if (options.only === undefined && options.changed === undefined) return undefined;
  const { buildGraph } = await import("../delivery/graph/graph.ts");
  const { selectUnits } = await import("../delivery/graph/selection.ts");
  const { graph } = buildGraph(system, environment, environment.region);
  const meant = selectUnits(options.only ?? [], graph);
  if (options.changed === undefined) return meant;
  const changes = await changesOf(system, options.changed);
  const selected = meant.filter((unit) => changes.has(unit));
  if (options.json !== true) {
    if (selected.length === 0) note("No unit is concerned by what changed.");
    for (const unit of selected) for (const each of changes.get(unit) ?? []) note(`${unit}: ${describeChange(each)}`);
  }
  return selected;
}

/** As selectedUnits, for commands that only look: templates are read only if the graph decides. */
export async function selectedOfOutline(
  system: SystemOutline,
  environment: Environment,
  options: SelectionOptions,
): Promise<readonly string[] | undefined> {
  if (options.only === undefined && options.changed === undefined) return undefined;
  if (options.changed === undefined && options.only?.some((each) => each.includes("...")) !== true) {
    const { selectUnits } = await import("../delivery/graph/selection.ts");
    const order = system.units.map((unit) => unit.name);
    return selectUnits(options.only ?? [], { order, dependenciesOf: () => [], dependantsOf: () => [] });
  }
  const { loadSystem } = await import("../delivery/system/load-system.ts");
  const { systemIn } = await import("../delivery/system/system.ts");
  const loaded = await loadSystem(system.directory, process.cwd(), {
    environment: environment.name,
    cacheFolder: cacheFolder(),
  });
  return selectedUnits(systemIn(loaded.system, environment), environment, options);
}

async function changesOf(
  system: System,
  changed: string | true,
): Promise<ReadonlyMap<string, readonly ChangeOfUnit[]>> {
  const { changedFiles, unitsChangedBy } = await import("../delivery/graph/changed.ts");
  const files = await changedFiles(system.directory, changed === true ? undefined : changed);
  if (files.length === 0) return new Map();
  const { openBuilder } = await import("./builder.ts");
  const { readFilesOfUnits } = await import("../delivery/graph/unit-files.ts");
  const builder = openBuilder(system);
  try {
    return unitsChangedBy(files, system, await readFilesOfUnits(system, builder));
  } finally {
    await builder.dispose();
  }
}

function describeChange({ file, part, logicalIds }: ChangeOfUnit): string {
  if (part === "app") return `${file} changed (CDK app)`;
  if (part === "template" || part === "configuration" || part === "contracts") return `${file} changed (${part})`;
  return `${file} changed; it goes into ${logicalIds.join(", ")}`;
}
