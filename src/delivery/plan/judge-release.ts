// Gathers what the verdicts need, no more than the change makes necessary, and has them judged: both sides of every stack,
// the values and exports that go away, the code in which they stand.

import type { Builder } from "../build/build.ts";
import type { Target } from "../cloud/target.ts";
import type { EvaluatedSystem } from "../graph/evaluated-system.ts";
import type { Graph } from "../graph/graph.ts";
import { stackNameOf } from "../system/system.ts";
import type { Environment, System } from "../system/system.ts";
import { searchCode } from "./code-search.ts";
import { valuesIn } from "./deployed.ts";
import type { Deployed } from "./deployed.ts";
import { identifiersOf } from "./identifiers.ts";
import { readParametersOutside } from "./parameters-outside.ts";
import type { EdgeVerdict, KeptPart, Move, MovedExport, Place } from "./plan.ts";
import type { StackDetail } from "./read-stacks.ts";
import type { Rehearsal } from "./rehearsal.ts";
import { searchFor } from "./value-search.ts";
import { goneExports, goneValues, judge } from "./verdicts.ts";
import type { GoneExport, Side } from "./verdicts.ts";

/** What judging needs of the plan. */
export interface Judging {
  readonly system: System;
  readonly environment: Environment;
  readonly target: Target;
  readonly graph: Graph;
  readonly evaluated: EvaluatedSystem;
  readonly deployed: Deployed;
  readonly builder: Builder;
}

/** What the plan moves. */
export interface Moved {
  readonly moves: readonly Move[];
  readonly exports: readonly MovedExport[];
}

export interface Judgement {
  readonly sides: readonly Side[];
  readonly edges: readonly EdgeVerdict[];
}

/** Judges a release by its rehearsal; `kept` is what the phases keep for readers. */
export async function judgeRelease(
  judging: Judging,
  release: {
    readonly single: Rehearsal;
    readonly rehearsal: Rehearsal;
    readonly kept: readonly KeptPart[];
    readonly moved: Moved;
  },
): Promise<Judgement> {
  const { system, target, deployed, builder } = judging;
  const { single, rehearsal, kept, moved } = release;
  const sides = await sidesOf(judging, rehearsal);
  // What is kept for readers that do not change is gone all the same, as far as the sources say.
  const bare = await Promise.all(sides.map((side) => bareSide(judging, side, kept)));
  const changed = bare.filter((side) => side.outcome === "changed" || kept.some((each) => each.unit === side.name));
  // What moved is elsewhere and the same.
  const elsewhere = new Set(
    moved.moves.flatMap((each) => identifiersOf(each, target)).concat(moved.exports.map((each) => each.value)),
  );
  const gone = changed.flatMap((side) => goneValues(side, target)).filter((each) => !elsewhere.has(each.value));

  const importers = new Map<string, readonly string[]>();
  const exportNames = bare.flatMap(({ before }) => before?.outputs.flatMap((each) => each.exportName ?? []) ?? []);
  for (const name of new Set([...exportNames, ...refusedExports(single)]))
    importers.set(name, await deployed.importers(name));
  const exports: GoneExport[] = changed
    .flatMap((side) => goneExports(side, (name) => importers.get(name) ?? []))
    .filter((each) => !moved.exports.some(({ exportName }) => exportName === each.exportName));
  const refused = new Set(refusedExports(rehearsal));
  for (const side of bare)
    for (const { name, value, exportName } of side.before?.outputs ?? [])
      if (exportName !== undefined && refused.has(exportName))
        exports.push({
          unit: side.name,
          exportName,
          outputName: name,
          value,
          after: undefined,
          importers: importers.get(exportName) ?? [],
        });

  const needsEverybody = gone.length > 0 || exports.some((each) => each.importers.length > 0);
  const complete = needsEverybody ? await completed(judging, bare) : bare;
  const search = searchFor(gone.map((each) => each.value));
  const code =
    gone.length === 0
      ? []
      : await Promise.all(system.units.map((unit) => searchCode(unit, builder, system.base, search)));
  const edges = judge({
    sides: complete,
    edges: judging.graph.edges,
    gone,
    exports,
    codeUses: code.flatMap((each) => each.uses),
    lookUps: code.flatMap((each) => each.lookUps),
    parameters: gone.length === 0 ? [] : await readParametersOutside(target, parametersOf(complete)),
    importPlaces: (unit, name) => importPlaces(judging.evaluated, unit, name),
    isKept: (unit, { exportName, value }) =>
      kept.some(
        (part) =>
          part.unit === unit &&
          keeps(part, sides.find((each) => each.name === unit)?.before, target, exportName, value),
      ),
  });
  return { sides, edges };
}

/** The readers of a kept part that still read it after its phase. */
export async function stillReading(
  judging: Judging,
  part: KeptPart,
  after: ReadonlyMap<string, StackDetail>,
): Promise<readonly string[]> {
  const { system, target, deployed, evaluated, builder } = judging;
  const own = await deployed.read(part.unit);
  if (own === undefined) return [];
  const unitOf = unitsByStack(judging);
  const still = new Set<string>();
  for (const { name, exportName } of own.outputs) {
    if (exportName === undefined || !part.outputs.includes(name)) continue;
    for (const stack of await deployed.importers(exportName)) {
      const unit = unitOf.get(stack);
      if (unit === undefined || importPlaces(evaluated, unit, exportName).length > 0) still.add(unit ?? stack);
    }
  }
  const values = own.resources
    .filter((each) => part.resources.includes(each.logicalId))
    .flatMap((each) => identifiersOf(each, target));
  if (values.length === 0) return [...still];
  const search = searchFor(values);
  for (const stack of await deployed.readAll()) {
    if (stack.name === own.name) continue;
    const now = after.get(stack.name) ?? stack;
    if (valuesIn(now, search.in).size > 0) still.add(unitOf.get(stack.name) ?? stack.name);
  }
  for (const unit of system.units) {
    if (unit.name === part.unit) continue;
    const { uses } = await searchCode(unit, builder, system.base, search);
    if (uses.length > 0) still.add(unit.name);
  }
  return [...still];
}

async function sidesOf(judging: Judging, rehearsal: Rehearsal): Promise<readonly Side[]> {
  const { system, environment, deployed } = judging;
  const { result, changed } = rehearsal.execution;
  return Promise.all(
    system.units.map(async (unit): Promise<Side> => {
      const stack = stackNameOf(system, environment.name, unit.name);
      const last = result.units.find((each) => each.unit === unit.name)?.outcome;
      const isFailed = last === "failed" || last === "blocked" || last === "cancelled";
      const outcome = isFailed ? "failed" : changed.has(unit.name) ? "changed" : "unchanged";
      return {
        name: unit.name,
        kind: "unit",
        stack,
        source: unit,
        outcome,
        before: outcome === "unchanged" ? undefined : await deployed.read(unit.name),
        after: outcome === "changed" ? rehearsal.after.get(stack) : undefined,
      };
    }),
  );
}

function parametersOf(sides: readonly Side[]): ReadonlySet<string> {
  return new Set(
    sides.flatMap(({ before }) =>
      (before?.resources ?? []).flatMap(({ resourceType, physicalId }) =>
        resourceType === "AWS::SSM::Parameter" ? [physicalId] : [],
      ),
    ),
  );
}

// As the sources alone would have it. A unit of which everything is kept does not change, and is not what they say.
async function bareSide({ deployed }: Judging, side: Side, kept: readonly KeptPart[]): Promise<Side> {
  const own = kept.filter((each) => each.unit === side.name);
  if (own.length === 0) return side;
  const before = side.before ?? (await deployed.read(side.name));
  return { ...side, before, after: withoutKept(side.after ?? before, own) };
}

// With the deployed state of everybody, those included who are no unit of the system.
async function completed(judging: Judging, sides: readonly Side[]): Promise<readonly Side[]> {
  const all = new Map((await judging.deployed.readAll()).map((each) => [each.name, each]));
  const known = sides.map((side) => ({ ...side, before: side.before ?? all.get(side.stack) }));
  for (const side of sides) all.delete(side.stack);
  const others = [...all.values()].map((detail): Side => ({
    name: detail.name,
    kind: "stack",
    stack: detail.name,
    source: undefined,
    outcome: "unchanged",
    before: detail,
    after: undefined,
  }));
  return [...known, ...others];
}

function withoutKept(after: StackDetail | undefined, kept: readonly KeptPart[]): StackDetail | undefined {
  if (after === undefined || kept.length === 0) return after;
  const outputs = new Set(kept.flatMap(({ fragment }) => Object.keys(fragment.sections["Outputs"] ?? {})));
  const resources = new Set(kept.flatMap((each) => each.resources));
  return {
    ...after,
    outputs: after.outputs.filter((each) => !outputs.has(each.name)),
    resources: after.resources.filter((each) => !resources.has(each.logicalId)),
  };
}

function keeps(
  part: KeptPart,
  before: StackDetail | undefined,
  target: Target,
  exportName: string | undefined,
  value: string | undefined,
): boolean {
  if (exportName !== undefined)
    return part.outputs.includes(before?.outputs.find((each) => each.exportName === exportName)?.name ?? "");
  return (before?.resources ?? []).some(
    (each) => part.resources.includes(each.logicalId) && identifiersOf(each, target).includes(value ?? ""),
  );
}

// AWS: the words of a stack event; the export that cannot go is named by nothing else.
function refusedExports({ execution }: Rehearsal): readonly string[] {
  return execution.result.units.flatMap((each) => {
    if (each.outcome !== "failed") return [];
    const name = /\bExport (\S+) cannot be (?:deleted|updated) as it is in use/.exec(each.failure.reason)?.[1];
    return name === undefined ? [] : [name];
  });
}

function importPlaces(evaluated: EvaluatedSystem, unitName: string, exportName: string): readonly Place[] {
  const unit = evaluated.units.get(unitName);
  if (unit === undefined) return [];
  const paths = [
    ...unit.uses
      .filter(({ reason }) => reason.kind === "import" && reason.export === exportName)
      .map((each) => each.path),
    ...unit.unknown.filter((each) => each.kind === "import" && each.name === exportName).map((each) => each.path),
  ];
  const places = paths.map((path): Place => {
    const end = path.findIndex((name) => name.startsWith("Fn::"));
    const bare = end === -1 ? path : path.slice(0, end);
    const position = unit.unit.template.positionOf(path);
    return {
      kind: "import",
      what: (bare[0] === "Resources" ? bare.slice(1).filter((name) => name !== "Properties") : bare).join("."),
      ...(position === undefined ? {} : { position }),
    };
  });
  return places.filter((place, index) => places.findIndex((each) => each.what === place.what) === index);
}

function unitsByStack({ system, environment }: Judging): ReadonlyMap<string, string> {
  return new Map(system.units.map((unit) => [stackNameOf(system, environment.name, unit.name), unit.name]));
}
